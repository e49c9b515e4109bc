import type { DataSourceSettings } from '../core/ports/dataSourceKinds.ts'
import type { RegisteredDataSource } from '../core/ports/dataSourceRegistry.ts'
import { secretsOf, type SecretBox } from '../core/ports/secretBox.ts'
import type { TenantId } from '../core/shared/ids.ts'

/** Settings of a stored data source with its secrets opened; null where they cannot be read with the key of this server. */
export const storedSettings = (
  secrets: SecretBox,
  tenantId: TenantId,
  source: RegisteredDataSource,
): DataSourceSettings | null => {
  const { id, kind, settings, secrets: sealed } = source
  if (sealed === null) return { kind, settings, secrets: {} }
  const opened = secrets.open(secretsOf(tenantId, id), sealed)
  return opened.ok ? { kind, settings, secrets: texts(JSON.parse(opened.value)) } : null
}

const texts = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {}
