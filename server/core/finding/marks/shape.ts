import { findColumn } from '../../dataset/schemaContext.ts'
import { watched } from '../../fault/reading/columns.ts'
import { textSql } from '../../measure/sql.ts'
import { shapeNames, traits } from '../../measure/textTraits.ts'
import { watchesNulls } from '../../measure/lens.ts'
import { counted, type Marker } from './mark.ts'

/** Dates parted by strokes are one format, whether day and month can be told apart in them or not, and no date is in two of these. */
const together = (a: string, b: string) => a === b || (a.includes('/') && b.includes('/'))

/** Gains of a format by less than this share of the texts are chance. */
const least = 0.006

/** Texts of the watched column in the formats that more of them came to have; where nulls are watched, those tell it. */
export const shapeMark: Marker = (state, dialect) => {
  const profile = watched(state)
  const column = profile && findColumn(state.focus.table, profile.column)
  if (!profile || !column || watchesNulls(state)) return null
  const gains = (profile.texts?.traits ?? []).filter(({ name, rate }) => shapeNames.includes(name) && rate.alert - rate.normal > least)
    .toSorted((a, b) => (b.rate.alert - b.rate.normal) - (a.rate.alert - a.rate.normal))
  const grown = gains.filter(({ name }) => together(name, gains[0]?.name ?? name))
  const conditions = grown.flatMap(({ name }) => traits.find(trait => trait.name === name)?.holds(textSql(column, dialect), dialect) ?? [])
  if (conditions.length === 0) return null
  const sum = (window: 'alert' | 'normal') => grown.reduce((total, { rate }) => total + rate[window], 0)
  return { where: `(${conditions.join(' OR ')})`, ...counted(state, profile, { alert: sum('alert'), normal: sum('normal') }) }
}
