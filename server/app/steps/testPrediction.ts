import { modelQueries, readNumber } from '../../core/model/modelQuery.ts'
import { openPrediction } from '../../core/model/modelSteps.ts'
import { repairsOf } from '../../core/model/decideModel.ts'
import type { ModelPrediction } from '../../core/model/modelHypothesis.ts'
import type { RanQuery } from '../../core/investigation/events.ts'
import { asCase, type Case, type PlannedQuery } from '../../core/measure/planned.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
import type { StoredAnswer } from '../../core/ports/investigationStore.ts'
import { leaveModel, modelCase, noModel } from './askModel.ts'
import { ask, openSource } from './ask.ts'
import type { Performed, Work } from './work.ts'

const mostRepairs = 2

export const alertQueryId = ({ id }: ModelPrediction) => `model:${id}`
export const usualQueryId = ({ id }: ModelPrediction) => `model:${id}:usual`

type Asked = { readonly number: number; readonly query: RanQuery; readonly answer: StoredAnswer } | { readonly problem: string }

/** Tests one prediction of the model: its query on the alert's rows, and on a normal day. A refused query goes back to the model, twice at most. */
export const testPrediction = async (id: string, work: Work): Promise<Performed> => {
  const state = asCase(work.state)
  const prediction = state?.model && openPrediction(state.model)
  if (!state || !prediction || prediction.id !== id) throw new Error(`Prediction ${id} cannot be due`)
  const opened = await openSource(work)
  if (!opened.ok) return untested(prediction, opened.problem.message)
  const planned = modelQueries(state, prediction, opened.value.dialect)
  const alert = await read({ source: opened.value, id: alertQueryId(prediction), planned: planned.alert }, work, state)
  if ('problem' in alert) return mend(prediction, alert.problem, work)
  const usual = planned.usual && await read({ source: opened.value, id: usualQueryId(prediction), planned: planned.usual }, work, state)
  const asked = [alert, ...usual && 'number' in usual ? [usual] : []]
  return {
    command: {
      type: 'RecordModelTest', queries: asked.map(({ query }) => query),
      test: { prediction: id, observed: alert.number, usual: usual && 'number' in usual ? usual.number : null, problem: null, queries: asked.map(({ query }) => query.id) },
    },
    answers: asked.map(({ answer }) => answer),
  }
}

const untested = (prediction: ModelPrediction, problem: string): Performed =>
  ({ command: { type: 'RecordModelTest', queries: [], test: { prediction: prediction.id, observed: null, usual: null, problem, queries: [] } } })

type Reading = { readonly source: DataSource; readonly id: string; readonly planned: PlannedQuery }

const read = async ({ source, id, planned }: Reading, work: Work, { focus, approvals }: Case): Promise<Asked> => {
  const asked = await ask({ source, guard: work.tools.guard, focus, signal: work.signal, approvals, scan: null, id, origin: 'untrusted', plan: () => planned })
  if (!asked.ok) return { problem: asked.problem.problem.message }
  const { query, answer } = asked.value
  const number = readNumber(answer)
  return number.ok ? { number: number.value, query, answer: { queryId: id, answer: { ...answer, rows: [[number.value]] } } } : { problem: number.problem }
}

/** The guard's or the engine's own words go back to the model. */
const mend = async (prediction: ModelPrediction, problem: string, work: Work): Promise<Performed> => {
  const found = await modelCase(work)
  if (!found) return noModel
  const attempt = repairsOf(found.part, prediction.id) + 1
  if (attempt > mostRepairs) return untested(prediction, problem)
  const answered = await found.model.repair({ ...found.asked(`repair:${prediction.id}:${attempt}`), mend: { claim: prediction.claim, sql: prediction.sql, problem } })
  if (!answered.ok) return leaveModel(answered.problem)
  const { value: { sql }, uses } = answered.value
  return { command: { type: 'RecordModelRepair', prediction: prediction.id, attempt, sql, because: problem, uses } }
}
