import type { DataSourceKinds, DataSourceSettings, SettingsRefusal } from '../core/ports/dataSourceKinds.ts'
import type { RegisteredDataSource } from '../core/ports/dataSourceRegistry.ts'
import { refuse, type Result } from '../core/shared/result.ts'

type Changing = {
  readonly source: Pick<RegisteredDataSource, 'kind' | 'settings'>
  /** As they are stored, opened; null where they cannot be read. */
  readonly stored: DataSourceSettings | null
  /** As a person typed them; secrets may be left out. */
  readonly given: Readonly<Record<string, unknown>>
}

/**
 * Settings that are to take the place of stored ones. Secrets that were left out stay, but only as long as all leads to where it led before: who may change a
 * data source may not have its secrets sent to a place of their own.
 */
export const resettled = (
  kinds: DataSourceKinds,
  { source, stored, given }: Changing,
): Result<DataSourceSettings, SettingsRefusal> => {
  const parsed = kinds.parse(source.kind, { ...stored?.secrets, ...given })
  if (
    !parsed.ok ||
    !addressesOf(kinds, source.kind).some(name => parsed.value.settings[name] !== source.settings[name])
  )
    return parsed
  const secrets = Object.keys(stored?.secrets ?? {})
  const [first] = secrets
  if (first === undefined || secrets.some(name => typeof given[name] === 'string' && given[name] !== ''))
    return kinds.parse(source.kind, given)
  const message = 'This leads to another place than before, so give it again: what is stored is sent nowhere else.'
  return refuse({ code: 'invalid-settings', faults: [{ path: ['settings', first], message }] })
}

/** The settings of a kind that say where its server is. */
const addressesOf = ({ kinds }: DataSourceKinds, kind: string): readonly string[] => {
  const properties = kinds.find(item => item.kind === kind)?.settingsSchema['properties']
  return typeof properties === 'object' && properties !== null
    ? Object.entries(properties).flatMap(([name, property]) => (isAddress(property) ? [name] : []))
    : []
}

const isAddress = (property: unknown) =>
  typeof property === 'object' && property !== null && 'address' in property && property.address === true
