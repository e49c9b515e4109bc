import type { People } from '../../core/ports/people.ts'
import type { SecondFactors } from '../../core/ports/secondFactors.ts'
import type { SecuritySettings } from '../../core/ports/securitySettings.ts'
import type { OpenedSession, Sessions } from '../../core/ports/sessions.ts'
import type { SignInThrottle } from '../../core/ports/signInThrottle.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

export type ConfirmTools = {
  readonly people: Pick<People, 'noteFailure'>
  readonly sessions: Pick<Sessions, 'open'>
  readonly secondFactors: SecondFactors
  readonly throttle: SignInThrottle
  readonly security: Pick<SecuritySettings, 'takesPassword'>
}

export type ConfirmInput = {
  readonly challenge: string
  readonly code: string
  readonly currentSessionId: string | null
  readonly address: string | null
}

export type ConfirmRefusal =
  | { readonly code: 'not-found' | 'wrong-code'; readonly message: string; readonly path: 'challenge' | 'code' }
  | { readonly code: 'too-many-tries'; readonly retryAfterMs: number }

/** `recoveryCodes` are told where the second factor was set up just now. */
export type Confirmed = { readonly session: OpenedSession; readonly recoveryCodes: readonly string[] | null }

const TOO_LATE: ConfirmRefusal = { code: 'not-found', path: 'challenge', message: 'That took too long. Sign in again.' }
const WRONG: ConfirmRefusal = {
  code: 'wrong-code',
  path: 'code',
  message: 'This code is wrong, too old, or was used already. Wait for the next one.',
}

/** The second half of a sign-in: a code of the authenticator app, or a recovery code. */
export const confirmSignIn =
  ({ people, sessions, secondFactors, throttle, security }: ConfirmTools) =>
  async ({ challenge, code, currentSessionId, address }: ConfirmInput): Promise<Result<Confirmed, ConfirmRefusal>> => {
    const account = await secondFactors.challenged(challenge)
    if (account === null || !(await security.takesPassword(account))) return refuse(TOO_LATE)
    // Counted apart from passwords: whoever knows the password must not guess codes at leisure.
    const counted = `second factor of ${account.accountId}`
    const admitted = await throttle.admit({ account: counted, address })
    if (!admitted.ok) return admitted
    const { since } = await secondFactors.standing(account.accountId)
    const confirmed = since === null ? await secondFactors.confirm(account, code) : null
    const right = confirmed === null ? await secondFactors.check(account.accountId, code) : confirmed.ok
    if (!right) {
      people.noteFailure(account)
      return refuse(WRONG)
    }
    if (!(await secondFactors.settle(challenge))) return refuse(TOO_LATE)
    await throttle.forget(counted)
    const session = await sessions.open(account, { replaced: currentSessionId, proof: 'two-factor' })
    return ok({ session, recoveryCodes: confirmed?.ok === true ? confirmed.value : null })
  }
