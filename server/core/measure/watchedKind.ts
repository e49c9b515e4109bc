import { signalOf } from '../investigation/state.ts'
import type { MetricKind } from '../metric/metric.ts'
import type { Case } from './planned.ts'

/** Of so many rows of a normal day, nearly each has a value of its own. */
const nearlyEach = 0.93

/** What moves with a metric of this kind where `expected` of it were due among so many rows: distinct values that are given to each row, such as ids, are as many as rows. */
export const kindWatched = (
  kind: MetricKind,
  { expected, rows }: { readonly expected: number; readonly rows: number },
): MetricKind => (kind === 'distinctCount' && rows > 0 && expected >= nearlyEach * rows ? 'rowCount' : kind)

/** What moves with the metric of the case. */
export const watchedKind = (state: Case): MetricKind =>
  kindWatched(state.question.metric.kind, {
    expected: state.anomaly.expected,
    rows: signalOf(state, 'series')?.rows.normal ?? 0,
  })
