import { repairsOf } from '../../core/model/decideModel.ts'
import type { ModelPrediction } from '../../core/model/modelHypothesis.ts'
import { openPrediction } from '../../core/model/modelSteps.ts'
import { asCase } from '../../core/measure/planned.ts'
import { leaveModel, modelCase, noModel } from './askModel.ts'
import { openSource } from './ask.ts'
import { readWritten, unread } from './readWritten.ts'
import type { Performed, Work } from './work.ts'

const mostRepairs = 2

/** Tests one prediction of the model: its query on the alert's rows, and on a normal day. A refused query goes back to the model, twice at most. */
export const testPrediction = async (id: string, work: Work): Promise<Performed> => {
  const state = asCase(work.state)
  const prediction = state?.model && openPrediction(state.model)
  if (!state || !prediction || prediction.id !== id) throw new Error(`Prediction ${id} cannot be due`)
  const opened = await openSource(work)
  if (!opened.ok) return untested(prediction, opened.problem.message)
  const read = await readWritten({ source: opened.value, author: 'model', prediction }, work, state)
  if (!read.ok) return mend(prediction, read.problem, work)
  return {
    command: { type: 'RecordModelTest', test: read.value.test, queries: read.value.queries },
    answers: read.value.answers,
  }
}

const untested = (prediction: ModelPrediction, problem: string): Performed => ({
  command: { type: 'RecordModelTest', queries: [], test: unread(prediction, problem) },
})

/** The guard's or the engine's own words go back to the model. */
const mend = async (prediction: ModelPrediction, problem: string, work: Work): Promise<Performed> => {
  const found = await modelCase(work)
  if (!found) return noModel
  const attempt = repairsOf(found.part, prediction.id) + 1
  if (attempt > mostRepairs) return untested(prediction, problem)
  const answered = await found.model.repair({
    ...found.asked(`repair:${prediction.id}:${attempt}`),
    mend: { claim: prediction.claim, sql: prediction.sql, problem },
  })
  if (!answered.ok) return leaveModel(answered.problem)
  const {
    value: { sql },
    uses,
  } = answered.value
  return { command: { type: 'RecordModelRepair', prediction: prediction.id, attempt, sql, because: problem, uses } }
}
