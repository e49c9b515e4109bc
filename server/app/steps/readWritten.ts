import type { RanQuery } from '../../core/investigation/events.ts'
import type { Case, PlannedQuery } from '../../core/measure/planned.ts'
import { modelQueries, readNumber } from '../../core/model/modelQuery.ts'
import type { WrittenPrediction, WrittenTest } from '../../core/hypothesis/written.ts'
import { writtenQueryIds } from '../../core/approval/writtenQuery.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
import type { StoredAnswer } from '../../core/ports/investigationStore.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { ask } from './ask.ts'
import type { Work } from './work.ts'

type Read = { readonly number: number; readonly query: RanQuery; readonly answer: StoredAnswer }
type Reading = { readonly source: DataSource; readonly id: string; readonly planned: PlannedQuery }

const read = async ({ source, id, planned }: Reading, work: Work, { focus }: Case): Promise<Result<Read, string>> => {
  const asked = await ask(work, { source, focus, scan: null, id, origin: 'untrusted', plan: () => planned })
  if (!asked.ok) return refuse(asked.problem.problem.message)
  const { query, answer } = asked.value
  const number = readNumber(answer)
  return number.ok
    ? ok({ number: number.value, query, answer: { queryId: id, answer: { ...answer, rows: [[number.value]] } } })
    : refuse(number.problem)
}

/** A prediction in somebody's own words, as its query answered: `test` is to be weighed, `queries` and `answers` are to be kept. */
export type WrittenReading = {
  readonly test: WrittenTest
  readonly queries: readonly RanQuery[]
  readonly answers: readonly StoredAnswer[]
}

/** Asks a prediction's query on the alert's rows and on a normal day. The problem is the guard's or the engine's own words about the first. */
export const readWritten = async (
  {
    source,
    author,
    prediction,
  }: { readonly source: DataSource; readonly author: 'model' | 'person'; readonly prediction: WrittenPrediction },
  work: Work,
  state: Case,
): Promise<Result<WrittenReading, string>> => {
  const planned = modelQueries(state, prediction, source.dialect)
  const ids = writtenQueryIds(author, prediction.id)
  const alert = await read({ source, id: ids.alert, planned: planned.alert }, work, state)
  if (!alert.ok) return alert
  const usual = planned.usual && (await read({ source, id: ids.usual, planned: planned.usual }, work, state))
  const asked = [alert.value, ...(usual?.ok ? [usual.value] : [])]
  return ok({
    test: {
      prediction: prediction.id,
      observed: alert.value.number,
      usual: usual?.ok ? usual.value.number : null,
      problem: null,
      queries: asked.map(({ query }) => query.id),
    },
    queries: asked.map(({ query }) => query),
    answers: asked.map(({ answer }) => answer),
  })
}

/** A prediction that has no number, and why. */
export const unread = (prediction: WrittenPrediction, problem: string): WrittenTest => ({
  prediction: prediction.id,
  observed: null,
  usual: null,
  problem,
  queries: [],
})
