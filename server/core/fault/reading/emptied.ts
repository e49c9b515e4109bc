import { signalOf } from '../../investigation/state.ts'
import { locatedSegments } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { watched } from './columns.ts'
import { percent, segmentsText } from './text.ts'

/** Null rate of the watched column in the alert window, inside the located segments. */
export const nullRateInside = (state: Case): Reading | null => {
  const column = watched(state)
  if (!column || column.rows.alert === 0) return null
  const place = locatedSegments(state)
  const where = place.length === 0 ? '' : ` where ${segmentsText(place)}`
  return {
    value: column.nullRate.alert,
    text: `${percent(column.nullRate.alert)} of ${column.column} is null since the onset${where}.`,
  }
}

/** A column with fewer values than that was empty. */
const nearlyEmpty = 0.98

/**
 * Another column, empty on normal days, that is filled in the rows where the watched one is null now and in no others: its values moved there.
 * `value`: how nearly, 0..1.
 */
export const movedElsewhere = (state: Case): (Reading & { readonly column: string }) | null => {
  const own = watched(state)
  if (!own) return null
  const rows = (list: readonly ColumnProfile[]) =>
    list.map(({ column, nullRate, nullWithTarget }) => {
      const together = (1 - (nullWithTarget ?? 1)) * own.nullRate.alert
      return {
        column,
        value: nullRate.alert < 1 ? Math.min(1 - (nullWithTarget ?? 1), together / (1 - nullRate.alert)) : 0,
      }
    })
  const empty = (signalOf(state, 'profile')?.columns ?? []).filter(
    ({ part, nullRate, nullWithTarget }) =>
      part === 'inside' && nullRate.normal >= nearlyEmpty && nullWithTarget !== null,
  )
  const [best] = rows(empty).toSorted((a, b) => b.value - a.value)
  return best
    ? {
        ...best,
        text: `${best.column}, empty before, holds something in ${percent(best.value)} of the rows that lack ${own.column} now.`,
      }
    : null
}
