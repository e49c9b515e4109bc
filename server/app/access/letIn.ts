import type { Account } from '../../core/ports/people.ts'
import type { Enrolment, SecondFactors } from '../../core/ports/secondFactors.ts'
import type { SecuritySettings } from '../../core/ports/securitySettings.ts'
import type { OpenedSession, Sessions } from '../../core/ports/sessions.ts'

export type LetInTools = {
  readonly sessions: Pick<Sessions, 'open'>
  readonly secondFactors: Pick<SecondFactors, 'standing' | 'enrol' | 'challenge'>
  readonly security: Pick<SecuritySettings, 'of' | 'takesPassword'>
}

/** `sso-only`: the tenant takes no passwords of this person. `enrolment` is what to set up first, where the tenant asks for a second factor and the account has none. */
export type Entered =
  | { readonly kind: 'opened'; readonly session: OpenedSession }
  | { readonly kind: 'sso-only' }
  | { readonly kind: 'second-factor'; readonly challenge: string; readonly enrolment: Enrolment | null }

/** Opens a session for somebody who has shown their password, or asks for their second factor. `replaced` is the session the browser has already. */
export const letIn =
  ({ sessions, secondFactors, security }: LetInTools) =>
  async (account: Account & { readonly email: string }, replaced: string | null): Promise<Entered> => {
    if (!(await security.takesPassword(account))) return { kind: 'sso-only' }
    const { since } = await secondFactors.standing(account.accountId)
    if (since === null && !(await security.of(account.tenantId)).twoFactorRequired) {
      return { kind: 'opened', session: await sessions.open(account, { replaced }) }
    }
    const challenge = await secondFactors.challenge(account)
    const enrolled = since === null ? await secondFactors.enrol(account, account.email) : null
    return { kind: 'second-factor', challenge, enrolment: enrolled?.ok === true ? enrolled.value : null }
  }
