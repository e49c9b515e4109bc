import { signalOf } from '../../investigation/state.ts'
import { metricColumns } from '../../metric/metric.ts'
import { caps, spellings, spoilt, trialLike } from '../../measure/textTraits.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile, TextTrait } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { percent } from './text.ts'

export type Held = { readonly column: string; readonly part: ColumnProfile; readonly trait: TextTrait }

/** The traits of these names, in the columns profiled; inside the located segments unless all parts are wanted. */
export const heldOf = (
  state: Case,
  names: readonly string[],
  parts: readonly ColumnProfile['part'][] = ['inside'],
): readonly Held[] =>
  (signalOf(state, 'profile')?.columns ?? [])
    .filter(({ part }) => parts.includes(part))
    .flatMap(part =>
      (part.texts?.traits ?? [])
        .filter(({ name }) => names.includes(name))
        .map(trait => ({ column: part.column, part, trait })),
    )

const watched = (state: Case) => (held: Held) => metricColumns(state.question.metric).includes(held.column)
const gain = ({ trait: { rate } }: Held) => rate.alert - rate.normal
const most = (held: readonly Held[], size: (item: Held) => number) =>
  held.length === 0 ? null : held.reduce((a, b) => (size(b) > size(a) ? b : a))
const told = ({ column, trait: { name, rate } }: Held, what = name) =>
  `Texts with ${what} went from ${percent(rate.normal)} to ${percent(rate.alert)} of ${column}.`

/** The largest change in how the watched column is spelt: case, spaces around, other kinds of spaces. */
export const spellingShift = (state: Case): Reading | null => {
  const found = most(heldOf(state, spellings).filter(watched(state)), item => Math.abs(gain(item)))
  return found && { value: Math.abs(gain(found)), text: told(found) }
}

/** How much the share of texts with damaged characters grew in the watched column. */
export const spoiltGain = (state: Case): Reading | null => {
  const found = most(heldOf(state, [spoilt]).filter(watched(state)), gain)
  return found && { value: gain(found), text: told(found) }
}

/** How much more of the watched texts end exactly at a length that systems cut at, and which. */
export const cutGain = (state: Case): (Reading & { readonly length: number }) | null => {
  const found = most(heldOf(state, caps.map(String)).filter(watched(state)), gain)
  if (!found) return null
  const {
    column,
    trait: { name, rate },
  } = found
  return {
    value: gain(found),
    length: Number(name),
    text: `Texts of exactly ${name} characters went from ${percent(rate.normal)} to ${percent(rate.alert)} of ${column}.`,
  }
}

/** The column with most texts that look like trials, beyond the usual, and how many rows that is. */
export const trialRows = (
  state: Case,
): { readonly column: string; readonly rows: number; readonly share: number } | null => {
  const held = heldOf(state, [trialLike], ['inside', 'outside'])
  // By the share: where every address ends in example.com, more rows are no trials.
  const filled = ({ part: { rows: counts, nullRate } }: Held, window: 'alert' | 'normal') =>
    counts[window] * (1 - nullRate[window])
  const usual = (list: readonly Held[]) => {
    const all = list.reduce((sum, item) => sum + filled(item, 'normal'), 0)
    return all > 0 ? list.reduce((sum, item) => sum + filled(item, 'normal') * item.trait.rate.normal, 0) / all : 0
  }
  const columns = [...new Set(held.map(({ column }) => column))].map(column => {
    const own = held.filter(item => item.column === column)
    const all = own.reduce((sum, { part }) => sum + part.rows.alert, 0)
    // Rows that normal days do not know have no usual share of their own.
    const more = own.reduce(
      (sum, item) =>
        sum +
        filled(item, 'alert') *
          (item.trait.rate.alert - (filled(item, 'normal') < 1 ? usual(own) : item.trait.rate.normal)),
      0,
    )
    return { column, rows: more, share: all > 0 ? more / all : 0 }
  })
  return columns.length === 0 ? null : columns.reduce((a, b) => (b.rows > a.rows ? b : a))
}
