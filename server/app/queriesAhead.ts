import { approvedQuery, isHeld, queryApproval } from '../core/approval/approvals.ts'
import { authorsOf, originOf } from '../core/approval/authors.ts'
import type { AskedQuery } from '../core/approval/queryRequest.ts'
import type { State } from '../core/investigation/state.ts'
import { stepKey } from '../core/investigation/step.ts'
import { stepsAhead } from '../core/investigation/stepsDue.ts'
import type { DataSource, DataSourceProblem } from '../core/ports/dataSource.ts'
import type { CaseRef, DataSourceId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import type { PricedEstimate } from '../core/usage/queryCost.ts'
import { loadCase } from './change.ts'
import { contextOf } from './steps/ask.ts'
import { priceQuery } from './steps/estimateQuery.ts'
import { plannedQueries } from './steps/plannedQueries.ts'
import type { Tools } from './tools.ts'

/** A query that has not run yet. `waits`: a person decides first; `isRunning`: it is under way, and what it comes to is committed. */
export type QueryAhead = {
  readonly id: string
  readonly purpose: string
  readonly waits: boolean
  readonly isRunning: boolean
  readonly estimate: PricedEstimate | null
}

type Refusal =
  { readonly code: 'not-found' } | { readonly code: 'data-source-problem'; readonly problem: DataSourceProblem }
type Asking = {
  readonly source: DataSource
  readonly state: State
  readonly tools: Tools
  readonly ref: CaseRef
  readonly dataSourceId: DataSourceId
  readonly running: readonly string[]
}

const mostQueries = 10

/** The queries of the steps that come next, each as it would be asked now, with what it is going to read. Nothing is run. */
export const queriesAhead =
  (tools: Tools) =>
  async (ref: CaseRef): Promise<Result<readonly QueryAhead[], Refusal>> => {
    const { state } = await loadCase(tools.store, ref)
    if (!state.question) return refuse({ code: 'not-found' })
    const { dataSourceId } = state.question
    const steps = stepsAhead(state)
    if (steps.length === 0) return ok([])
    const opened = await tools.dataSources.open(ref.tenantId, dataSourceId)
    if (!opened.ok) return refuse({ code: 'data-source-problem', problem: opened.problem })
    const asked = steps.flatMap(step => plannedQueries(step, state, opened.value.dialect)).slice(0, mostQueries)
    const running = (await tools.spending?.committedSteps(ref)) ?? []
    return ok(
      await Promise.all(
        asked.map(query => ahead(query, { source: opened.value, state, tools, ref, dataSourceId, running })),
      ),
    )
  }

const ahead = async (
  query: AskedQuery,
  { source, state, tools, ref, dataSourceId, running }: Asking,
): Promise<QueryAhead> => {
  const { focus, approvals } = state
  const approved = approvedQuery(query.planned, queryApproval(query.id, approvals))
  const origin = originOf(authorsOf(query.author ?? 'analyst', approved?.isEdited ?? false))
  const checked =
    focus &&
    (await tools.guard.check(approved?.sql ?? query.planned.sql, {
      dialect: source.dialect.name,
      context: contextOf(focus),
      origin,
    }))
  const estimate = checked?.ok
    ? await priceQuery(source, checked.value, { tools, tenantId: ref.tenantId, dataSourceId })
    : null
  return {
    id: query.id,
    purpose: query.planned.purpose,
    waits: isHeld(stepKey(query.step), approvals),
    isRunning: running.includes(stepKey(query.step)),
    estimate,
  }
}
