import type { Role } from '../access/role.ts'
import type { Member, TeamDecision } from '../access/team.ts'
import type { PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** The people of a tenant. */
export interface Team {
  /** Null where this tenant has nobody of this id; another tenant's is nobody. */
  member(tenantId: TenantId, personId: string): Promise<Member | null>
  /** Everybody of this tenant, service accounts and those who may not come in included. */
  members(tenantId: TenantId): Promise<readonly Member[]>
  /**
   * Decides on the team as it stands and does what was decided, alone among all changes of this tenant's team: of two owners who leave at once the second
   * finds itself the last. Who is deactivated or removed is signed out at once.
   */
  change<Refusal>(
    tenantId: TenantId,
    decide: (team: readonly Member[]) => Result<TeamDecision, Refusal>,
  ): Promise<Result<null, Refusal>>
  addServiceAccount(tenantId: TenantId, account: { readonly name: string; readonly role: Role }): Promise<PersonId>
  rename(tenantId: TenantId, personId: PersonId, name: string): Promise<void>
  /** Whether what this person is told goes to them by mail as well. */
  setNoticeMails(tenantId: TenantId, personId: PersonId, wanted: boolean): Promise<void>
  renameTenant(tenantId: TenantId, name: string): Promise<void>
}
