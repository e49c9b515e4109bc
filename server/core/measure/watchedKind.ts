import { signalOf } from '../investigation/state.ts'
import type { MetricKind } from '../metric/metric.ts'
import type { Case } from './planned.ts'

/** Of so many rows of a normal day, nearly each has a value of its own. */
const nearlyEach = 0.93

/** What moves with the metric: a number of distinct values that are given to each row, such as ids, is a number of rows. */
export const watchedKind = (state: Case): MetricKind => {
  const { kind } = state.question.metric
  const rows = signalOf(state, 'series')?.rows.normal ?? 0
  return kind === 'distinctCount' && rows > 0 && state.anomaly.expected >= nearlyEach * rows ? 'rowCount' : kind
}
