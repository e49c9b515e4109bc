import {
  modelCallPlace,
  modelKeyPlace,
  secretsOf,
  ssoSecretPlace,
  totpPlace,
  type SecretPlace,
} from '../../core/ports/secretBox.ts'
import { asId, type AccountId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'

/** A column of sealed secrets. `key` is the row's own; `tenant` is the expression of whose it is. */
export type SealedColumn = {
  readonly title: string
  readonly table: string
  readonly column: string
  readonly key: string
  readonly tenant: string
  readonly place: (tenant: string, key: string) => SecretPlace
}

const tenantOf = (text: string) => asId<TenantId>(text)

/** Everything that is stored sealed, but for mails on their way, sign-ins under way and kept answers, which are gone within a day. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    title: 'Data sources',
    table: 'data_source',
    column: 'secrets',
    key: 'id',
    tenant: 'tenant_id',
    place: (tenant, id) => secretsOf(tenantOf(tenant), asId<DataSourceId>(id)),
  },
  {
    title: 'Second factors',
    table: 'account',
    column: 'totp_secret',
    key: 'id',
    tenant: 'id',
    place: (_tenant, id) => totpPlace(asId<AccountId>(id)),
  },
  {
    title: 'Single sign-on',
    table: 'sso_connection',
    column: 'client_secret',
    key: 'tenant_id',
    tenant: 'tenant_id',
    place: tenant => ssoSecretPlace(tenantOf(tenant)),
  },
  {
    title: 'Keys of models',
    table: 'model_settings',
    column: 'key',
    key: 'tenant_id',
    tenant: 'tenant_id',
    place: tenant => modelKeyPlace(tenantOf(tenant)),
  },
  {
    title: 'Questions to models',
    table: 'model_call',
    column: 'payload',
    key: 'id',
    tenant: 'tenant_id',
    place: (tenant, id) => modelCallPlace(tenantOf(tenant), id, 'payload'),
  },
  {
    title: 'Answers of models',
    table: 'model_call',
    column: 'answer',
    key: 'id',
    tenant: 'tenant_id',
    place: (tenant, id) => modelCallPlace(tenantOf(tenant), id, 'answer'),
  },
]
