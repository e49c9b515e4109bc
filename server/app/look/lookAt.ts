import { isSensitiveColumn } from '../../core/approval/sensitiveColumn.ts'
import type { Table, TableName } from '../../core/dataset/table.ts'
import type { PlannedQuery } from '../../core/measure/planned.ts'
import type { ApprovalPolicies } from '../../core/ports/approvalPolicies.ts'
import type { AuditLog } from '../../core/ports/auditTrail.ts'
import type { Answer, DataSource, DataSourceProblem } from '../../core/ports/dataSource.ts'
import type { DataSources } from '../../core/ports/dataSources.ts'
import type { QueryGuard } from '../../core/ports/queryGuard.ts'
import type { SchemaPlace } from '../../core/ports/schemaHistory.ts'
import type { PrivacySettings } from '../../core/ports/privacySettings.ts'
import type { Spending } from '../../core/ports/spending.ts'
import { DEFAULT_PRIVACY, maskedIn } from '../../core/privacy/privacy.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { judgeText } from '../judgeText.ts'

export type LookTools = {
  readonly dataSources: DataSources
  readonly guard: QueryGuard
  readonly policies: ApprovalPolicies
  readonly audit: AuditLog
  readonly spending?: Spending
  readonly privacy?: Pick<PrivacySettings, 'of'>
}

/** `message` is for people. */
export type LookProblem =
  | { readonly code: 'no-such-table' | 'no-such-column' | 'nothing-to-show' | 'not-allowed'; readonly message: string }
  | { readonly code: 'data-source-problem'; readonly problem: DataSourceProblem }

/** A table opened for a look. `ask` runs a query of ours over it, through the guard and under the policy. */
export type Look = {
  readonly source: DataSource
  readonly table: Table
  readonly ask: (planned: PlannedQuery) => Promise<Result<Answer, LookProblem>>
  /** Whether no value of the column is shown. */
  readonly isHidden: (column: string) => boolean
  /** Whether single rows are shown at all. */
  readonly showsRows: boolean
}

/** A look is for somebody who waits before a page. */
const limits = { maxBytes: 8 * 1024 * 1024, timeoutMs: 20_000 }

const failed = (problem: DataSourceProblem) => refuse({ code: 'data-source-problem', problem } as const)

export const openLook = async (
  { dataSources, guard, policies, ...tools }: LookTools,
  place: SchemaPlace,
  name: TableName,
): Promise<Result<Look, LookProblem>> => {
  const opened = await dataSources.open(place.tenantId, place.dataSourceId)
  if (!opened.ok) return failed(opened.problem)
  const source = opened.value
  const described = await source.describe([name])
  if (!described.ok) return failed(described.problem)
  const [table] = described.value
  if (!table)
    return refuse({
      code: 'no-such-table',
      message: `There is no table ${name.schema}.${name.name} that the login may read.`,
    })
  const policy = await policies.policyOf(place.tenantId, place.dataSourceId)
  const ask = async ({ sql, maxRows }: PlannedQuery): Promise<Result<Answer, LookProblem>> => {
    const checked = await guard.check(sql, {
      dialect: source.dialect.name,
      context: { tables: [table] },
      origin: 'planner',
    })
    if (!checked.ok) return refuse({ code: 'not-allowed', message: checked.problem.message })
    const {
      judged: { tier, because },
    } = await judgeText(
      { source, query: checked.value, authors: ['analyst'], tables: [table] },
      { policy, tools, ...place },
    )
    if (tier === 'never')
      return refuse({
        code: 'not-allowed',
        message: `The approval policy never lets this query run. ${because.join(' ')}`,
      })
    const answered = await source.ask(checked.value, { ...limits, maxRows })
    return answered.ok ? answered : failed(answered.problem)
  }
  const privacy = (await tools.privacy?.of(place.tenantId)) ?? DEFAULT_PRIVACY
  const masked = maskedIn(privacy, place.dataSourceId)
  return ok({
    source,
    table,
    ask,
    isHidden: name => masked.includes(name) || isSensitiveColumn(name, policy),
    showsRows: privacy.showsRows,
  })
}
