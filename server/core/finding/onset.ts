import { firstHour } from '../baseline/firstHour.ts'
import { onsetHour, type HourPoint } from '../baseline/onsetHour.ts'
import { rowRatio } from '../fault/reading/rows.ts'
import { signalOf } from '../investigation/state.ts'
import { lensOf } from '../measure/lens.ts'
import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { addHours } from '../shared/calendar.ts'
import type { Onset } from './finding.ts'

/** Where values are new: since rows hold them. Where rows moved: the onset within the located segments, for there the change is not thinned by the rest. Else that of the whole. */
export const onsetOf = (state: Case): Onset | null => {
  const whole = state.anomaly.onset
  const marked = firstHour(signalOf(state, 'onset')?.hours ?? [])
  if (marked) return marked
  const hours = signalOf(state, 'hours')
  if (!hours || !whole || lensOf(state).model !== 'count' || !whole.at.startsWith(state.question.day) || locatedSegments(state).length === 0) return whole
  const points = hours.days.flatMap(({ day, rows }) => rows.map((count, hour): HourPoint =>
    ({ at: addHours(`${day}T00`, hour), value: count, rows: count, expected: hours.normal[hour] ?? null })))
  const before = points.filter(({ at }) => at < state.question.day)
  const near = points.filter(({ at }) => at < `${state.question.day}U`)
  return onsetHour(near, state.question.day, { model: 'count', normal: before, direction: rowRatio(state) < 1 ? 'down' : 'up' }) ?? { at: state.question.day, precision: 'day' }
}
