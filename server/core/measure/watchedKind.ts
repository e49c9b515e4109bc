import { signalOf } from '../investigation/state.ts'
import type { MetricKind } from '../metric/metric.ts'
import type { Case } from './planned.ts'
import type { Pair } from './pair.ts'

/** Of so many rows, nearly each has a value of its own. */
const nearlyEach = 0.93

/**
 * What moves with a metric of this kind where the day has so many `values` among so many `rows`, and a normal day: distinct values that are given to each row, such
 * as ids, are as many as rows. Where they no longer are, it is the values that moved.
 */
export const kindWatched = (
  kind: MetricKind,
  { values, rows }: { readonly values: Pair; readonly rows: Pair },
): MetricKind =>
  kind === 'distinctCount' &&
  rows.normal > 0 &&
  values.normal >= nearlyEach * rows.normal &&
  values.alert >= nearlyEach * rows.alert
    ? 'rowCount'
    : kind

/** What moves with the metric of the case. */
export const watchedKind = (state: Case): MetricKind =>
  kindWatched(state.question.metric.kind, {
    values: { alert: state.anomaly.observed ?? 0, normal: state.anomaly.expected },
    rows: signalOf(state, 'series')?.rows ?? { alert: 0, normal: 0 },
  })
