import { passwordFault } from '../../core/access/password.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Passwords } from '../../core/ports/passwords.ts'
import type { People } from '../../core/ports/people.ts'
import type { SignInThrottle } from '../../core/ports/signInThrottle.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

export type ChangePasswordTools = {
  readonly people: Pick<People, 'accountOf' | 'changePassword'>
  readonly passwords: Passwords
  readonly throttle: SignInThrottle
}

export type ChangePasswordInput = { readonly current: string; readonly next: string; readonly address: string | null }

export type ChangePasswordRefusal =
  | { readonly code: 'invalid' | 'wrong-password'; readonly message: string; readonly path: 'current' | 'next' }
  | { readonly code: 'too-many-tries'; readonly retryAfterMs: number }

/** Changes the password of the person in this browser, who must know the old one, and signs out everywhere else. */
export const changePassword = ({ people, passwords, throttle }: ChangePasswordTools) =>
  async (signedIn: SignedIn, { current, next, address }: ChangePasswordInput): Promise<Result<null, ChangePasswordRefusal>> => {
    const account = await people.accountOf(signedIn.personId)
    if (account === null) throw new Error('A session without an account')
    // An open browser must not be a place to guess the password at leisure.
    const admitted = await throttle.admit({ account: account.email, address })
    if (!admitted.ok) return admitted
    const { right } = await passwords.verify(account.passwordHash, current)
    if (!right) return refuse({ code: 'wrong-password', message: 'This is not your password.', path: 'current' })
    await throttle.forget(account.email)
    const weak = next === current ? 'Choose another than the one you have.' : passwordFault(next, [account.email, signedIn.name])
    if (weak !== null) return refuse({ code: 'invalid', message: weak, path: 'next' })
    await people.changePassword(account, await passwords.hash(next), signedIn.credential.id)
    return ok(null)
  }
