import { randomUUID } from 'node:crypto'
import { duckdb } from '../../server/adapters/dataSources/duckdb.ts'
import { createMemoryStore } from '../../server/adapters/memory/investigationStore.ts'
import { createMemoryCases } from '../../server/adapters/memory/memoryCases.ts'
import { createQueryGuard } from '../../server/adapters/queryGuard/createQueryGuard.ts'
import { advance, dueSteps } from '../../server/app/advance.ts'
import { change, loadCase } from '../../server/app/change.ts'
import { TryAgain } from '../../server/app/steps/ask.ts'
import { measureAnomaly } from '../../server/app/steps/measureAnomaly.ts'
import type { AdvanceTools, Tools } from '../../server/app/tools.ts'
import { signalOf } from '../../server/core/investigation/state.ts'
import type { Step } from '../../server/core/investigation/step.ts'
import type { Question } from '../../server/core/metric/question.ts'
import {
  asId,
  type CaseRef,
  type DataSourceId,
  type InvestigationId,
  type TenantId,
} from '../../server/core/shared/ids.ts'
import { ok } from '../../server/core/shared/result.ts'
import { asksNobody } from '../../server/testing/asksNobody.ts'
import { segmentText } from './incident.ts'

/** What the report says of where it is. `leads`: what the search had, best first. `searchSeconds`: query and search of the segments alone. */
export type Answer = {
  readonly segments: readonly string[]
  readonly leads: readonly string[]
  readonly verdict: string
  readonly queries: number
  readonly seconds: number
  readonly searchSeconds: number
  readonly problem: string | null
}

const guard = createQueryGuard()
const bounds = {
  allowPrivateAddresses: false,
  fileRoots: null,
  maxConcurrent: 4,
  duckdb: { memoryMb: 2048, threads: 2 },
}

/**
 * One investigation of a DuckDB file by the product's own guard, data source, steps and report. A labelled incident is an anomaly by definition,
 * however small, so the alert is taken at its word where the product would weigh it.
 */
export const locate = async (path: string, question: Omit<Question, 'dataSourceId'>): Promise<Answer> => {
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path }, secrets: {} }, bounds)
  if (!connected.ok) throw new Error(connected.problem.message)
  const source = connected.value
  const store = createMemoryStore(createMemoryCases())
  const tools: AdvanceTools = { store, guard, dataSources: { open: async () => ok(source) }, ...asksNobody }
  const ref: CaseRef = { tenantId: asId<TenantId>(randomUUID()), investigationId: asId<InvestigationId>(randomUUID()) }
  const [total, search] = [stopwatch(), stopwatch()]
  try {
    const take = (step: Step) =>
      step.kind === 'measureAnomaly' ? believe(tools, ref) : advance(tools)(ref, step, new AbortController().signal)
    await total.time(async () => {
      await change(store)(ref, {
        type: 'OpenInvestigation',
        question: { ...question, dataSourceId: asId<DataSourceId>(randomUUID()) },
        openedBy: null,
      })
      for (let steps = await dueSteps(tools)(ref); steps.length > 0; steps = await dueSteps(tools)(ref)) {
        for (const step of steps)
          await (step.kind === 'runScan' && step.scan === 'segments' ? search.time(() => take(step)) : take(step))
      }
    })
    return await readAnswer(tools, ref, { seconds: total.seconds(), searchSeconds: search.seconds() })
  } catch (error) {
    // What the product would try again later counts as an answer that did not come.
    if (!(error instanceof TryAgain)) throw error
    return {
      segments: [],
      leads: [],
      verdict: 'none',
      queries: 0,
      seconds: total.seconds(),
      searchSeconds: search.seconds(),
      problem: error.message,
    }
  } finally {
    await source.close()
  }
}

const readAnswer = async (
  { store }: Tools,
  ref: CaseRef,
  times: Pick<Answer, 'seconds' | 'searchSeconds'>,
): Promise<Answer> => {
  const { state } = await loadCase(store, ref)
  const found = signalOf(state, 'segments')
  const problems = (await store.load(ref)).flatMap(({ event }) =>
    event.type === 'QueryFailed'
      ? [`${event.data.id}: ${event.data.message}`]
      : event.type === 'InvestigationFailed'
        ? [event.data.message]
        : [],
  )
  return {
    ...times,
    queries: state.queries.length,
    problem: problems[0] ?? null,
    verdict: found?.verdict ?? 'none',
    segments: (state.finding?.segments ?? []).map(segmentText),
    leads: [...(found?.causes ?? []), ...(found?.leads ?? [])].map(({ segment }) => segmentText(segment)),
  }
}

/** The product's measuring of the anomaly; whether it is one is the sender's word. */
const believe = async (tools: Tools, ref: CaseRef) => {
  const { state } = await loadCase(tools.store, ref)
  const { command, answers } = await measureAnomaly({ ref, state, tools, signal: new AbortController().signal })
  if (command.type !== 'RecordAnomaly') return await change(tools.store)(ref, command, { answers })
  const { expected } = command.anomaly
  return await change(tools.store)(
    ref,
    { ...command, found: true, anomaly: { ...command.anomaly, low: expected, high: expected } },
    { answers },
  )
}

const stopwatch = () => {
  let spent = 0
  return {
    time: async (work: () => Promise<unknown>) => {
      const start = performance.now()
      await work()
      spent += performance.now() - start
    },
    seconds: () => spent / 1000,
  }
}

/** Ends the guard's worker, so that the process can end. */
export const stopLocating = () => guard.close()
