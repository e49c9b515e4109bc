import type { Passwords } from '../core/ports/passwords.ts'
import type { People } from '../core/ports/people.ts'
import type { SignInThrottle } from '../core/ports/signInThrottle.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { plainEmail } from './access/inputs.ts'
import { letIn, type Entered, type LetInTools } from './access/letIn.ts'

export type SignInTools = LetInTools & {
  readonly people: Pick<People, 'find' | 'saveHash' | 'noteFailure' | 'memberships'>
  readonly passwords: Passwords
  readonly throttle: SignInThrottle
}

export type SignInRefusal =
  { readonly code: 'sign-in-failed' } | { readonly code: 'too-many-tries'; readonly retryAfterMs: number }

/** `currentSessionId` is the session the browser already has; it ends, so that a planted one is worth nothing. `address` is where the browser is. */
export type SignInInput = {
  readonly email: string
  readonly password: string
  readonly currentSessionId: string | null
  readonly address: string | null
}

/** Lets in for a right e-mail and password, or asks for a second factor. Unknown address and wrong password are the same answer, after the same time. */
export const signIn = (tools: SignInTools) => {
  const { people, passwords, throttle } = tools
  const enter = letIn(tools)
  /** Where the tenant of last time takes no password, another one of the account that does. */
  const enterSomewhere = async (account: Parameters<typeof enter>[0], replaced: string | null): Promise<Entered> => {
    const entered = await enter(account, replaced)
    if (entered.kind !== 'sso-only') return entered
    for (const { tenantId, personId } of await people.memberships(account.accountId)) {
      const other = await enter({ ...account, tenantId, personId }, replaced)
      if (other.kind !== 'sso-only') return other
    }
    return entered
  }
  return async ({
    email,
    password,
    currentSessionId,
    address,
  }: SignInInput): Promise<Result<Entered, SignInRefusal>> => {
    const name = plainEmail(email)
    const admitted = await throttle.admit({ account: name, address })
    if (!admitted.ok) return admitted
    const account = await people.find(name)
    const { right, stale } = await passwords.verify(account?.passwordHash ?? null, password)
    if (account !== null && !right) people.noteFailure(account)
    if (account === null || !right) return refuse({ code: 'sign-in-failed' })
    await throttle.forget(name)
    if (stale) await people.saveHash(account.accountId, await passwords.hash(password))
    return ok(await enterSomewhere({ ...account, email: name }, currentSessionId))
  }
}
