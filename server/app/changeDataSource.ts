import type { DataSourceSettings } from '../core/ports/dataSourceKinds.ts'
import { secretsOf } from '../core/ports/secretBox.ts'
import type { TestStep } from '../core/ports/testStep.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { storedSettings } from './storedSettings.ts'
import { testConnection } from './testConnection.ts'
import type { TestDataSourceTools } from './testDataSource.ts'

/** `settings` as a person typed them; secrets that are left out stay as they are. Null leaves all of them. */
export type ChangeDataSourceInput = { readonly id: DataSourceId; readonly name: string; readonly settings: Readonly<Record<string, unknown>> | null }

export type ChangeDataSourceProblem =
  | { readonly code: 'not-found' | 'invalid' | 'name-taken'; readonly message: string; readonly path: readonly string[] }
  | { readonly code: 'test-failed'; readonly step: TestStep }

const MAX_NAME = 100

/** Changes name and settings of a data source; changed settings are saved only once they have stood the test. */
export const changeDataSource = (tools: TestDataSourceTools) =>
  async (tenantId: TenantId, { id, name: typedName, settings }: ChangeDataSourceInput): Promise<Result<null, ChangeDataSourceProblem>> => {
    const { registry, secrets, kinds } = tools
    const name = typedName.trim()
    if (name === '' || name.length > MAX_NAME) return refuse({ code: 'invalid', message: `Give the data source a name of 1 to ${MAX_NAME} characters.`, path: ['name'] })
    const source = await registry.find(tenantId, id)
    const before = source && storedSettings(secrets, tenantId, source)
    if (!source) return refuse({ code: 'not-found', message: 'There is no such data source.', path: ['dataSourceId'] })
    const parsed = settings === null ? null : kinds.parse(source.kind, { ...before?.secrets, ...settings })
    if (parsed && !parsed.ok) {
      const [{ message, path }] = parsed.problem.faults
      return refuse({ code: 'invalid', message, path })
    }
    const after = parsed?.value ?? null
    const steps = after ? await testConnection(tools)(after) : []
    const failed = steps.find(({ outcome }) => outcome === 'failed')
    if (failed) return refuse({ code: 'test-failed', step: failed })
    const proof = steps.find(({ name: step }) => step === 'readOnly')
    const changed = await registry.change(tenantId, id, {
      name, ...after && { settings: after.settings, secrets: seal(tools, tenantId, { id, after }), readOnly: proof ? proof.outcome === 'ok' : null },
    })
    return changed.ok ? ok(null) : refuse({ code: 'name-taken', message: `There is a data source ${name} already.`, path: ['name'] })
  }

const seal = ({ secrets }: TestDataSourceTools, tenantId: TenantId, { id, after }: { id: DataSourceId; after: DataSourceSettings }) =>
  Object.keys(after.secrets).length === 0 ? null : secrets.seal(secretsOf(tenantId, id), JSON.stringify(after.secrets))
