import type { DataSourceSettings } from '../core/ports/dataSourceKinds.ts'
import { secretsOf, type SecretBox } from '../core/ports/secretBox.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'

type Place = { readonly tenantId: TenantId; readonly id: DataSourceId }

/** The secret settings as they are stored; null where there are none. */
export const sealedSettings = (box: SecretBox, { tenantId, id }: Place, { secrets }: DataSourceSettings) =>
  Object.keys(secrets).length === 0 ? null : box.seal(secretsOf(tenantId, id), JSON.stringify(secrets))
