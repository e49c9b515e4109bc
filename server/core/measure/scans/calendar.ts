import { isNumeric, sameTable, type Column, type Table } from '../../dataset/table.ts'
import { addDays, dayText } from '../../shared/calendar.ts'
import { answerRows } from '../answerRows.ts'
import { datedTables, isOfDays, type Dated } from '../dated.ts'
import type { Dialect, Sql } from '../dialect.ts'
import { sharedPlace, type Place } from '../located.ts'
import type { Case, Scan } from '../planned.ts'
import { referencesOf } from '../references.ts'
import { columnSql, conditionSql, countIf, dimensionSql, tableSql } from '../sql.ts'
import { spanSql } from '../windows.ts'

/** So far back days are counted, to tell those that are rare. */
const backDays = 60
/** So many columns of a calendar are compared between its days. */
const mostMarks = 3

/** Columns of a table that can hold the value: any of text, and the key or the namesake of the column that it is from. */
const holders = ({ focus }: Case, table: Table, { column, value }: Place): readonly Column[] => {
  const keys = referencesOf(focus)
    .filter(reference => reference.column === column && sameTable(reference.parent.name, table.name))
    .map(({ parentColumn }) => parentColumn)
  const isNamed = ({ name }: Column) => keys.includes(name) || name.toLowerCase() === column.toLowerCase()
  return table.columns.filter(
    own => own.kind === 'text' || (isNumeric(own) && isNamed(own) && value !== '' && Number.isFinite(Number(value))),
  )
}

const naming = (state: Case, table: Table, dialect: Dialect): Sql => {
  const place = sharedPlace(state)
  const conditions = (place ? holders(state, table, place) : []).map(column =>
    conditionSql({ column: column.name, operator: '=', value: place?.value ?? '' }, column, dialect),
  )
  return conditions.length === 0 ? 'FALSE' : `(${conditions.join(' OR ')})`
}

/** The day on which it began, as the series has it. */
const began = ({ anomaly, question }: Case) => anomaly.onset?.at.slice(0, 10) ?? question.day

/** The rows of a dated table whose day lies in a span of days, both included. */
const within = ({ table, column }: Dated, { state, dialect }: { state: Case; dialect: Dialect }) => {
  const focus = { table, parents: [], timeColumn: column }
  return (from: string, to: string): Sql =>
    `(${spanSql({ from: `${from}T00`, to: `${addDays(to, 1)}T00` }, { question: state.question, focus, dialect })})`
}

const entrySql = (dated: Dated, index: number, scope: { state: Case; dialect: Dialect }): Sql => {
  const { state, dialect } = scope
  const span = within(dated, scope)
  const day = began(state)
  const [near, recent] = [span(addDays(day, -1), addDays(day, 1)), span(addDays(day, -backDays), addDays(day, 1))]
  const named = naming(state, dated.table, dialect)
  return (
    `SELECT ${index} AS our_part, count(*) AS our_n, ${countIf(near)} AS our_near, ${countIf(recent)} AS our_recent, ${countIf(span(day, day))} AS our_that_day, ` +
    `${countIf(`${named} AND ${near}`)} AS our_named_near, ${countIf(`${named} AND ${recent}`)} AS our_named_recent FROM ${tableSql(dated.table.name)}`
  )
}

type Mark = Dated & { readonly mark: Column }

/** What a calendar with a row for each day may say of a day: words and flags. */
const marksOf = (state: Case): readonly Mark[] => {
  const referred = new Set(referencesOf(state.focus).map(({ parent }) => parent))
  return datedTables(state)
    .filter(({ table }, index, all) => !referred.has(table) && all.findIndex(dated => dated.table === table) === index)
    .flatMap(dated =>
      dated.table.columns
        .filter(({ kind }) => kind === 'boolean' || kind === 'text')
        .slice(0, mostMarks)
        .map(mark => ({ ...dated, mark })),
    )
}

const markSql = (marked: Mark, index: number, scope: { state: Case; dialect: Dialect }): Sql => {
  const { state, dialect } = scope
  const { table, mark } = marked
  const span = within(marked, scope)
  const day = began(state)
  const said = `coalesce(${mark.kind === 'boolean' ? dimensionSql(mark, dialect) : columnSql(mark, dialect)}, '')`
  const name = tableSql(table.name)
  return (
    `SELECT ${index} AS our_part, count(*) AS our_n, count(DISTINCT ${said}) AS our_near, ` +
    `${countIf(`${said} = (SELECT max(${said}) FROM ${name} WHERE ${span(day, day)})`)} AS our_recent, ${countIf(span(day, day))} AS our_that_day, ` +
    `0 AS our_named_near, 0 AS our_named_recent FROM ${name} WHERE ${span(addDays(day, -180), addDays(day, 180))}`
  )
}

/** What registers, calendars and plans beside the table say of the days around the onset: counts of their rows, never a row. */
export const calendar: Scan = {
  name: 'calendar',
  after: ['segments'],
  applies: state => state.focus.timeColumn !== null && datedTables(state).length > 0,
  plan: (state, dialect) => {
    const entries = datedTables(state)
    const parts = [
      ...entries.map((dated, index) => entrySql(dated, index, { state, dialect })),
      ...marksOf(state).map((mark, index) => markSql(mark, entries.length + index, { state, dialect })),
    ]
    const tables = [...new Set(entries.map(({ table }) => table.name.name))]
    return {
      purpose: `What ${tables.join(', ')} ${tables.length === 1 ? 'says' : 'say'} of the days around ${dayText(began(state))}`,
      maxRows: parts.length,
      sql: parts.join(' UNION ALL '),
    }
  },
  read: (state, answer) => {
    const rows = answerRows(answer)
    const row = (part: number) => rows.find(item => item.count('our_part') === part)
    const entries = datedTables(state)
    const count = (part: number, name: string) => row(part)?.count(name) ?? 0
    return {
      scan: 'calendar',
      entries: entries.map(({ table, column }, part) => ({
        table: table.name.name,
        column: column.name,
        ofDays: isOfDays({ table, column }),
        rows: count(part, 'our_n'),
        near: count(part, 'our_near'),
        recent: count(part, 'our_recent'),
        thatDay: count(part, 'our_that_day'),
        named: { near: count(part, 'our_named_near'), recent: count(part, 'our_named_recent') },
      })),
      marks: marksOf(state).map(({ table, mark }, index) => ({
        table: table.name.name,
        column: mark.name,
        days: count(entries.length + index, 'our_n'),
        thatDay: count(entries.length + index, 'our_that_day'),
        alike: count(entries.length + index, 'our_recent'),
        distinct: count(entries.length + index, 'our_near'),
      })),
    }
  },
}
