import { resetDoneLetter, resetLetter } from '../../core/access/letters.ts'
import { passwordFault } from '../../core/access/password.ts'
import type { Outbox } from '../../core/ports/outbox.ts'
import type { PasswordResets } from '../../core/ports/passwordResets.ts'
import type { Passwords } from '../../core/ports/passwords.ts'
import type { People } from '../../core/ports/people.ts'
import type { SignInThrottle } from '../../core/ports/signInThrottle.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { emailOf } from './inputs.ts'

export type ResetTools = {
  readonly people: Pick<People, 'find'>
  readonly passwords: Pick<Passwords, 'hash'>
  readonly passwordResets: PasswordResets
  readonly throttle: Pick<SignInThrottle, 'admit'>
  readonly outbox: Pick<Outbox, 'isOpen'>
  /** The full address of a page of ours. */
  readonly linkTo: (path: string) => string
  /** Told of what failed where nobody waits for it. */
  readonly onProblem: (problem: unknown) => void
}

type TooMany = { readonly code: 'too-many-tries'; readonly retryAfterMs: number }
export type AskResetRefusal =
  TooMany | { readonly code: 'no-mail' | 'invalid'; readonly message: string; readonly path: 'email' }
export type ResetRefusal = {
  readonly code: 'not-found' | 'invalid'
  readonly message: string
  readonly path: 'token' | 'password'
}

const NO_MAIL: AskResetRefusal = {
  code: 'no-mail',
  path: 'email',
  message: 'This Dataing sends no mail. Ask who runs it.',
}
const GONE: ResetRefusal = {
  code: 'not-found',
  path: 'token',
  message: 'This link cannot be used: it was used, or is too old. Ask for another.',
}

/** Mails a link to the address, if it has an account with a password. The answer comes before anybody looks whether it has. */
export const askPasswordReset =
  (tools: ResetTools) =>
  async ({
    email: typed,
    address,
  }: {
    readonly email: string
    readonly address: string | null
  }): Promise<Result<null, AskResetRefusal>> => {
    if (!tools.outbox.isOpen) return refuse(NO_MAIL)
    const email = emailOf(typed)
    if (email === null) return refuse({ code: 'invalid', path: 'email', message: 'This is not an e-mail address.' })
    const admitted = await tools.throttle.admit({ account: `new password for ${email}`, address })
    if (!admitted.ok) return admitted
    void mailLink(tools, email).catch(tools.onProblem)
    return ok(null)
  }

const mailLink = async ({ people, passwordResets, linkTo }: ResetTools, email: string) => {
  const account = await people.find(email)
  if (account?.passwordHash == null) return
  // The secret stands behind the #, which browsers send to no server and write in no log.
  await passwordResets.make(account, ({ token, expiresAt }) => [
    resetLetter({ email, link: linkTo(`/new-password#${token}`), expiresAt }),
  ])
}

type ResetInput = { readonly token: string; readonly password: string }

/** Sets a new password by a mailed link, ends every session of the account, and tells its owner so. Nobody is signed in by it. */
export const resetPassword =
  ({ passwords, passwordResets }: ResetTools) =>
  async ({ token, password }: ResetInput): Promise<Result<null, ResetRefusal>> => {
    const account = await passwordResets.find(token)
    if (account === null) return refuse(GONE)
    const weak = passwordFault(password, [account.email, account.name])
    if (weak !== null) return refuse({ code: 'invalid', path: 'password', message: weak })
    const used = await passwordResets.use(token, await passwords.hash(password), [resetDoneLetter(account)])
    return used.ok ? ok(null) : refuse(GONE)
  }
