import { signalOf } from '../investigation/state.ts'
import type { Column } from '../dataset/table.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Case } from './planned.ts'
import { quote } from './sql.ts'

/** Where no time is known, tools write none, zero of one epoch or another, or the end of all days. */
const zeroes = { before: '1971-01-01', from: '2000-01-01', to: '2000-01-02', after: '2099-01-01' }
const ofTimes = new Set(['timestamp', 'timestamptz', 'date'])
/** Of the rows usual, more are there on a day that has lost none to another time. */
const mostLeft = 0.9

/** Whether rows are missing that may stand on no day; where numbers and texts tell the time, nobody asks. */
export const mayStray = (state: Case): boolean => {
  const { timeColumn: time } = state.focus
  const rows = signalOf(state, 'series')?.rows
  return time !== null && ofTimes.has(time.kind) && rows !== undefined && rows.alert <= mostLeft * rows.normal
}

/** The rows that stand on no day, or on one of those: compared with nothing but the column, so that partitions and indexes serve. */
export const straySql = (time: Column, dialect: Dialect): Sql => {
  const at = (day: string) => dialect.instant(`${day}T00:00:00Z`, time.kind)
  const name = quote(time.name)
  const { before, from, to, after } = zeroes
  return `${name} IS NULL OR ${name} < ${at(before)} OR (${name} >= ${at(from)} AND ${name} < ${at(to)}) OR ${name} >= ${at(after)}`
}
