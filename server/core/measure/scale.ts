import { signalOf } from '../investigation/state.ts'
import type { Case } from './planned.ts'
import { windowsOf, type Span } from './windows.ts'

/**
 * What the rows of the normal window are multiplied by to stand for one alert window: the rows expected in the alert's hours over the rows that the
 * normal days held, so that growth since then is no deviation. One over the number of days where nothing was expected.
 */
export const scaleOf = (state: Case): number => scaleFor(state, 'normal')
export const placeboScaleOf = (state: Case): number => scaleFor(state, 'placebo')

const scaleFor = (state: Case, name: 'normal' | 'placebo') => {
  const windows = windowsOf(state.question, state.anomaly)
  const series = signalOf(state, 'series')
  const spans = windows[name]
  const rowsIn = (list: readonly Span[]) =>
    (series?.hours ?? []).filter(({ at }) => list.some(({ from, to }) => at >= from && at < to))
  const held = rowsIn(spans).reduce((total, { rows }) => total + rows, 0)
  const expected = rowsIn(windows.alert).reduce((total, { expectedRows }) => total + (expectedRows ?? 0), 0)
  if (expected > 0 && held > 0) return expected / held
  return 1 / Math.max(1, spans.length)
}
