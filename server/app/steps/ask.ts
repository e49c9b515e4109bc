import { approvedQuery, queryApproval } from '../../core/approval/approvals.ts'
import type { RanQuery } from '../../core/investigation/events.ts'
import type { Dialect } from '../../core/measure/dialect.ts'
import { spelled, type PlannedQuery } from '../../core/measure/planned.ts'
import type { ScanName } from '../../core/measure/scan.ts'
import type { Focus } from '../../core/dataset/focus.ts'
import type { SchemaContext } from '../../core/dataset/schemaContext.ts'
import { sameTable } from '../../core/dataset/table.ts'
import type { Answer, DataSource, DataSourceProblem } from '../../core/ports/dataSource.ts'
import type { GuardRefusal, QueryOrigin } from '../../core/ports/queryGuard.ts'
import { ok, type Result } from '../../core/shared/result.ts'
import type { BudgetStop } from '../../core/usage/budget.ts'
import { writtenBy } from '../../core/approval/writtenQuery.ts'
import { isSilent } from '../../core/investigation/lateQuery.ts'
import { change } from '../change.ts'
import { estimateQuery } from './estimateQuery.ts'
import type { Work } from './work.ts'

/** A problem of the outside that may pass: the job tries again, and gives up in these words when it does not. */
export class TryAgain extends Error {
  readonly code: string
  constructor({ code, message }: { readonly code: string; readonly message: string }) {
    super(message)
    this.code = code
  }
}

/** A query that a budget stopped: the case ends with what it has. */
export class CutShort extends Error {
  readonly stop: BudgetStop
  constructor(stop: BudgetStop) {
    super(stop.message)
    this.stop = stop
  }
}

export const timeoutMs = 60_000
const maxBytes = 64 * 1024 * 1024

/** The data source of the case, opened; throws TryAgain while it is out of reach. */
export const openSource = async ({ ref, state, tools }: Work): Promise<Result<DataSource, DataSourceProblem>> => {
  if (!state.question) throw new Error('The case has no question')
  const opened = await tools.dataSources.open(ref.tenantId, state.question.dataSourceId)
  if (!opened.ok && opened.problem.retryable) throw new TryAgain(opened.problem)
  return opened
}

export const contextOf = ({ table, parents, strangers = [] }: Focus): SchemaContext => ({
  tables: [table, ...parents, ...strangers],
})

type Asked = { readonly query: RanQuery; readonly answer: Answer }
type NotAsked = { readonly planned: PlannedQuery; readonly problem: DataSourceProblem | GuardRefusal }
type Ask = {
  readonly source: DataSource
  readonly focus: Focus
  readonly scan: ScanName | null
  /** The query's name within its case, where it is no scan. */
  readonly id?: string
  /** Whose text it is; ours where it is left out. */
  readonly origin?: QueryOrigin
  readonly plan: (dialect: Dialect) => PlannedQuery
}

/** The guard reads the query, then the data source runs exactly that text. Throws TryAgain for what may pass. */
export const ask = async (
  work: Work,
  { source, focus, scan, id = scan ?? '', origin = 'planner', plan }: Ask,
): Promise<Result<Asked, NotAsked>> => {
  const {
    signal,
    tools: { guard },
    state: { approvals },
  } = work
  // A model writes in the data source's own dialect; only the planner's texts are yet to be spelt.
  const own = origin === 'planner' ? spelled(plan(source.dialect), source.dialect) : plan(source.dialect)
  const approved = approvedQuery(own, queryApproval(id, approvals))
  const planned = { ...own, sql: approved?.sql ?? own.sql }
  const checked = await guard.check(planned.sql, {
    dialect: source.dialect.name,
    context: contextOf(focus),
    origin: approved?.isEdited ? 'untrusted' : origin,
  })
  if (!checked.ok) return { ok: false, problem: { planned, problem: checked.problem } }
  if (approved && approved.hash !== checked.value.hash) throw new Error(`Query ${id} is not the text that was approved`)
  const estimate = await estimateQuery(source, checked.value, signal)
  const began = performance.now()
  const answered = await source.ask(
    checked.value,
    { maxRows: planned.maxRows, maxBytes, timeoutMs: work.limit?.ms ?? timeoutMs },
    signal,
  )
  if (!answered.ok) {
    const late = { id, planned, problem: answered.problem, elapsedMs: performance.now() - began }
    const isWorthIt = answered.problem.code !== 'timed-out' || !(await recordLate(work, late))
    if (answered.problem.retryable && isWorthIt) throw new TryAgain(answered.problem)
    return { ok: false, problem: { planned, problem: answered.problem } }
  }
  const { rows, truncated, elapsedMs, bytesRead } = answered.value
  const query = {
    id,
    scan,
    purpose: planned.purpose,
    sql: planned.sql,
    hash: checked.value.hash,
    readsTable: checked.value.tables.some(name => sameTable(name, focus.table.name)),
    rows: rows.length,
    truncated,
    elapsedMs,
    ...(estimate && { estimate }),
    ...(bytesRead !== undefined && { bytesRead }),
  }
  return ok({ query, answer: answered.value })
}

type Late = {
  readonly id: string
  readonly planned: PlannedQuery
  readonly problem: DataSourceProblem
  readonly elapsedMs: number
}

/** A query that did not end in time was paid for all the same. Tells whether the data source answers nothing any more; throws CutShort where it was a budget that gave it no more. */
const recordLate = async (
  { ref, tools: { store }, limit }: Work,
  { id, planned: { purpose, sql }, problem: { code, message }, elapsedMs }: Late,
): Promise<boolean> => {
  const tries = (await store.load(ref)).filter(
    ({ event }) => event.type === 'QueryFailed' && event.data.id.startsWith(`${id}:late`),
  ).length
  const recorded = await change(store)(ref, {
    type: 'RecordLateQuery',
    query: { id: `${id}:late${tries + 1}`, scan: null, purpose, sql, code, message, elapsedMs: Math.round(elapsedMs) },
    isCut: Boolean(limit),
  })
  if (limit) throw new CutShort(limit.stop)
  return recorded.ok && writtenBy(id) === 'analyst' && isSilent(recorded.value)
}
