import type { DataSourceId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** Where a secret belongs. Sealed bytes open in this place only: a row copied elsewhere is unreadable. */
export type SecretPlace = { readonly tenantId: TenantId; readonly owner: string; readonly field: string }

/** Encrypts what must not be stored in plain text. */
export interface SecretBox {
  seal(place: SecretPlace, text: string): Uint8Array<ArrayBuffer>
  /** Any change to the bytes, the place or the key is 'unreadable'. */
  open(place: SecretPlace, sealed: Uint8Array): Result<string, { readonly code: 'unreadable' }>
}

/** Where all secret settings of a data source are sealed together, as JSON. */
export const secretsOf = (tenantId: TenantId, id: DataSourceId): SecretPlace => ({ tenantId, owner: id, field: 'secrets' })
