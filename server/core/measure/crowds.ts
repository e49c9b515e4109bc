import { signalOf } from '../investigation/state.ts'
import type { Answer } from '../ports/dataSource.ts'
import { answerRows } from './answerRows.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Case } from './planned.ts'
import { scaleOf } from './scale.ts'
import type { KeysSignal } from './signal.ts'
import { countIf, quote } from './sql.ts'
import { windowsOf } from './windows.ts'

const mostColumns = 4
/** Fewer values than these are a list; who acts is one of many. */
const fewestActors = 50
const mostRowsPerActor = 20
/** An actor of so many times the usual rows is no longer one of many. */
const crowded = 10

/** Columns that may say who acts: many values with few rows each, and no dimension of the case. Those with fewest values first. */
export const actorColumns = (state: Case): readonly { readonly column: string; readonly least: number }[] => {
  const series = signalOf(state, 'series')
  const rows = Math.max(series?.rows.normal ?? 0, 1)
  const listed = new Set(signalOf(state, 'values')?.columns.map(({ column }) => column))
  const key = state.focus.table.primaryKey
  return (series?.cardinalities ?? [])
    .filter(
      ({ column, normal }) =>
        normal >= fewestActors &&
        rows / normal <= mostRowsPerActor &&
        !listed.has(column) &&
        !(key?.length === 1 && key[0] === column),
    )
    .toSorted((a, b) => a.alert - b.alert)
    .slice(0, mostColumns)
    .map(({ column, normal }) => ({ column, least: Math.ceil(crowded * Math.max(1, rows / normal)) }))
}

/** An actor of so many times its own usual rows is one that changed its ways. */
const surged = 5

/** As parts of the keys scan: actors with far more rows than one of many has, and than they themselves have on normal days, and their rows. */
export const crowdParts = (state: Case, dialect: Dialect): readonly Sql[] => {
  const days = Math.max(1, windowsOf(state.question, state.anomaly).normal.length)
  return actorColumns(state).map(({ column, least }, index) => {
    const name = quote(column)
    return (
      `SELECT 'crowd' AS kind, 'crowd${index}' AS part, 0 AS w, ${dialect.noTime} AS h, count(*) AS key_count, sum(c0) AS row_count, sum(c1) AS extra, ` +
      '0 AS repeated, 0 AS twos, 0 AS threes, 0.0 AS purity ' +
      `FROM (SELECT ${countIf('our_window = 0')} AS c0, ${countIf('our_window = 1')} AS c1 FROM r WHERE ${name} IS NOT NULL GROUP BY ${name}) AS a${index} ` +
      `WHERE c0 >= ${least} AND c0 * ${days} >= c1 * ${surged}`
    )
  })
}

/** Reads what `crowdParts` asked for. */
export const readCrowds = (state: Case, answer: Answer): NonNullable<KeysSignal['crowds']> => {
  const rows = answerRows(answer).filter(row => row.text('kind') === 'crowd')
  return actorColumns(state).map(({ column, least }, index) => {
    const found = rows.find(row => row.text('part') === `crowd${index}`)
    return {
      column,
      least,
      actors: found?.count('key_count') ?? 0,
      rows: { alert: found?.count('row_count') ?? 0, normal: (found?.count('extra') ?? 0) * scaleOf(state) },
    }
  })
}
