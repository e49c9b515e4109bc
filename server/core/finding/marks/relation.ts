import { scaleFit } from '../../fault/reading/scaleFit.ts'
import { signalOf } from '../../investigation/state.ts'
import { relationSql } from '../../measure/relationMeasures.ts'
import { countedOf, type Marker } from './mark.ts'

/** Holds on normal days but for a few rows; or hardly ever. */
const always = 0.95
const seldom = 0.3
/** A relation that so much less of the rows break than changed is not what tells them. */
const most = 0.7

/** Rows in which what always held between the columns no longer does, or what seldom held now does: whichever tells more of them. */
export const relationMark: Marker = (state, dialect) => {
  const all = (signalOf(state, 'profile')?.joint?.relations ?? []).flatMap(({ text, holds, rows }) => {
    const gain = holds.alert - holds.normal
    if (rows === undefined || !(gain < 0 ? holds.normal >= always : holds.normal <= seldom)) return []
    const where = relationSql(state, text, dialect)
    return where === null
      ? []
      : [
          gain < 0
            ? { where: `NOT (${where})`, told: -gain, rows, rate: { alert: 1 - holds.alert, normal: 1 - holds.normal } }
            : { where, told: gain, rows, rate: holds },
        ]
  })
  const best = all.toSorted((a, b) => b.told - a.told)[0]
  return best && best.told >= most * (scaleFit(state)?.part.share ?? 0)
    ? { where: best.where, ...countedOf(state, best.rows, best.rate) }
    : null
}
