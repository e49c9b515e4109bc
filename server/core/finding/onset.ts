import { changedHour, type KindsOfHour } from '../baseline/changedHour.ts'
import { onsetHour, type HourPoint } from '../baseline/onsetHour.ts'
import { hasHours, rowRatio } from '../fault/reading/rows.ts'
import { signalOf } from '../investigation/state.ts'
import { changedSince, onsetDay } from '../measure/changedSince.ts'
import { lensOf } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import type { HoursSignal, SeriesSignal } from '../measure/signal.ts'
import { windowsOf } from '../measure/windows.ts'
import { addDays, addHours } from '../shared/calendar.ts'
import type { Onset, Segment } from './finding.ts'

/** The rows of an hour outside of the segments and inside. */
const apart = (all: number, inside: number) => [Math.max(0, all - inside), inside]

/** Since when the segments hold another share of the rows than usual: what moves the whole table moves no share. */
const movedSince = (state: Case, { hours, series }: { hours: HoursSignal; series: SeriesSignal }): Onset | null => {
  const all = new Map(series.hours.map(({ at, rows }) => [at, rows]))
  const normal = windowsOf(state.question, state.anomaly).normal.map(({ from }) => from.slice(0, 10))
  const usual = hours.normal.map((mean, hour) =>
    apart(
      normal.reduce((sum, day) => sum + (all.get(addHours(`${day}T00`, hour)) ?? 0), 0),
      mean * normal.length,
    ),
  )
  const near = hours.days
    .filter(({ day }) => day <= state.question.day)
    .flatMap(({ day, rows }) =>
      rows.map((inside, hour): KindsOfHour => {
        const at = addHours(`${day}T00`, hour)
        return { at, kinds: apart(all.get(at) ?? inside, inside) }
      }),
    )
  return changedHour({ hours: near, usual, day: state.question.day, onsetDay: onsetDay(state) })
}

/** Since when the segments hold more or fewer rows than usual. */
const countedSince = (state: Case, hours: HoursSignal): Onset => {
  const points = hours.days.flatMap(({ day, rows }) =>
    rows.map((count, hour): HourPoint => ({
      at: addHours(`${day}T00`, hour),
      value: count,
      rows: count,
      expected: hours.normal[hour] ?? null,
    })),
  )
  const normal = points.filter(({ at }) => at < state.question.day)
  const near = points.filter(({ at }) => at < `${state.question.day}U`)
  return (
    onsetHour(near, state.question.day, { model: 'count', normal, direction: rowRatio(state) < 1 ? 'down' : 'up' }) ?? {
      at: state.question.day,
      precision: 'day',
    }
  )
}

/** The hour from which on, up to the newest row and beyond it, less than half of what was expected is there; where that was days ago, the hour after the newest row. */
const silentSince = (state: Case): Onset | null => {
  const newest = signalOf(state, 'series')?.newest ?? null
  if (newest !== null && newest < addDays(state.question.day, -1)) {
    return hasHours(state)
      ? { at: addHours(newest, 1), precision: 'hour' }
      : { at: addDays(newest.slice(0, 10), 1), precision: 'day' }
  }
  const hours = (signalOf(state, 'series')?.hours ?? []).filter(
    ({ at, expectedRows }) => at <= `${state.question.day}T23` && (expectedRows ?? 0) > 0,
  )
  const last = hours.findLastIndex(({ rows, expectedRows }) => rows >= 0.5 * (expectedRows ?? 0))
  const at = hours[last + 1]?.at
  return last < 0 || at === undefined ? null : { at, precision: 'hour' }
}

/**
 * Where values changed: since rows of the located segments are others than usual. Where rows moved: since the segments hold another share of them, or more or fewer,
 * for there the change is not thinned by the rest. Where nothing new came: since then. Else that of the whole.
 */
export const onsetOf = (state: Case, segments: readonly Segment[]): Onset | null => {
  const whole = state.anomaly.onset
  if (state.question.metric.kind === 'freshness') return silentSince(state) ?? whole
  const changed = changedSince(state)
  if (changed) return changed
  const [hours, series] = [signalOf(state, 'hours'), signalOf(state, 'series')]
  if (!hours || !series || !whole || lensOf(state).model !== 'count' || segments.length === 0) return whole
  return (
    movedSince(state, { hours, series }) ??
    (whole.at.startsWith(state.question.day) ? countedSince(state, hours) : whole)
  )
}
