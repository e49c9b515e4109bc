import type { Focus } from '../dataset/focus.ts'
import { addDays } from '../shared/calendar.ts'
import type { Dialect, Sql } from './dialect.ts'
import { literal, tableSql, timeText } from './sql.ts'

// Eight digits may be a day, and may be any number. Every day that there is counts as one, so numbers that run on show themselves by those in between: of the
// numbers from 20260411 to 20260612 not one in three is a day, whereas a column of days has only days, but for a few mistakes.

/** Of the rows that are read as a time and those of numbers between, the share from which on the column is one of numbers. */
const mostUndated = 0.2

/** Numbers of eight digits between two days that are no days, as an aggregate of a query that reads the rows; none where the time is no text. */
export const undatedMeasures = (
  { table, timeColumn }: Focus,
  [from, to]: readonly [string, string],
  dialect: Dialect,
): readonly Sql[] => {
  if (timeColumn?.kind !== 'text') return []
  const { text, bare } = timeText(timeColumn, dialect)
  if (!bare) return []
  const digits = (day: string) => literal(day.replaceAll('-', ''))
  const [month, day] = [`substr(${text}, 5, 2)`, `substr(${text}, 7, 2)`]
  const isNone = [`${month} < '01'`, `${month} > '12'`, `${day} < '01'`, `${day} > '31'`].join(' OR ')
  const between = `${text} >= ${digits(from)} AND ${text} < ${digits(addDays(to, 1))} AND length(${text}) = 8`
  return [`(SELECT count(*) FROM ${tableSql(table.name)} AS our_all WHERE ${between} AND (${isNone})) AS undated`]
}

/** Whether what was taken for days are numbers. */
export const areNumbers = (undated: number, dated: number) => undated > mostUndated * (undated + dated)
