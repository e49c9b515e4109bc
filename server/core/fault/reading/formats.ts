import { signalOf } from '../../investigation/state.ts'
import { shapeNames } from '../../measure/textTraits.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile, TextTrait } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { alike } from './added.ts'
import { watched } from './columns.ts'
import { arrivalsIn } from './newcomers.ts'
import { percent, whole } from './text.ts'

/** The column in which texts went from one format to another, and how many rows that is in the alert window. */
export type Migration = {
  readonly column: string
  readonly from: string
  readonly to: string
  readonly rows: number
  readonly share: number
  /** Rows of each new format by itself: of dates with day and month exchanged, some can still be read. */
  readonly parts: readonly number[]
}

const inside = (state: Case): readonly ColumnProfile[] =>
  (signalOf(state, 'profile')?.columns ?? []).filter(({ part }) => part === 'inside')

/** By the shares of formats, where values are too many to be listed. */
const ofShapes = ({ column, rows, nullRate, texts }: ColumnProfile): readonly Migration[] => {
  const change = ({ rate }: TextTrait) => rate.alert - rate.normal
  const shapes = (texts?.traits ?? []).filter(({ name }) => shapeNames.includes(name))
  if (shapes.length < 2) return []
  const from = shapes.reduce((a, b) => (change(b) < change(a) ? b : a))
  const grown = shapes.filter(shape => change(shape) > 0).toSorted((a, b) => change(b) - change(a))
  const come = grown.reduce((sum, shape) => sum + change(shape), 0)
  const share = Math.min(come, -change(from))
  const [to] = grown
  const held = rows.alert * (1 - nullRate.alert)
  if (!to || share <= 0.6 * Math.max(come, -change(from))) return []
  return [
    {
      column,
      from: from.name,
      to: to.name,
      share,
      rows: share * held,
      parts: grown.map(shape => change(shape) * held),
    },
  ]
}

/** So many values changed alike are no chance, whatever else is new. */
const fewestValues = 3

/** A date that begins with what can be no month. */
const noMonth = /^(1[3-9]|2[0-9]|3[01])[^0-9]/

/** By the values, where they are listed: new ones that are known ones in another format. */
const ofValues = (state: Case): readonly Migration[] =>
  (signalOf(state, 'values')?.columns ?? []).flatMap(({ column }) => {
    const found = arrivalsIn(state, column)
    const moved = (found?.newcomers ?? []).filter(({ kin }) => kin.kinship === 'format')
    const [first] = moved
    const rowsOf = (list: typeof moved) => list.reduce((sum, item) => sum + item.rows, 0)
    const rows = rowsOf(moved)
    const parts = [rowsOf(moved.filter(({ value }) => noMonth.test(value)))]
    if (!found || !first || (moved.length < fewestValues && rows <= found.come * 0.5)) return []
    return [
      {
        column,
        from: first.kin.known === null ? 'another format' : `'${first.kin.known}'`,
        to: `'${first.value}'`,
        rows,
        parts,
        share: rows / Math.max(found.rows, 1),
      },
    ]
  })

/** The column in which most rows changed their format; only the watched one where the metric is about a column's own values. */
export const migration = (state: Case, own: boolean): Migration | null => {
  const column = watched(state)?.column
  const all = [...inside(state).flatMap(ofShapes), ...ofValues(state)].filter(item => !own || item.column === column)
  return all.toSorted((a, b) => b.rows - a.rows)[0] ?? null
}

const told = ({ column, from, to, rows, share }: Migration) =>
  `In ${column}, ${to} took the place of ${from} in ${whole(rows)} rows, ${percent(share)} of the texts.`

/** The share of texts of one column that went from one format to another. */
export const migratedShare =
  (own: boolean) =>
  (state: Case): Reading | null => {
    if (!signalOf(state, 'profile')) return null
    const found = migration(state, own)
    return found ? { value: found.share, text: told(found) } : { value: 0, text: 'No column changed its format.' }
  }

/** Where the column refers to another table and no longer matches it, how much more often than all rows the null ones do not match, 0..1; null where that is not known. */
const tiedToNulls = (state: Case, column: string): number | null => {
  const found = (signalOf(state, 'references')?.references ?? []).find(item => item.column === column)
  if (found?.orphanWithTarget == null || found.repairedShare < 0.8 || found.orphanRate.alert <= found.orphanRate.normal)
    return null
  return Math.max(0, (found.orphanWithTarget - found.orphanRate.alert) / (1 - found.orphanRate.alert))
}

/** How nearly the rows that changed their format are the rows that became null. */
export const migratedAsNull = (state: Case): Reading | null => {
  const found = migration(state, false)
  const column = watched(state)
  if (!found || !column) return null
  const nulls = column.rows.alert * (column.nullRate.alert - column.nullRate.normal)
  const tied = tiedToNulls(state, found.column)
  const value = Math.min(tied ?? 1, Math.max(...[found.rows, ...found.parts].map(rows => alike(rows, nulls))))
  return {
    value,
    text: `${whole(found.rows)} rows of ${found.column} changed their format; ${whole(nulls)} rows more than usual have no ${column.column}.`,
  }
}
