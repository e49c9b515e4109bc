import type { TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** A group of people of one tenant. `externalId` is how a directory outside knows it. */
export type KnownTeam = {
  readonly id: string
  readonly name: string
  readonly externalId: string | null
  readonly members: readonly { readonly personId: string; readonly name: string }[]
}

export type NamedTeam = Pick<KnownTeam, 'id' | 'name'>

/** What may change; what is left out stays. `members` are all from then on; `add` and `remove` change some. */
export type TeamEdit = {
  readonly name?: string
  readonly externalId?: string | null
  readonly members?: readonly string[]
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

export type TeamEditRefusal = { readonly code: 'not-found' | 'name-taken' | 'unknown-person' }

/** Groups of people. A person of another tenant is nobody. */
export interface Teams {
  find(tenantId: TenantId, id: string): Promise<KnownTeam | null>
  /** The teams that somebody is in, by name. */
  ofPerson(tenantId: TenantId, personId: string): Promise<readonly NamedTeam[]>
  /** By name; `total` counts them all. */
  list(
    tenantId: TenantId,
    page: { readonly name: string | null; readonly skip: number; readonly take: number },
  ): Promise<{ readonly total: number; readonly teams: readonly KnownTeam[] }>
  make(
    tenantId: TenantId,
    team: { readonly name: string; readonly externalId: string | null; readonly members: readonly string[] },
  ): Promise<Result<string, TeamEditRefusal>>
  edit(tenantId: TenantId, id: string, edit: TeamEdit): Promise<Result<null, TeamEditRefusal>>
  /** Its people stay; its budgets go with it. */
  remove(tenantId: TenantId, id: string): Promise<boolean>
}
