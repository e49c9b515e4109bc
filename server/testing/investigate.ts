import { randomUUID } from 'node:crypto'
import { duckdb } from '../adapters/dataSources/duckdb.ts'
import { createMemoryStore } from '../adapters/memory/investigationStore.ts'
import { createMemoryCases, type MemoryCases } from '../adapters/memory/memoryCases.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { advance, dueSteps, giveUp } from '../app/advance.ts'
import { change, loadCase } from '../app/change.ts'
import { TryAgain } from '../app/steps/ask.ts'
import type { Finding } from '../core/finding/finding.ts'
import { rank, type Ranked } from '../core/hypothesis/ranking.ts'
import type { RanQuery } from '../core/investigation/events.ts'
import type { Step } from '../core/investigation/step.ts'
import type { State } from '../core/investigation/state.ts'
import type { Question } from '../core/metric/question.ts'
import type { KeptAnswers } from '../core/ports/keptAnswers.ts'
import type { AdvanceTools } from '../app/tools.ts'
import type { DataSource } from '../core/ports/dataSource.ts'
import type { InvestigationStore, StoredAnswer } from '../core/ports/investigationStore.ts'
import { asId, type CaseRef, type DataSourceId, type InvestigationId, type TenantId } from '../core/shared/ids.ts'
import { ok } from '../core/shared/result.ts'
import { asksNobody } from './asksNobody.ts'

export type Investigated = {
  readonly finding: Finding | null
  /** Why there is no finding. */
  readonly failure: string | null
  /** Scans that could not be run, and why. */
  readonly problems: readonly string[]
  readonly anomalyFound: boolean
  readonly queries: readonly RanQuery[]
  readonly seconds: number
  readonly posterior: readonly Ranked[]
  readonly state: State
  /** Where the case lies, to go on with it. */
  readonly ref: CaseRef
  readonly store: InvestigationStore
  readonly answers: readonly StoredAnswer[]
}

type Asked = {
  readonly path: string
  readonly question: Omit<Question, 'dataSourceId'> & { readonly dataSourceId?: DataSourceId }
}

/** What a case has besides: a model that thinks along, a budget, stored lineage, what may be seen. */
type Extra = Pick<Partial<AdvanceTools>, 'model' | 'spending' | 'lineage' | 'privacy'> & {
  /** What somebody who raised the alert wrote. */
  readonly hints?: readonly string[]
}

const guard = createQueryGuard()

/** One investigation of a DuckDB file through the product's own guard, data source and steps, in this process and without a database. */
export const investigate = async ({ path, question }: Asked, extra: Extra = {}): Promise<Investigated> => {
  const bounds = {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 4,
    duckdb: { memoryMb: 1024, threads: 2 },
  }
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path }, secrets: {} }, bounds)
  if (!connected.ok) throw new Error(connected.problem.message)
  const source = connected.value
  try {
    return await investigateSource(source, { dataSourceId: asId<DataSourceId>(randomUUID()), ...question }, extra)
  } finally {
    await source.close()
  }
}

/** As often as the worker tries a step before it gives it up. */
const attempts = 4

const take = async (tools: AdvanceTools, ref: CaseRef, step: Step): Promise<void> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await advance(tools)(ref, step, new AbortController().signal)
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error
      if (attempt === attempts) return giveUp(tools)(ref, step, { code: error.code, message: error.message })
    }
}

const keptIn = (cases: MemoryCases): KeptAnswers => ({
  answerOf: async (ref, queryId) => cases.answers(ref).find(kept => kept.queryId === queryId)?.answer ?? null,
})

export const investigateSource = async (
  source: DataSource,
  question: Question,
  { hints = [], ...extra }: Extra = {},
): Promise<Investigated> => {
  const cases = createMemoryCases()
  const store = createMemoryStore(cases)
  const tools = {
    store,
    guard,
    dataSources: { open: async () => ok(source) },
    ...asksNobody,
    ...(extra.model ? { answers: keptIn(cases) } : {}),
    ...extra,
  }
  const ref: CaseRef = { tenantId: asId<TenantId>(randomUUID()), investigationId: asId<InvestigationId>(randomUUID()) }
  const started = performance.now()
  await change(store)(ref, { type: 'OpenInvestigation', question, openedBy: null })
  for (const text of hints)
    await change(store)(ref, {
      type: 'SteerInvestigation',
      wish: { kind: 'addHint', text },
      by: { by: asId('alert'), byName: 'The alert' },
    })
  for (let steps = await dueSteps(tools)(ref); steps.length > 0; steps = await dueSteps(tools)(ref)) {
    for (const step of steps) await take(tools, ref, step)
  }
  const seconds = (performance.now() - started) / 1000
  const { state } = await loadCase(store, ref)
  const facts = await store.load(ref)
  const failure =
    facts
      .map(({ event }) => (event.type === 'InvestigationFailed' ? `${event.data.reason}: ${event.data.message}` : null))
      .find(text => text !== null) ?? null
  const problems = facts.flatMap(({ event }) => {
    if (event.type === 'QueryFailed') return [`${event.data.id}: ${event.data.code} ${event.data.message}`]
    return event.type === 'StepGivenUp' ? [`${event.data.step}: ${event.data.message}`] : []
  })
  return {
    finding: state.finding,
    failure,
    problems,
    anomalyFound: state.anomalous,
    queries: state.queries,
    seconds,
    posterior: rank(state),
    state,
    ref,
    store,
    answers: cases.answers(ref),
  }
}

/** Ends the guard's worker, so that the process can end. */
export const stopInvestigating = () => guard.close()
