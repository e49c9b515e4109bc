import { signalOf } from '../investigation/state.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Row } from './answerRows.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Case } from './planned.ts'
import { ownKeys } from './kinCandidates.ts'
import type { Cardinality, JointProfile } from './signal.ts'
import { countIf, quote } from './sql.ts'
import { momentSql } from './timeSql.ts'

/** Of those who come fewer times on average, too few come twice for their changes to tell. */
const fewestEach = 1.25
const mostEntities = 4
const fewestRows = 3
/** A running total or a counter that began anew moves the mean by more than this factor. */
const leastFactor = 1.2

/** Columns whose values may each have a counter of their own, the finest first, and none: one counter for all. */
const entitiesOf = (state: Case): readonly (string | null)[] => {
  const series = signalOf(state, 'series')
  const moved =
    series?.size && series.size.alert > 0 && series.size.normal > 0
      ? Math.abs(Math.log(series.size.alert / series.size.normal))
      : 0
  if (!series || moved < Math.log(leastFactor) || state.focus.timeColumn === null) return []
  const most = Math.max(series.rows.alert, series.rows.normal) / fewestRows
  const size = ({ alert, normal }: Cardinality) => Math.max(alert, normal)
  const several = series.cardinalities.filter(item => size(item) >= 2).toSorted((a, b) => b.normal - a.normal)
  const found = several.filter(item => size(item) <= most).slice(0, mostEntities)
  // A customer comes once or twice a day, and each may have a total of the day.
  const rows = new Set(
    ownKeys(state)
      .slice(0, 1)
      .map(({ name }) => name),
  )
  const all = most * fewestRows
  const seldom = several
    .filter(item => size(item) > most && size(item) * fewestEach <= all && !rows.has(item.column))
    .toSorted((a, b) => size(a) - size(b))
  return [...seldom.slice(0, 1), ...found].map(({ column }): string | null => column).concat(null)
}

/** Of each row, the watched number less that of the row before it, among rows of the same entity, window and part. */
export const risingColumns = (state: Case, dialect: Dialect): readonly Sql[] => {
  const [watched] = metricColumns(state.question.metric)
  const time = state.focus.timeColumn
  if (watched === undefined || !time) return []
  const x = dialect.number(quote(watched))
  return entitiesOf(state).map((entity, index) => {
    const group = ['our_window', 'our_part', ...(entity === null ? [] : [quote(entity)])].join(', ')
    return `${x} - lag(${x}) OVER (PARTITION BY ${group} ORDER BY ${momentSql(time, dialect)}) AS j_step${index}`
  })
}

export const risingMeasures = (state: Case): readonly Sql[] =>
  entitiesOf(state).flatMap((_, index) => [
    `${countIf(`j_step${index} > 0`)} AS j_up${index}`,
    `${countIf(`j_step${index} < 0`)} AS j_down${index}`,
  ])

export const readRising = (
  state: Case,
  { alert, normal }: { alert: Row | undefined; normal: Row | undefined },
): JointProfile['rising'] => {
  const share = (row: Row | undefined, index: number) => {
    const ups = row?.count(`j_up${index}`) ?? 0
    const steps = ups + (row?.count(`j_down${index}`) ?? 0)
    return steps >= 20 ? ups / steps : null
  }
  return entitiesOf(state).flatMap((by, index) => {
    const now = share(alert, index)
    const usual = share(normal, index)
    return now === null || usual === null ? [] : [{ by, share: { alert: now, normal: usual } }]
  })
}
