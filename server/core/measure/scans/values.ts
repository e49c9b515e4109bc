import { watchedKind } from '../watchedKind.ts'
import { findColumn } from '../../dataset/schemaContext.ts'
import type { Column } from '../../dataset/table.ts'
import { signalOf } from '../../investigation/state.ts'
import { metricColumns } from '../../metric/metric.ts'
import { dayText } from '../../shared/calendar.ts'
import { answerRows, inOrder, type Row } from '../answerRows.ts'
import { dimensionsOf } from '../dimensions.ts'
import { groupedByEach } from '../groupedByEach.ts'
import { lensOf, type Lens } from '../lens.ts'
import { lensAggregates, lensColumns } from '../lensSql.ts'
import type { Case, Scan } from '../planned.ts'
import { valueStrength } from '../strength.ts'
import type { ValueCount } from '../signal.ts'
import type { Pair } from '../pair.ts'
import { countIf, dimensionSql, tableSql } from '../sql.ts'
import { scaleOf } from '../scale.ts'
import { spanSql, windowsOf, windowsSql } from '../windows.ts'

/** Values kept of all columns together, and of one column at most and at least. */
const [mostKept, mostValues, fewestValues] = [5_000, 200, 20]
const mostWatched = 1500
const watchedLimit = 1000

/** A column of more values than these is no list; unknown counts as few. */
const isList = (state: Case) =>
  state.question.metric.kind !== 'duplicateRate' &&
  (state.question.metric.kind !== 'distinctCount' ||
    (watchedKind(state) === 'distinctCount' &&
      Math.max(state.anomaly.observed ?? 0, state.anomaly.expected) <= watchedLimit))

/** The dimensions of the case, and the watched column where it holds few values. */
const columnsOf = (state: Case): readonly Column[] => {
  const { question, focus } = state
  const series = signalOf(state, 'series')
  const dimensions = dimensionsOf(focus, question.metric, {
    cardinalities: series?.cardinalities ?? [],
    rows: series?.rows.normal ?? 0,
  })
  const watched = metricColumns(question.metric).flatMap(name => {
    const column = findColumn(focus.table, name)
    return column && (column.kind === 'text' || column.kind === 'boolean') && isList(state) ? [column] : []
  })
  return [...dimensions, ...watched]
}

/** Every value of the low-cardinality columns in both windows, by one pass of grouping sets. */
export const values: Scan = {
  name: 'values',
  after: [],
  applies: state => columnsOf(state).length > 0,
  plan: (state, dialect) => {
    const { focus, question, anomaly } = state
    const lens = lensOf(state)
    const columns = columnsOf(state)
    const windows = windowsSql(windowsOf(question, anomaly), { question, focus, dialect })
    const days = windowsOf(question, anomaly).normal
    const day = days.map((span, index) => `WHEN ${spanSql(span, { question, focus, dialect })} THEN ${index}`).join(' ')
    const inner = [
      `${windows.code} AS our_window`,
      `${days.length > 0 ? `CASE ${day} END` : '0'} AS our_day`,
      ...columns.map((column, index) => `${dimensionSql(column, dialect)} AS v${index}`),
      ...lensColumns(lens, focus.table, { dialect, window: windows.day }),
    ]
    const names = columns.map((_, index) => `v${index}`)
    const aggregates = [
      ...[0, 1].flatMap(window => lensAggregates(lens, window)),
      ...days.map((_, index) => `${countIf(`our_day = ${index}`)} AS d${index}`),
    ]
    return {
      purpose: `Values of ${columns.map(({ name }) => name).join(', ')}: ${dayText(question.day)} against normal days`,
      maxRows: columns.length * watchedLimit * 2,
      sql:
        `WITH r AS (SELECT ${inner.join(', ')} FROM ${tableSql(focus.table.name)} WHERE ${windows.where}) ` +
        groupedByEach({ from: 'r', columns: names, aggregates }, dialect),
    }
  },
  read: (state, answer) => {
    const lens = lensOf(state)
    const scale = scaleOf(state)
    // Of values with as many rows, the first by its letters is told first.
    const rows = answerRows(inOrder(answer, ['v']))
    const columns = columnsOf(state)
    const watched = metricColumns(state.question.metric)
    const most = Math.max(fewestValues, Math.min(mostValues, Math.floor(mostKept / columns.length)))
    return {
      scan: 'values',
      columns: columns.map((column, index) => {
        const own = rows.filter(row => row.count('g') === index)
        const counts = own.map(row =>
          valueCount(lens, row, {
            value: row.text('v'),
            scale,
            days: windowsOf(state.question, state.anomaly).normal.length,
          }),
        )
        return {
          column: column.name,
          distinct: {
            alert: counts.filter(({ rows: pair }) => pair.alert > 0).length,
            normal: counts.filter(({ rows: pair }) => pair.normal > 0).length,
          },
          strength: valueStrength(lens, counts),
          values: counts
            .toSorted((a, b) => Math.max(b.rows.alert, b.rows.normal) - Math.max(a.rows.alert, a.rows.normal))
            .slice(0, watched.includes(column.name) ? mostWatched : most),
        }
      }),
    }
  },
}

const valueCount = (
  lens: Lens,
  row: Row,
  { value, scale, days }: { value: string | null; scale: number; days: number },
): ValueCount => ({
  value,
  days: Array.from({ length: days }, (_, index) => row.count(`d${index}`)),
  rows: { alert: row.count('n0'), normal: row.count('n1') * scale },
  lens: lensPair(lens, row),
})

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0)

/** The lens over one group of rows, in both windows; null for counts. */
export const lensPair = (lens: Lens, row: Row): Pair | null => {
  switch (lens.model) {
    case 'count':
      return null
    case 'rate':
      return { alert: ratio(row.count('k0'), row.count('n0')), normal: ratio(row.count('k1'), row.count('n1')) }
    case 'mean':
      return { alert: ratio(row.count('s0'), row.count('c0')), normal: ratio(row.count('s1'), row.count('c1')) }
  }
}
