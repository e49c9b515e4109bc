import type { DataSourceChange, RegisteredDataSource } from '../core/ports/dataSourceRegistry.ts'
import { failureOf, outcomesOf, type TestStep } from '../core/ports/testStep.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { readOnlyOf } from './connectDataSource.ts'
import { nameTaken, readName } from './dataSourceName.ts'
import { notedTest } from './notedTest.ts'
import { resettled } from './resettled.ts'
import { sealedSettings } from './sealedSettings.ts'
import { storedSettings } from './storedSettings.ts'
import { testConnection } from './testConnection.ts'
import type { TestDataSourceTools } from './testDataSource.ts'

/**
 * What to change; what is left out stays. `settings` as a person typed them; secrets that are left out stay as they are, unless the settings lead
 * elsewhere (see `resettled`). With `draft` they are saved untested, and nothing is investigated on them. `version` is the one that the person has seen.
 */
export type ChangeDataSourceInput = {
  readonly id: DataSourceId
  readonly version: number
  readonly name?: string
  readonly settings?: Readonly<Record<string, unknown>>
  readonly draft?: boolean
  readonly active?: boolean
  readonly isDefault?: true
  readonly toldTeamId?: string | null
}

export type ChangeDataSourceProblem =
  | {
      readonly code: 'not-found' | 'invalid' | 'name-taken' | 'in-use'
      readonly message: string
      readonly path: readonly string[]
    }
  | { readonly code: 'conflict' }
  | { readonly code: 'test-failed'; readonly steps: readonly TestStep[] }

type Place = { readonly tenantId: TenantId; readonly source: RegisteredDataSource }

/** Changes a data source; changed settings are saved only once they have stood the test, or as a draft. */
export const changeDataSource =
  (tools: TestDataSourceTools) =>
  async (
    tenantId: TenantId,
    { id, version, name: typed, settings, draft = false, ...to }: ChangeDataSourceInput,
  ): Promise<Result<null, ChangeDataSourceProblem>> => {
    const name = typed === undefined ? null : readName(typed)
    if (name?.ok === false) return name
    const source = await tools.registry.find(tenantId, id)
    if (!source) return NOT_FOUND
    if (source.version !== version) return refuse({ code: 'conflict' })
    const resettled = settings === undefined ? ok({}) : await resettle(tools, { tenantId, source }, { settings, draft })
    if (!resettled.ok) return resettled
    const changed = await tools.registry.change(tenantId, id, {
      version,
      to: { ...to, ...(name && { name: name.value }), ...resettled.value },
    })
    if (changed.ok) return changed
    switch (changed.problem.code) {
      case 'name-taken':
        return nameTaken(name?.value ?? source.name)
      case 'conflict':
        return refuse({ code: 'conflict' })
      case 'unknown-team':
        return refuse({ code: 'not-found', message: 'There is no such team.', path: ['toldTeamId'] })
      default:
        return NOT_FOUND
    }
  }

const NOT_FOUND = refuse({
  code: 'not-found',
  message: 'There is no such data source.',
  path: ['dataSourceId'],
} as const)

const resettle = async (
  tools: TestDataSourceTools,
  { tenantId, source }: Place,
  given: { readonly settings: Readonly<Record<string, unknown>>; readonly draft: boolean },
): Promise<Result<DataSourceChange, ChangeDataSourceProblem>> => {
  const { kinds, secrets, registry, audit } = tools
  const parsed = resettled(kinds, { source, stored: storedSettings(secrets, tenantId, source), given: given.settings })
  if (!parsed.ok) return refuse({ code: 'invalid', ...parsed.problem.faults[0] })
  if (given.draft && (await registry.running(tenantId, source.id)).length > 0) {
    return refuse({
      code: 'in-use',
      message: 'Investigations are running on it, so its settings cannot become a draft.',
      path: ['draft'],
    })
  }
  const subject = { kind: 'dataSource', id: source.id, name: source.name }
  const steps = given.draft
    ? []
    : await outcomesOf(
        notedTest({ audit, tenantId, subject }, testConnection(tools)({ settings: parsed.value, table: null })),
      )
  if (failureOf(steps)) return refuse({ code: 'test-failed', steps })
  const sealed = sealedSettings(secrets, { tenantId, id: source.id }, parsed.value)
  return ok({ settings: parsed.value.settings, secrets: sealed, readOnly: readOnlyOf(steps), draft: given.draft })
}
