import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { watched } from './columns.ts'
import { arrivals } from './newcomers.ts'
import { counted } from './recode.ts'
import { percent } from './text.ts'
import { cutGain } from './traits.ts'

/** The length of the new values that begin known ones; where values are too many to list, the one at which more texts end than usual. */
const cutLength = (state: Case): number | null => {
  const found = arrivals(state)
  if (!found) return cutGain(state)?.length ?? null
  const cut = found.newcomers.filter(({ kin }) => kin.kinship === 'cut').map(({ value }) => value.length)
  return cut.length > 0 ? Math.max(...cut) : null
}

/** More texts of one length than usual; null where the values themselves were read. */
export const pile = (state: Case): Reading | null =>
  arrivals(state) && state.question.metric.kind !== 'duplicateRate' ? null : cutGain(state)

/** Enough normal rows that losing some of them shows. */
const fewest = 20

/** Of the usual values longer than the cut, the share that lost rows; by the longest text alone where there are too many to list. */
export const longTextsGone = (state: Case): Reading | null => {
  const length = cutLength(state)
  if (length === null) return null
  const values = counted(state).flatMap(item => item.values)
  const long = values.filter(({ value, rows }) => value !== null && value.length > length && rows.normal >= fewest)
  if (long.length > 0) {
    const rows = (list: typeof long, window: 'alert' | 'normal') =>
      list.reduce((sum, item) => sum + item.rows[window], 0)
    if (rows(long, 'normal') - rows(long, 'alert') < 2 * Math.sqrt(rows(long, 'normal'))) return null
    const lost = 1 - rows(long, 'alert') / rows(long, 'normal')
    const alike = long.filter(item => item.rows.alert <= item.rows.normal * (1 - lost / 2))
    const value = lost > 0 ? rows(alike, 'normal') / rows(long, 'normal') : 0
    return {
      value,
      text: `${long.length} usual values are longer than ${length} characters and lost ${percent(lost)} of their rows, ${alike.length} of them at least half as much.`,
    }
  }
  return noneLonger(state, length)
}

/** 1 where no text is longer than the cut any more, and some were. */
const noneLonger = (state: Case, length: number): Reading | null => {
  const longest = watched(state)?.texts?.longest
  if (!longest || longest.normal <= length || longest.alert > length) return null
  return { value: 1, text: `No text is longer than ${longest.alert} characters any more; ${longest.normal} was usual.` }
}

/** The same of keys, which are too many to list and are there for what they are in full: 0 where some are as long as ever. */
export const longKeysGone = (state: Case): Reading | null => {
  const found = cutGain(state)
  return found && (noneLonger(state, found.length) ?? { value: 0, text: 'Some keys are as long as usual.' })
}
