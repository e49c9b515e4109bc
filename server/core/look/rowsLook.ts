// A few rows of a table, for a person to see what it holds; masked before anybody sees them.
import type { Column, Table } from '../dataset/table.ts'
import { maskCells, type Masked } from '../finding/mask/maskAnswers.ts'
import { answerRows } from '../measure/answerRows.ts'
import type { Dialect } from '../measure/dialect.ts'
import type { PlannedQuery } from '../measure/planned.ts'
import { dimensionSql, quote, tableSql } from '../measure/sql.ts'
import type { Answer } from '../ports/dataSource.ts'
import { isOpaque } from './columnLook.ts'

export const SAMPLE_ROWS = 20
const MOST_COLUMNS = 40

/** Texts of so few values are a list of words (states, countries), not what people typed. */
const LISTED_VALUES = 50
const LISTED_ROWS = 100_000

/** The columns shown, in the order of the table; the others are named beside. */
export const sampledColumns = ({ columns }: Table): readonly Column[] =>
  columns.filter(column => !isOpaque(column)).slice(0, MOST_COLUMNS)

export const rowsQuery = (table: Table): PlannedQuery => ({
  purpose: `Rows of ${table.name.name}`,
  maxRows: SAMPLE_ROWS,
  sql: `SELECT ${sampledColumns(table)
    .map(({ name }) => quote(name))
    .join(', ')} FROM ${tableSql(table.name)} LIMIT ${SAMPLE_ROWS}`,
})

const texts = (table: Table) => sampledColumns(table).filter(({ kind }) => kind === 'text')

/** How many different texts each column holds; null where no column holds text. */
export const listsQuery = (table: Table, dialect: Dialect): PlannedQuery | null => {
  const columns = texts(table)
  if (columns.length === 0) return null
  const counts = columns.map((column, place) => `count(DISTINCT ${dimensionSql(column, dialect)}) AS c${place}`)
  const rows = `SELECT ${columns.map(({ name }) => quote(name)).join(', ')} FROM ${tableSql(table.name)} LIMIT ${LISTED_ROWS}`
  return {
    purpose: `Values of the texts of ${table.name.name}`,
    maxRows: 1,
    sql: `SELECT ${counts.join(', ')} FROM (${rows}) AS t`,
  }
}

export const readLists = (table: Table, answer: Answer): ReadonlySet<string> => {
  const [row] = answerRows(answer)
  return new Set(
    texts(table)
      .filter((_column, place) => (row?.number(`c${place}`) ?? Infinity) <= LISTED_VALUES)
      .map(({ name }) => name),
  )
}

/** `hidden`: columns of which nothing is shown; `listed`: texts that are words of a list. */
export const maskRows = (
  answer: Answer,
  columns: { readonly listed: ReadonlySet<string>; readonly hidden: ReadonlySet<string> },
): { readonly answer: Answer; readonly masked: readonly string[] } => {
  const {
    answers: [safe],
    masked,
  }: Masked = maskCells([answer], columns)
  return { answer: safe ?? { ...answer, rows: [] }, masked }
}
