import type { Dialect, Sql } from '../measure/dialect.ts'
import type { Case, PlannedQuery } from '../measure/planned.ts'
import { literal } from '../measure/sql.ts'
import { spanSql, windowsOf, type Span } from '../measure/windows.ts'
import type { Answer } from '../ports/dataSource.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { cleanText } from './cleanText.ts'
import type { ModelPrediction } from './modelHypothesis.ts'
import { valueTokens } from './shareValue.ts'

export const ROWS = '{{rows}}'

/** The query of a prediction on the alert's rows, and the same words on a normal day where it says which rows a day has. */
export const modelQueries = (
  state: Case,
  prediction: ModelPrediction,
  dialect: Dialect,
): { readonly alert: PlannedQuery; readonly usual: PlannedQuery | null } => {
  const { alert, normal } = windowsOf(state.question, state.anomaly)
  const planned = (spans: readonly Span[], words: string): PlannedQuery => ({
    purpose: `${cleanText(prediction.claim, 120)}${words}`,
    sql: filled(state, prediction.sql, { dialect, spans }),
    maxRows: 2,
  })
  const day = normal.slice(0, 1)
  const isDated = state.focus.timeColumn !== null && day.length > 0 && prediction.sql.includes(ROWS)
  return { alert: planned(alert, ''), usual: isDated ? planned(day, ', on a normal day') : null }
}

/** Names in braces become what they stand for; a name that stands for nothing stays, and no engine takes it. */
const filled = (
  state: Case,
  sql: string,
  { dialect, spans }: { readonly dialect: Dialect; readonly spans: readonly Span[] },
): Sql => {
  const rows = spans
    .map(span => `(${spanSql(span, { question: state.question, focus: state.focus, dialect })})`)
    .join(' OR ')
  const tokens = valueTokens(state)
  return sql
    .replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => {
      if (name === 'rows') return state.focus.timeColumn ? `(${rows})` : 'TRUE'
      const found = tokens.get(name)
      return found ? literal(found.value) : whole
    })
    .trim()
    .replace(/;\s*$/, '')
}

/** Four significant digits tell a hypothesis all it needs, and nobody's number. */
const digits = 4

/** The one number of the answer. What else comes back is told like an error of the engine, to be mended. */
export const readNumber = ({ rows, columns }: Answer): Result<number, string> => {
  if (rows.length !== 1 || columns.length !== 1)
    return refuse(
      `The query must give one row with one column, and gave ${rows.length} rows with ${columns.length} columns.`,
    )
  const cell = rows[0]?.[0] ?? null
  const number =
    typeof cell === 'boolean'
      ? Number(cell)
      : typeof cell === 'number'
        ? cell
        : typeof cell === 'string' && cell.trim() !== ''
          ? Number(cell)
          : NaN
  return Number.isFinite(number)
    ? ok(Number(number.toPrecision(digits)))
    : refuse('The query must give a number, and gave none.')
}
