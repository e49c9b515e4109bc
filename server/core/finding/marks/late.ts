import { findColumn } from '../../dataset/schemaContext.ts'
import { signalOf } from '../../investigation/state.ts'
import { lateSql } from '../../measure/lagMeasures.ts'
import { countedOf, type Marker } from './mark.ts'

/** Rows that were written days after they happened. */
export const lateMark: Marker = (state, dialect) => {
  const best = (signalOf(state, 'profile')?.joint?.lags ?? []).toSorted(
    (a, b) => b.late.alert - b.late.normal - (a.late.alert - a.late.normal),
  )[0]
  const column = best && findColumn(state.focus.table, best.column)
  const where = column && lateSql(state, { column, hours: best.lateHours }, dialect)
  return where && best.rows !== undefined && best.late.alert > best.late.normal
    ? { where, ...countedOf(state, best.rows, best.late) }
    : null
}
