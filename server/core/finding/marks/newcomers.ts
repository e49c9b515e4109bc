import { arrivals, type Newcomer } from '../../fault/reading/newcomers.ts'
import type { Kinship } from '../../fault/reading/kinship.ts'
import { literal, quote } from '../../measure/sql.ts'
import type { Marker } from './mark.ts'

/** More than this is no condition to read. */
const mostValues = 60

const markOf =
  (keep: (item: Newcomer) => boolean): Marker =>
  state => {
    const found = arrivals(state)
    const list = (found?.newcomers ?? []).filter(keep)
    if (!found || list.length === 0 || list.length > mostValues) return null
    return {
      where: `${quote(found.column)} IN (${list.map(({ value }) => literal(value)).join(', ')})`,
      segments: [],
      rows: list.reduce((sum, { rows }) => sum + rows, 0),
      usual: 0,
    }
  }

/** New values that are known ones changed in this way. */
export const changedMark = (kinship: Exclude<Kinship, 'none'>): Marker => markOf(({ kin }) => kin.kinship === kinship)

/** New values that are another column's. */
export const borrowedMark: Marker = markOf(({ kin, borrowed }) => kin.kinship === 'none' && borrowed !== null)
