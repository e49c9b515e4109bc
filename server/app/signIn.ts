import type { Passwords } from '../core/ports/passwords.ts'
import type { People } from '../core/ports/people.ts'
import type { OpenedSession, Sessions } from '../core/ports/sessions.ts'
import type { SignInThrottle } from '../core/ports/signInThrottle.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'

export type SignInTools = {
  readonly people: Pick<People, 'find' | 'saveHash' | 'noteFailure'>
  readonly passwords: Passwords
  readonly sessions: Pick<Sessions, 'open'>
  readonly throttle: SignInThrottle
}

export type SignInRefusal =
  | { readonly code: 'sign-in-failed' }
  | { readonly code: 'too-many-tries'; readonly retryAfterMs: number }

/** `currentSessionId` is the session the browser already has; it ends, so that a planted one is worth nothing. `address` is where the browser is. */
export type SignInInput = {
  readonly email: string
  readonly password: string
  readonly currentSessionId: string | null
  readonly address: string | null
}

/** Opens a session for a right e-mail and password. Unknown address and wrong password are the same answer, after the same time. */
export const signIn = ({ people, passwords, sessions, throttle }: SignInTools) =>
  async ({ email, password, currentSessionId, address }: SignInInput): Promise<Result<OpenedSession, SignInRefusal>> => {
    const name = email.trim().toLowerCase()
    const admitted = await throttle.admit({ account: name, address })
    if (!admitted.ok) return admitted
    const account = await people.find(name)
    const { right, stale } = await passwords.verify(account?.passwordHash ?? null, password)
    if (account !== null && !right) people.noteFailure(account)
    if (account === null || !right) return refuse({ code: 'sign-in-failed' })
    await throttle.forget(name)
    if (stale) await people.saveHash(account.accountId, await passwords.hash(password))
    return ok(await sessions.open(account, currentSessionId))
  }
