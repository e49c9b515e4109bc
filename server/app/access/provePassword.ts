import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Passwords } from '../../core/ports/passwords.ts'
import type { Account, People } from '../../core/ports/people.ts'
import type { SignInThrottle } from '../../core/ports/signInThrottle.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

export type ProveTools = {
  readonly people: Pick<People, 'accountOf'>
  readonly passwords: Passwords
  readonly throttle: SignInThrottle
}

/** `path` names the field in which the password was typed. */
export type ProveInput = {
  readonly password: string
  readonly address: string | null
  readonly path: 'current' | 'password'
}

export type ProveRefusal =
  | { readonly code: 'wrong-password'; readonly message: string; readonly path: ProveInput['path'] }
  | { readonly code: 'too-many-tries'; readonly retryAfterMs: number }

/** Whether the person in this browser knows the password of their account: an open browser alone must not be enough to take the account over. */
export const provePassword =
  ({ people, passwords, throttle }: ProveTools) =>
  async (
    signedIn: SignedIn,
    { password, address, path }: ProveInput,
  ): Promise<Result<Account & { readonly email: string }, ProveRefusal>> => {
    const account = await people.accountOf(signedIn.personId)
    if (account === null) throw new Error('A session without an account')
    const admitted = await throttle.admit({ account: account.email, address })
    if (!admitted.ok) return admitted
    const { right } = await passwords.verify(account.passwordHash, password)
    if (!right) return refuse({ code: 'wrong-password', message: 'This is not your password.', path })
    await throttle.forget(account.email)
    return ok(account)
  }
