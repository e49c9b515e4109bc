import type { DataSourceId, InvestigationId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** A data source as a tenant connected it. `secrets` is what `SecretBox` sealed, or null where the kind has none. */
export type RegisteredDataSource = {
  readonly id: DataSourceId
  readonly name: string
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly secrets: Uint8Array | null
  /** Whether the login was proved unable to write; null where nobody has tried. */
  readonly readOnly: boolean | null
  /** Saved before it stood its test: nothing is investigated on it. */
  readonly draft: boolean
  /** Not paused: investigations may begin on it, and its health is looked at. */
  readonly active: boolean
  /** The one to begin with; at most one per tenant. */
  readonly isDefault: boolean
  /** Counts the changes, from 1. */
  readonly version: number
}

export type NewDataSource = Omit<RegisteredDataSource, 'active' | 'isDefault' | 'version'>

/** What may change of a data source; what is left out stays. `isDefault` takes it from the one that was; `toldTeamId` null has the admins told of its health. */
export type DataSourceChange = Partial<
  Pick<RegisteredDataSource, 'name' | 'settings' | 'secrets' | 'readOnly' | 'draft' | 'active'>
> & {
  readonly isDefault?: true
  readonly toldTeamId?: string | null
}

type ChangeRefusal = { readonly code: 'name-taken' | 'conflict' | 'not-found' | 'unknown-team' }

/** Where connected data sources are kept. Implementations must pass `dataSourceRegistryContract`. */
export interface DataSourceRegistry {
  /** Null where this tenant has no such data source; another tenant's is none. */
  find(tenantId: TenantId, id: DataSourceId): Promise<RegisteredDataSource | null>
  /** Names are compared in any case. */
  isNameTaken(tenantId: TenantId, name: string): Promise<boolean>
  /** Names are unique within the tenant, in any case; of racing additions under one name exactly one wins. A tenant's only one is its default. */
  add(tenantId: TenantId, source: NewDataSource): Promise<Result<null, { readonly code: 'name-taken' }>>
  /** Changes what is given, and leaves the rest. 'conflict': somebody changed it since `version`; of racing changes exactly one wins. */
  change(
    tenantId: TenantId,
    id: DataSourceId,
    change: { readonly version: number; readonly to: DataSourceChange },
  ): Promise<Result<null, ChangeRefusal>>
  /** Its investigations that have not ended. */
  running(tenantId: TenantId, id: DataSourceId): Promise<readonly InvestigationId[]>
  /** Forgets settings and secrets, and gives the name free; the investigations stay. */
  remove(tenantId: TenantId, id: DataSourceId): Promise<Result<null, { readonly code: 'not-found' }>>
  /** Keeps the outcome of a proof, and that it is a draft no more; does nothing where the tenant has no such data source. No change that others could miss. */
  recordPassed(tenantId: TenantId, id: DataSourceId, readOnly: boolean | null): Promise<void>
}
