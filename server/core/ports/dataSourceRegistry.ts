import type { DataSourceId, TenantId } from '../shared/ids.ts'
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
}

/** What may change of a data source. */
export type DataSourceChange = Pick<RegisteredDataSource, 'name'> & Partial<Pick<RegisteredDataSource, 'settings' | 'secrets' | 'readOnly'>>

/** Where connected data sources are kept. Implementations must pass `dataSourceRegistryContract`. */
export interface DataSourceRegistry {
  /** Null where this tenant has no such data source; another tenant's is none. */
  find(tenantId: TenantId, id: DataSourceId): Promise<RegisteredDataSource | null>
  isNameTaken(tenantId: TenantId, name: string): Promise<boolean>
  /** Names are unique within the tenant; of racing additions under one name exactly one wins. */
  add(tenantId: TenantId, source: RegisteredDataSource): Promise<Result<null, { readonly code: 'name-taken' }>>
  /** Changes what is given, and leaves the rest; does nothing where the tenant has no such data source. */
  change(tenantId: TenantId, id: DataSourceId, to: DataSourceChange): Promise<Result<null, { readonly code: 'name-taken' }>>
  /** Its investigations that have not ended. */
  running(tenantId: TenantId, id: DataSourceId): Promise<number>
  /** Forgets settings and secrets, and gives the name free; the investigations stay. */
  remove(tenantId: TenantId, id: DataSourceId): Promise<Result<null, { readonly code: 'not-found' }>>
  /** Keeps the outcome of a proof; does nothing where the tenant has no such data source. */
  recordReadOnly(tenantId: TenantId, id: DataSourceId, readOnly: boolean): Promise<void>
}
