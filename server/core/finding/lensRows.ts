import type { Dialect, Sql } from '../measure/dialect.ts'
import { lensOf } from '../measure/lens.ts'
import { lensColumns } from '../measure/lensSql.ts'
import type { Case } from '../measure/planned.ts'
import { selected, tableSql } from '../measure/sql.ts'
import { windowsOf, windowsSql } from '../measure/windows.ts'
import type { Segment } from './finding.ts'
import { scopeOf } from './metricSql.ts'

/** Every row of the windows as the lens sees it: window `our_window`, flag `our_flag` or number `our_value`, and the columns of the segments. */
export const lensRows = (state: Case, dialect: Dialect, segments: readonly Segment[]): Sql => {
  const { question, anomaly, focus } = state
  const windows = windowsSql(windowsOf(question, anomaly), scopeOf(state, dialect))
  const named = [...new Set(segments.flatMap(segment => segment.map(({ column }) => column)))]
  const seen = [
    `${windows.code} AS our_window`,
    ...named.map(name => selected(name, focus.table.columns, dialect)),
    ...lensColumns(lensOf(state), focus.table, { dialect, window: windows.code }),
  ]
  return `SELECT ${seen.join(', ')} FROM ${tableSql(focus.table.name)} WHERE ${windows.where}`
}
