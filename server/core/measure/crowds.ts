import { signalOf } from '../investigation/state.ts'
import { answerRows } from './answerRows.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Case } from './planned.ts'
import { scaleOf } from './scale.ts'
import type { KeysSignal } from './signal.ts'
import { quote } from './sql.ts'
import { windowsOf } from './windows.ts'
import type { Answer } from '../ports/dataSource.ts'

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
    .filter(({ column, normal }) => normal >= fewestActors && rows / normal <= mostRowsPerActor && !listed.has(column) && !(key?.length === 1 && key[0] === column))
    .toSorted((a, b) => a.alert - b.alert)
    .slice(0, mostColumns)
    .map(({ column, normal }) => ({ column, least: Math.ceil(crowded * Math.max(1, rows / normal)) }))
}

/** As parts of the keys scan: actors with far more rows than one of many has, and their rows, by window. */
export const crowdParts = (state: Case, dialect: Dialect): readonly Sql[] => {
  const days = Math.max(1, windowsOf(state.question, state.anomaly).normal.length)
  return actorColumns(state).map(({ column, least }, index) => {
    const name = quote(column)
    return `SELECT 'crowd' AS kind, 'crowd${index}' AS part, w, ${dialect.noTime} AS h, count(*) AS key_count, sum(c) AS row_count, 0 AS extra, `
      + '0 AS repeated, 0 AS twos, 0 AS threes, 0.0 AS purity '
      + `FROM (SELECT w, count(*) AS c FROM r WHERE ${name} IS NOT NULL GROUP BY w, ${name}) AS a${index} WHERE c >= CASE WHEN w = 0 THEN ${least} ELSE ${least * days} END GROUP BY w`
  })
}

/** Reads what `crowdParts` asked for. */
export const readCrowds = (state: Case, answer: Answer): NonNullable<KeysSignal['crowds']> => {
  const rows = answerRows(answer).filter(row => row.text('kind') === 'crowd')
  return actorColumns(state).map(({ column, least }, index) => {
    const of = (window: number) => rows.find(row => row.text('part') === `crowd${index}` && row.count('w') === window)
    return { column, least, actors: of(0)?.count('key_count') ?? 0, rows: { alert: of(0)?.count('row_count') ?? 0, normal: (of(1)?.count('row_count') ?? 0) * scaleOf(state) } }
  })
}
