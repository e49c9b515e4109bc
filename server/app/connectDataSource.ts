import type { DataSource, DataSourceProblem } from '../core/ports/dataSource.ts'
import type { DataSourceKinds, DataSourceSettings } from '../core/ports/dataSourceKinds.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import { secretsOf, type SecretBox } from '../core/ports/secretBox.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { proofWarnings } from './proofWarnings.ts'

export type ConnectDataSourceTools = {
  readonly kinds: DataSourceKinds
  readonly registry: DataSourceRegistry
  readonly secrets: SecretBox
  readonly newId: () => DataSourceId
}

/** `settings` as a person typed them. */
export type ConnectDataSourceInput = { readonly tenantId: TenantId; readonly name: string; readonly kind: string; readonly settings: unknown }

/** `path` leads to the field of the input, outermost first. */
export type ConnectDataSourceProblem =
  | { readonly code: 'invalid' | 'name-taken'; readonly message: string; readonly path: readonly string[] }
  | { readonly code: 'data-source-problem'; readonly problem: DataSourceProblem }

/** `warnings` say what the login could do beyond reading, with the remedy; empty when it is read-only. */
export type ConnectedDataSource = { readonly id: DataSourceId; readonly warnings: readonly string[] }

const MAX_NAME = 100

/** Checks the settings, connects, lists the tables and tries to write; only what stood all that is stored. */
export const connectDataSource = ({ kinds, registry, secrets, newId }: ConnectDataSourceTools) =>
  async ({ tenantId, name: typedName, kind, settings }: ConnectDataSourceInput): Promise<Result<ConnectedDataSource, ConnectDataSourceProblem>> => {
    const name = typedName.trim()
    if (name === '' || name.length > MAX_NAME) return invalid(`Give the data source a name of 1 to ${MAX_NAME} characters.`, ['name'])
    const parsed = kinds.parse(kind, settings)
    if (!parsed.ok) return invalid(parsed.problem.faults[0].message, parsed.problem.faults[0].path)
    if (await registry.isNameTaken(tenantId, name)) return nameTaken(name)
    const proved = await prove(kinds, parsed.value)
    if (!proved.ok) return refuse({ code: 'data-source-problem', problem: proved.problem })
    const id = newId()
    const sealed = Object.keys(parsed.value.secrets).length === 0
      ? null
      : secrets.seal(secretsOf(tenantId, id), JSON.stringify(parsed.value.secrets))
    const added = await registry.add(tenantId, {
      id, name, kind, settings: parsed.value.settings, secrets: sealed, readOnly: proved.value.readOnly,
    })
    return added.ok ? ok({ id, warnings: proofWarnings(proved.value) }) : nameTaken(name)
  }

const prove = async (kinds: DataSourceKinds, settings: DataSourceSettings) => {
  const connected = await kinds.connect(settings)
  if (!connected.ok) return connected
  try {
    return await listAndProve(connected.value)
  } finally {
    await connected.value.close()
  }
}

const listAndProve = async (source: DataSource) => {
  const tables = await source.listTables()
  return tables.ok ? source.proveReadOnly() : tables
}

const invalid = (message: string, path: readonly string[]) => refuse({ code: 'invalid', message, path } as const)

const nameTaken = (name: string) => refuse({ code: 'name-taken', message: `There is a data source ${name} already.`, path: ['name'] } as const)
