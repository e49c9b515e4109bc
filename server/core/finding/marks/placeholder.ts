import { findColumn } from '../../dataset/schemaContext.ts'
import { isNumeric } from '../../dataset/table.ts'
import { watched } from '../../fault/reading/columns.ts'
import type { Case } from '../../measure/planned.ts'
import type { Pair } from '../../measure/pair.ts'
import { literal, quote } from '../../measure/sql.ts'
import { counted, type Marker } from './mark.ts'

/** The placeholder whose share grew most, in the watched column. */
export const placeholderOf = (
  state: Case,
): { readonly column: string; readonly value: string; readonly rate: Pair } | null => {
  const profile = watched(state)
  if (!profile) return null
  const zero = profile.numbers ? [{ value: '0', rate: profile.numbers.zeroRate }] : []
  // The first of the texts is all of them together.
  const all = [...zero, ...(profile.numbers?.sentinels ?? []), ...(profile.texts?.sentinels ?? []).slice(1)]
  const best = all.toSorted((a, b) => b.rate.alert - b.rate.normal - (a.rate.alert - a.rate.normal))[0]
  return best ? { column: profile.column, ...best } : null
}

export const placeholderMark: Marker = state => {
  const profile = watched(state)
  const found = placeholderOf(state)
  const column = found && findColumn(state.focus.table, found.column)
  if (!profile || !found || !column) return null
  return {
    where: `${quote(found.column)} = ${isNumeric(column) ? found.value : literal(found.value)}`,
    ...counted(state, profile, found.rate),
  }
}
