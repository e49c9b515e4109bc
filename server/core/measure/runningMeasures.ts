import type { Column } from '../dataset/table.ts'
import { findColumn } from '../dataset/schemaContext.ts'
import type { Row } from './answerRows.ts'
import type { Dialect, Sql } from './dialect.ts'
import { identityColumns } from './keyColumns.ts'
import type { Case } from './planned.ts'
import type { JointProfile } from './signal.ts'
import { quote } from './sql.ts'
import { spanSql, windowsOf } from './windows.ts'

/** The whole number that tells rows apart, if one does. */
const numberOf = (state: Case): Column | null => {
  const [name, more] = identityColumns(state)
  const column = name === undefined || more !== undefined ? null : findColumn(state.focus.table, name)
  return column?.kind === 'integer' ? column : null
}

/** Of the outer twentieths, late rows make the range wider than the day. */
const points = [0.05, 0.5, 0.95] as const

/** The identity of the rows of one stretch of time: the alert's, or the newest normal one. */
export const runningColumns = (state: Case, dialect: Dialect): readonly Sql[] => {
  const column = numberOf(state)
  const [newest] = windowsOf(state.question, state.anomaly).normal
  if (!column || !newest) return []
  const { question, focus } = state
  return [
    `CASE WHEN our_window = 0 OR ${spanSql(newest, { question, focus, dialect })} THEN ${dialect.number(quote(column.name))} END AS j_id`,
  ]
}

export const runningMeasures = (state: Case, dialect: Dialect): readonly Sql[] =>
  numberOf(state) && windowsOf(state.question, state.anomaly).normal.length > 0
    ? ['count(j_id) AS j_ids', ...points.map((p, index) => `${dialect.quantile('j_id', p)} AS j_id${index}`)]
    : []

/** Rows over the numbers that were given out meanwhile. */
export const readRunning = (
  state: Case,
  { alert, normal }: { alert: Row | undefined; normal: Row | undefined },
): JointProfile['running'] => {
  const column = numberOf(state)
  const at = (row: Row | undefined, point: number) => row?.number(`j_id${point}`) ?? null
  const range = (row: Row | undefined) => {
    const [low, high] = [at(row, 0), at(row, 2)]
    return low === null || high === null || high <= low || !row ? null : (0.9 * row.count('j_ids')) / (high - low)
  }
  const [now, usual] = [range(alert), range(normal)]
  const [start, before] = [at(alert, 0), at(normal, 2)]
  // A number runs when those of a later day are all above those of an earlier one.
  if (!column || now === null || usual === null || start === null || before === null || start <= before) return null
  const middle = at(alert, 1)
  const end = at(alert, 2)
  const below = middle === null ? 0 : middle - start
  return {
    column: column.name,
    share: { alert: now, normal: usual },
    ...(middle !== null && end !== null && below > 0 ? { ahead: (end - middle) / below } : {}),
  }
}
