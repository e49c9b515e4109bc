import { signalOf } from '../../investigation/state.ts'
import { changedSince } from '../../measure/changedSince.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { medianMove } from './numbers.ts'
import { partExplains, unitAdvantage } from './scale.ts'
import { scaleFit } from './scaleFit.ts'
import { percent, times } from './text.ts'

/** One rule for these: so much of the change, so many of the rows, so far. */
const [leastExplained, leastShare, leastMove] = [0.9, 0.85, 0.02]
/** Fewer rows before it are no part of the day that went on as usual. */
const fewestBefore = 20

/**
 * Where values moved by one rule that is no unit: the share of the day's rows that came before it, as usual. What people decide begins with a day or with its opening; what
 * changes between two hours of the same day is a program. Null where nothing moved so, or it began with the day.
 */
export const suddenRule = (state: Case): Reading | null => {
  const onset = changedSince(state) ?? state.anomaly.onset
  const [fit, rigid, moved, unit] = [scaleFit(state), partExplains(state), medianMove(state), unitAdvantage(state)]
  if (!onset || onset.precision !== 'hour' || !fit || !rigid || !moved || !unit) return null
  if (rigid.value < leastExplained || fit.part.share < leastShare || moved.value < leastMove || unit.value > 0)
    return null
  const day = (signalOf(state, 'series')?.hours ?? []).filter(({ at }) => at.startsWith(onset.at.slice(0, 10)))
  const rowsOf = (hours: typeof day) => hours.reduce((sum, { rows }) => sum + rows, 0)
  const before = rowsOf(day.filter(({ at }) => at < onset.at))
  if (before < fewestBefore) return null
  return {
    value: before / rowsOf(day),
    text: `From one hour to the next the values are ${times(fit.part.factor)} the usual; the first ${percent(before / rowsOf(day))} of that day's rows were as usual.`,
  }
}
