import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Account, Membership, People } from '../../core/ports/people.ts'
import type { SecuritySettings } from '../../core/ports/securitySettings.ts'
import type { KnownSession, OpenedSession, Sessions } from '../../core/ports/sessions.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

type Tools = {
  readonly people: Pick<People, 'accountOf' | 'memberships'>
  readonly sessions: Pick<Sessions, 'list' | 'revoke' | 'open' | 'proofOf'>
  readonly security: Pick<SecuritySettings, 'of' | 'takesPassword'>
}
type NotFound = { readonly code: 'not-found' }

/** What a person in a browser may do about their own sessions and tenants. */
export const browserSessions = ({ people, sessions, security }: Tools) => {
  const accountOf = async ({ personId }: SignedIn): Promise<Account> => {
    const account = await people.accountOf(personId)
    if (account === null) throw new Error('A session without an account')
    return account
  }
  return {
    /** The live sessions of the account, in all its tenants. */
    list: async (signedIn: SignedIn): Promise<readonly KnownSession[]> =>
      sessions.list((await accountOf(signedIn)).accountId),
    /** Ends one of the account's sessions; anybody else's is not found. */
    async revoke(signedIn: SignedIn, id: string): Promise<Result<null, NotFound>> {
      return (await sessions.revoke((await accountOf(signedIn)).accountId, { id })) > 0
        ? ok(null)
        : refuse({ code: 'not-found' })
    },
    /** Signs out everywhere but here; how many sessions ended. */
    revokeOthers: async (signedIn: SignedIn): Promise<number> =>
      sessions.revoke((await accountOf(signedIn)).accountId, { kept: signedIn.credential.id }),
    /** The tenants that the caller can switch to. A key is in its own only. */
    memberships: async (signedIn: SignedIn): Promise<readonly Membership[]> => {
      const account = signedIn.key === null ? await people.accountOf(signedIn.personId) : null
      return account === null ? [] : people.memberships(account.accountId)
    },
    /** Opens a session in another tenant of the account in the place of this one. */
    async switchTenant(
      signedIn: SignedIn,
      tenantId: TenantId,
    ): Promise<
      Result<OpenedSession, NotFound | { readonly code: 'two-factor-required' | 'bound-by-sso' | 'sso-only' }>
    > {
      const memberships = await people.memberships((await accountOf(signedIn)).accountId)
      const wanted = memberships.find(membership => membership.tenantId === tenantId)
      if (wanted === undefined) return refuse({ code: 'not-found' })
      const proof = await sessions.proofOf(signedIn.credential.id)
      // A tenant's provider vouches for that tenant alone: it must not open what the account has elsewhere.
      if (proof === 'sso') return refuse({ code: 'bound-by-sso' })
      if (!(await security.takesPassword(wanted))) return refuse({ code: 'sso-only' })
      if (proof === 'password' && (await security.of(tenantId)).twoFactorRequired)
        return refuse({ code: 'two-factor-required' })
      return ok(await sessions.open(wanted, { replaced: signedIn.credential.id, proof }))
    },
  }
}
