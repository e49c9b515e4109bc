import type { Focus } from '../dataset/focus.ts'
import type { Column } from '../dataset/table.ts'
import { metricColumns, type Metric } from '../metric/metric.ts'
import type { Cardinality } from './signal.ts'

const groupable = new Set<Column['kind']>(['text', 'boolean', 'integer'])

/** At most this many columns are looked at; wider tables are cut in the order of their columns. */
const widest = 200

const groupableColumns = ({ table, timeColumn, masked = [] }: Focus, metric: Metric): readonly Column[] => {
  const watched = metricColumns(metric)
  return table.columns.filter(
    ({ kind, name }) =>
      groupable.has(kind) && name !== timeColumn?.name && !watched.includes(name) && !masked.includes(name),
  )
}

/** Columns that may tell segments apart before their cardinality is known: no time, no fractions, nothing masked, not the watched column itself. */
export const candidateColumns = (focus: Focus, metric: Metric): readonly Column[] =>
  groupableColumns(focus, metric).slice(0, widest)

/** Whether columns that may tell segments apart are not looked at, for the table has too many. */
export const leavesColumnsOut = (focus: Focus, metric: Metric): boolean =>
  groupableColumns(focus, metric).length > widest

const mostValues = (column: Column) => (column.kind === 'integer' ? 100 : 1000)

/** The dimensions of the segment search: two to a thousand values, far fewer values than rows; no key. Coarse ones first. */
export const dimensionsOf = (
  focus: Focus,
  metric: Metric,
  { cardinalities, rows }: { cardinalities: readonly Cardinality[]; rows: number },
): readonly Column[] => {
  const size = (column: Column) => {
    const found = cardinalities.find(item => item.column === column.name)
    return found ? Math.max(found.alert, found.normal) : 0
  }
  const key = focus.table.primaryKey
  return candidateColumns(focus, metric)
    .filter(column => {
      const values = size(column)
      return (
        values >= 2 &&
        values <= mostValues(column) &&
        values <= Math.max(4, rows / 5) &&
        !(key?.length === 1 && key[0] === column.name)
      )
    })
    .toSorted((a, b) => size(a) - size(b))
}
