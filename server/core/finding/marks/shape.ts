import { findColumn } from '../../dataset/schemaContext.ts'
import { watched } from '../../fault/reading/columns.ts'
import { migration } from '../../fault/reading/formats.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile } from '../../measure/signal.ts'
import { textSql } from '../../measure/sql.ts'
import { shapeNames, traits } from '../../measure/textTraits.ts'
import { watchesNulls } from '../../measure/lens.ts'
import { counted, type Marker } from './mark.ts'

/** Dates parted by strokes are one format, whether day and month can be told apart in them or not, and no date is in two of these. */
const together = (a: string, b: string) => a === b || (a.includes('/') && b.includes('/'))

/** Gains of a format by less than this share of the texts are chance. */
const least = 0.006

/** The column that changed its format: the watched one, or where its nulls are watched, the one they were read from. */
const migrated = (state: Case): ColumnProfile | null => {
  if (!watchesNulls(state)) return watched(state)
  const name = migration(state, false)?.column
  return signalOf(state, 'profile')?.columns.find(({ column, part }) => part === 'inside' && column === name) ?? null
}

/** Texts in the formats that more of them came to have. */
export const shapeMark: Marker = (state, dialect) => {
  const profile = migrated(state)
  const column = profile && findColumn(state.focus.table, profile.column)
  if (!profile || !column) return null
  const gains = (profile.texts?.traits ?? [])
    .filter(({ name, rate }) => shapeNames.includes(name) && rate.alert - rate.normal > least)
    .toSorted((a, b) => b.rate.alert - b.rate.normal - (a.rate.alert - a.rate.normal))
  const grown = gains.filter(({ name }) => together(name, gains[0]?.name ?? name))
  const conditions = grown.flatMap(
    ({ name }) => traits.find(trait => trait.name === name)?.holds(textSql(column, dialect), dialect) ?? [],
  )
  if (conditions.length === 0) return null
  const sum = (window: 'alert' | 'normal') => grown.reduce((total, { rate }) => total + rate[window], 0)
  return {
    where: `(${conditions.join(' OR ')})`,
    ...counted(state, profile, { alert: sum('alert'), normal: sum('normal') }),
  }
}
