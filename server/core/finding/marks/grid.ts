import { findColumn } from '../../dataset/schemaContext.ts'
import { watched } from '../../fault/reading/columns.ts'
import { coarsest } from '../../fault/reading/numbers.ts'
import { gridWhere, limitWhere } from '../../measure/grainMeasures.ts'
import { counted, countedOf, type Marker } from './mark.ts'

/** Where nearly all values stand on it, all are told. */
const all = 0.97

/** Values on the coarser grid that rounding left them on, or at the limit of the type that cut them. */
export const gridMark: Marker = (state, dialect) => {
  const profile = watched(state)
  const column = profile && findColumn(state.focus.table, profile.column)
  const best = coarsest(state)?.best
  const told = profile?.numbers?.grain?.told
  if (!profile || !column || !best) return null
  if (best.step === null) return { where: limitWhere(column), ...counted(state, profile, best.rate) }
  return told === undefined || best.rate.alert >= all
    ? null
    : { where: gridWhere(state, column, { step: best.step, dialect }), ...countedOf(state, told, best.rate) }
}
