import { asCase } from '../../core/measure/planned.ts'
import { openOwnPrediction } from '../../core/own/ownSteps.ts'
import { openSource } from './ask.ts'
import { readWritten, unread } from './readWritten.ts'
import type { Performed, Work } from './work.ts'

/** Tests one prediction of a person's own hypothesis. What the guard or the engine refuses is told, and nobody mends it. */
export const testOwn = async (id: string, work: Work): Promise<Performed> => {
  const state = asCase(work.state)
  const prediction = openOwnPrediction(work.state.own, id)?.prediction
  if (!state || !prediction) throw new Error(`Prediction ${id} cannot be due`)
  const opened = await openSource(work)
  const read = opened.ok ? await readWritten({ source: opened.value, author: 'person', prediction }, work, state) : null
  if (read?.ok)
    return {
      command: { type: 'RecordOwnTest', test: read.value.test, queries: read.value.queries },
      answers: read.value.answers,
    }
  const problem = read ? read.problem : opened.ok ? '' : opened.problem.message
  return { command: { type: 'RecordOwnTest', queries: [], test: unread(prediction, problem) } }
}
