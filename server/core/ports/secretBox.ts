import { asId, type AccountId, type DataSourceId, type TenantId } from '../shared/ids.ts'
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
export const secretsOf = (tenantId: TenantId, id: DataSourceId): SecretPlace => ({
  tenantId,
  owner: id,
  field: 'secrets',
})

/** An account belongs to no one tenant: its second factor is bound to itself. */
export const totpPlace = (accountId: AccountId): SecretPlace => ({
  tenantId: asId<TenantId>(accountId),
  owner: accountId,
  field: 'totp',
})

export const ssoSecretPlace = (tenantId: TenantId): SecretPlace => ({ tenantId, owner: 'sso', field: 'clientSecret' })

export const modelKeyPlace = (tenantId: TenantId): SecretPlace => ({ tenantId, owner: tenantId, field: 'model-key' })

export const modelCallPlace = (tenantId: TenantId, callId: string, field: 'payload' | 'answer'): SecretPlace => ({
  tenantId,
  owner: callId,
  field,
})
