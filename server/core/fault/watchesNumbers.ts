import { watchedKind } from '../measure/watchedKind.ts'
import { lensOf } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'

const always = new Set(['average', 'minimum', 'maximum'])

/** Whether the values of a number moved: an average or an extreme, or a sum that its rows do not explain. */
export const watchesNumbers = (state: Case) =>
  always.has(state.question.metric.kind) || (state.question.metric.kind === 'sum' && lensOf(state).model === 'mean')

const ofRows = new Set(['rowCount', 'freshness', 'distinctCount'])

/** More distinct values than usual: no missing row and no rounding makes them. */
export const bringsValues = (state: Case) => watchedKind(state) === 'distinctCount' && state.anomaly.direction === 'up'

/** Whether missing rows can be what moved: the metric counts them, or a sum that its rows explain. */
export const watchesRows = (state: Case) =>
  (ofRows.has(state.question.metric.kind) && !bringsValues(state)) ||
  (state.question.metric.kind === 'sum' && lensOf(state).model === 'count')
