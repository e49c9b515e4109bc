import type { DataSourceSettings } from '../core/ports/dataSourceKinds.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { SecretBox } from '../core/ports/secretBox.ts'
import type { TestStep } from '../core/ports/testStep.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { storedSettings } from './storedSettings.ts'
import { testConnection, type TestConnectionTools } from './testConnection.ts'

export type TestDataSourceTools = TestConnectionTools & { readonly registry: DataSourceRegistry; readonly secrets: SecretBox }

/** A data source that is stored, by its id; or settings as a person typed them. */
export type TestDataSourceInput = { readonly id: DataSourceId } | { readonly kind: string; readonly settings: unknown }

export type TestDataSourceProblem = { readonly code: 'not-found' | 'invalid'; readonly message: string; readonly path: readonly string[] }

/** Tests a connection step by step; of a stored one, keeps whether its login can only read. */
export const testDataSource = (tools: TestDataSourceTools) =>
  async (tenantId: TenantId, input: TestDataSourceInput): Promise<Result<readonly TestStep[], TestDataSourceProblem>> => {
    const found = 'id' in input ? await stored(tools, tenantId, input.id) : typed(tools, input)
    if (!found.ok) return found
    const steps = await testConnection(tools)(found.value)
    const proof = steps.find(({ name }) => name === 'readOnly')
    if ('id' in input && proof && proof.outcome !== 'failed') await tools.registry.recordReadOnly(tenantId, input.id, proof.outcome === 'ok')
    return ok(steps)
  }

const stored = async ({ registry, secrets }: TestDataSourceTools, tenantId: TenantId, id: DataSourceId): Promise<Result<DataSourceSettings, TestDataSourceProblem>> => {
  const source = await registry.find(tenantId, id)
  if (source === null) return refuse({ code: 'not-found', message: 'There is no such data source.', path: ['dataSourceId'] })
  const settings = storedSettings(secrets, tenantId, source)
  return settings ? ok(settings) : refuse({ code: 'invalid', message: 'The stored secrets cannot be read with the key of this server.', path: ['dataSourceId'] })
}

const typed = ({ kinds }: TestDataSourceTools, { kind, settings }: { readonly kind: string; readonly settings: unknown }): Result<DataSourceSettings, TestDataSourceProblem> => {
  const parsed = kinds.parse(kind, settings)
  if (parsed.ok) return parsed
  const [{ message, path }] = parsed.problem.faults
  return refuse({ code: 'invalid', message, path })
}
