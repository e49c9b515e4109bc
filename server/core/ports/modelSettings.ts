import type { Sharing } from '../model/terms.ts'
import type { DataSourceId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** What a tenant said about models. The key itself is never read by people. */
export type ModelSettings = {
  readonly enabled: boolean
  readonly keyHint: string | null
  readonly reasonModel: string | null
  readonly labelModel: string | null
  readonly sharing: Readonly<Record<DataSourceId, Sharing>>
  /** Counts the changes; 0 where nobody has said anything yet. */
  readonly version: number
}

/** `key`: undefined leaves it, null takes it away. */
export type ModelSettingsChange = Pick<ModelSettings, 'enabled' | 'reasonModel' | 'labelModel' | 'sharing'> & {
  readonly key?: string | null
  readonly expectedVersion: number
}

/** Where a tenant's settings about models are kept. */
export interface ModelSettingsStore {
  settingsOf(tenantId: TenantId): Promise<ModelSettings>
  /** The tenant's own key; null where it has none, or what is stored cannot be opened. */
  keyOf(tenantId: TenantId): Promise<string | null>
  /** Saves the settings with their entry in the audit trail; of racing changes on one version exactly one wins. */
  change(tenantId: TenantId, change: ModelSettingsChange): Promise<Result<ModelSettings, { readonly code: 'conflict' }>>
}
