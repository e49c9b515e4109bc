import type { TableName } from '../core/dataset/table.ts'
import type { AuditLog, AuditSubject } from '../core/ports/auditTrail.ts'
import type { DataSourceSettings, SettingsRefusal } from '../core/ports/dataSourceKinds.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { SecretBox } from '../core/ports/secretBox.ts'
import { failureOf, type TestStep } from '../core/ports/testStep.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { readOnlyOf } from './connectDataSource.ts'
import { notedTest, unsaved } from './notedTest.ts'
import { resettled } from './resettled.ts'
import { storedSettings } from './storedSettings.ts'
import { testConnection, type TestConnectionTools } from './testConnection.ts'

export type TestDataSourceTools = TestConnectionTools & {
  readonly registry: DataSourceRegistry
  readonly secrets: SecretBox
  readonly audit: AuditLog
}

/**
 * A data source that is stored, by its id, if need be with settings that are to take the place of the stored ones; or settings as a person typed them.
 * `table`: which one to read.
 */
export type TestDataSourceInput = { readonly table?: TableName | null } & (
  | { readonly id: DataSourceId; readonly settings?: Readonly<Record<string, unknown>> }
  | { readonly kind: string; readonly settings: unknown }
)

export type TestDataSourceProblem = {
  readonly code: 'not-found' | 'invalid'
  readonly message: string
  readonly path: readonly string[]
}

/** The steps of a test as they are taken; each is told as it begins and as it comes out. */
export type RunningTest = AsyncGenerator<TestStep, undefined, undefined>

/** Tests a connection step by step, which the audit trail tells. Of stored settings that pass it keeps whether the login can only read, and that they are a draft no more. */
export const testDataSource =
  (tools: TestDataSourceTools) =>
  async (
    tenantId: TenantId,
    { table = null, ...input }: TestDataSourceInput,
  ): Promise<Result<RunningTest, TestDataSourceProblem>> => {
    const found = 'id' in input ? await stored(tools, tenantId, input) : typed(tools, input)
    if (!found.ok) return found
    const { settings, subject } = found.value
    const steps = notedTest({ audit: tools.audit, tenantId, subject }, testConnection(tools)({ settings, table }))
    return ok(
      'id' in input && input.settings === undefined
        ? recorded(tools.registry, { tenantId, id: input.id }, steps)
        : steps,
    )
  }

async function* recorded(
  registry: DataSourceRegistry,
  { tenantId, id }: { readonly tenantId: TenantId; readonly id: DataSourceId },
  steps: RunningTest,
): RunningTest {
  const seen: TestStep[] = []
  for await (const step of steps) {
    if (step.outcome !== 'running') seen.push(step)
    yield step
  }
  if (failureOf(seen) === null) await registry.recordPassed(tenantId, id, readOnlyOf(seen))
}

type Stored = { readonly id: DataSourceId; readonly settings?: Readonly<Record<string, unknown>> }
type ToTest = { readonly settings: DataSourceSettings; readonly subject: AuditSubject }

const stored = async (
  { registry, secrets, kinds }: TestDataSourceTools,
  tenantId: TenantId,
  { id, settings }: Stored,
): Promise<Result<ToTest, TestDataSourceProblem>> => {
  const source = await registry.find(tenantId, id)
  if (source === null)
    return refuse({ code: 'not-found', message: 'There is no such data source.', path: ['dataSourceId'] })
  const before = storedSettings(secrets, tenantId, source)
  const subject = { kind: 'dataSource', id, name: source.name }
  if (settings !== undefined) return toTest(resettled(kinds, { source, stored: before, given: settings }), subject)
  return before
    ? ok({ settings: before, subject })
    : refuse({
        code: 'invalid',
        message: 'The stored secrets cannot be read with the key of this server.',
        path: ['dataSourceId'],
      })
}

const typed = (
  { kinds }: Pick<TestDataSourceTools, 'kinds'>,
  { kind, settings }: { readonly kind: string; readonly settings: unknown },
): Result<ToTest, TestDataSourceProblem> => toTest(kinds.parse(kind, settings), unsaved(kind))

const toTest = (
  parsed: Result<DataSourceSettings, SettingsRefusal>,
  subject: AuditSubject,
): Result<ToTest, TestDataSourceProblem> =>
  parsed.ok ? ok({ settings: parsed.value, subject }) : refuse({ code: 'invalid', ...parsed.problem.faults[0] })
