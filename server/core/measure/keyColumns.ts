import { findColumn } from '../dataset/schemaContext.ts'
import type { Column } from '../dataset/table.ts'
import { signalOf } from '../investigation/state.ts'
import { watchedKey } from './series.ts'
import type { Case } from './planned.ts'
import { referencesOf } from './references.ts'

/** Share of distinct values above which a column tells nearly every row apart; below one because counts may be approximate. */
const nearlyUnique = 0.93

/** What tells rows apart: the watched or declared key, or the first column that is nearly unique on a normal day; empty when none is. */
export const identityColumns = (state: Case): readonly string[] => {
  const declared = watchedKey(state.question, state.focus)
  if (declared.length > 0) return declared
  return uniqueColumns(state).slice(0, 1)
}

/** Columns that are nearly unique on a normal day. */
const uniqueColumns = (state: Case): readonly string[] => {
  const series = signalOf(state, 'series')
  const rows = Math.max(series?.rows.normal ?? 0, 1)
  return (series?.cardinalities ?? []).filter(({ normal }) => normal >= nearlyUnique * rows).map(({ column }) => column)
}

/** An integer with so many values is a number given to the row, though counts of distinct values may be off by a fifth. */
const givenNumber = 0.7

/** As nearly unique, on one of the two days: copies repeat some of them. */
const surrogateColumns = (state: Case): readonly string[] => {
  const series = signalOf(state, 'series')
  const rows = series?.rows ?? { alert: 0, normal: 0 }
  const isInteger = (column: string) => findColumn(state.focus.table, column)?.kind === 'integer'
  return (series?.cardinalities ?? [])
    .filter(({ column, alert, normal }) => {
      const share = isInteger(column) ? givenNumber : nearlyUnique
      return normal >= share * Math.max(rows.normal, 1) || alert >= share * Math.max(rows.alert, 1)
    })
    .map(({ column }) => column)
}

/** Every column that says what a row is about: no key, no surrogate id, no other timestamp (a load time differs between copies). */
export const naturalColumns = (state: Case): readonly string[] => {
  const { table, timeColumn } = state.focus
  const left = new Set([...identityColumns(state), ...surrogateColumns(state), ...(table.primaryKey ?? [])])
  const timed = new Set<Column['kind']>(['timestamp', 'timestamptz', 'json', 'binary', 'other'])
  return table.columns
    .filter(({ name, kind }) => !left.has(name) && (name === timeColumn?.name || !timed.has(kind)))
    .map(({ name }) => name)
}

const order = { batch: 1, reference: 2, dimension: 3 }

export type Grouping = { readonly column: string; readonly role: 'batch' | 'reference' | 'dimension' }

const mostGroupings = 8

/** Columns by which copies may come together: batches (values that change with every day), references, dimensions. */
export const groupings = (state: Case): readonly Grouping[] => {
  const series = signalOf(state, 'series')
  const rows = Math.max(series?.rows.normal ?? 0, 1)
  const references = new Set(referencesOf(state.focus).map(({ column }) => column))
  const values = signalOf(state, 'values')?.columns ?? []
  const all = (series?.cardinalities ?? [])
    .filter(
      ({ column, normal, alert }) => Math.max(normal, alert) >= 2 && (normal <= rows * 0.8 || references.has(column)),
    )
    .toSorted((a, b) => b.normal - a.normal)
    .map(({ column, normal }): Grouping => {
      const known = values.find(item => item.column === column)
      if (known && turnsOver(known.values)) return { column, role: 'batch' }
      return { column, role: references.has(column) || normal > 20 ? 'reference' : 'dimension' }
    })
  const first = ({ column, role }: Grouping) => (references.has(column) ? 0 : order[role])
  return all
    .filter(({ column }) => !identityColumns(state).includes(column))
    .toSorted((a, b) => first(a) - first(b))
    .slice(0, mostGroupings)
}

/** Whether nearly all of a window's rows have values that the other window does not know: file names, batch numbers. */
export const turnsOver = (
  values: readonly { readonly rows: { readonly alert: number; readonly normal: number } }[],
) => {
  const alert = values.reduce((sum, { rows }) => sum + rows.alert, 0)
  const shared = values.reduce((sum, { rows }) => sum + (rows.normal > 0 ? rows.alert : 0), 0)
  return alert > 0 && shared < alert / 5
}
