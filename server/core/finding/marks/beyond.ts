import { watched } from '../../fault/reading/columns.ts'
import { signalOf } from '../../investigation/state.ts'
import { beyondWhere } from '../../measure/grainMeasures.ts'
import { locatedSegments } from '../../measure/located.ts'
import { quote } from '../../measure/sql.ts'
import type { Marker } from './mark.ts'

/** Values farther out than any of the normal days. */
export const beyondMark: Marker = (state, dialect) => {
  const column = watched(state)
  const extremes = signalOf(state, 'series')?.extremes
  const rows = column?.numbers?.grain?.beyond?.rows ?? 0
  if (!column || !extremes || rows === 0) return null
  const where = beyondWhere(dialect.number(quote(column.column)), {
    low: extremes.low.normal,
    high: extremes.high.normal,
  })
  return { where, segments: locatedSegments(state), rows, usual: 0 }
}
