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
export type Migration = { readonly column: string; readonly from: string; readonly to: string; readonly rows: number; readonly share: number }

const inside = (state: Case): readonly ColumnProfile[] => (signalOf(state, 'profile')?.columns ?? []).filter(({ part }) => part === 'inside')

/** By the shares of formats, where values are too many to be listed. */
const ofShapes = ({ column, rows, nullRate, texts }: ColumnProfile): readonly Migration[] => {
  const change = ({ rate }: TextTrait) => rate.alert - rate.normal
  const shapes = (texts?.traits ?? []).filter(({ name }) => shapeNames.includes(name))
  if (shapes.length < 2) return []
  const to = shapes.reduce((a, b) => change(b) > change(a) ? b : a)
  const from = shapes.reduce((a, b) => change(b) < change(a) ? b : a)
  const share = Math.min(change(to), -change(from))
  return share > 0.6 * Math.max(change(to), -change(from)) ? [{ column, from: from.name, to: to.name, share, rows: share * rows.alert * (1 - nullRate.alert) }] : []
}

/** So many values changed alike are no chance, whatever else is new. */
const fewestValues = 3

/** By the values, where they are listed: new ones that are known ones in another format. */
const ofValues = (state: Case): readonly Migration[] => (signalOf(state, 'values')?.columns ?? []).flatMap(({ column }) => {
  const found = arrivalsIn(state, column)
  const moved = (found?.newcomers ?? []).filter(({ kin }) => kin.kinship === 'format')
  const [first] = moved
  const rows = moved.reduce((sum, item) => sum + item.rows, 0)
  return found && first && (moved.length >= fewestValues || rows > found.come * 0.5) ? [{ column, from: `'${first.kin.known ?? ''}'`, to: `'${first.value}'`, rows, share: rows / Math.max(found.rows, 1) }] : []
})

/** The column in which most rows changed their format; only the watched one where the metric is about a column's own values. */
export const migration = (state: Case, own: boolean): Migration | null => {
  const column = watched(state)?.column
  const all = [...inside(state).flatMap(ofShapes), ...ofValues(state)].filter(item => !own || item.column === column)
  return all.toSorted((a, b) => b.rows - a.rows)[0] ?? null
}

const told = ({ column, from, to, rows, share }: Migration) => `In ${column}, ${to} took the place of ${from} in ${whole(rows)} rows, ${percent(share)} of the texts.`

/** The share of texts of one column that went from one format to another. */
export const migratedShare = (own: boolean) => (state: Case): Reading | null => {
  if (!signalOf(state, 'profile')) return null
  const found = migration(state, own)
  return found ? { value: found.share, text: told(found) } : { value: 0, text: 'No column changed its format.' }
}

/** How nearly the rows that changed their format are the rows that became null. */
export const migratedAsNull = (state: Case): Reading | null => {
  const found = migration(state, false)
  const column = watched(state)
  if (!found || !column) return null
  const nulls = column.rows.alert * (column.nullRate.alert - column.nullRate.normal)
  return { value: alike(found.rows, nulls), text: `${whole(found.rows)} rows of ${found.column} changed their format; ${whole(nulls)} rows more than usual have no ${column.column}.` }
}
