import type { FailureReason } from '../investigation/events.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Question } from '../metric/question.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import type { Focus } from './focus.ts'
import { findColumn } from './schemaContext.ts'
import { isNumeric, sameTable, tableText, type Column, type Table } from './table.ts'
import { canBeTime, readIn, timeColumnOf, timeTextOf } from './timeColumn.ts'

type Problem = { readonly reason: FailureReason; readonly message: string }

const needsNumber = new Set(['sum', 'average', 'minimum', 'maximum'])

/** The part of the schema that the question is about, or why it cannot be asked. Neighbours that nothing refers to stay, so that they can be compared. */
export const findContext = (question: Question, tables: readonly Table[]): Result<Focus, Problem> => {
  const table = tables.find(({ name }) => sameTable(name, question.table))
  if (!table)
    return refuse({
      reason: 'table-not-found',
      message: `There is no table ${tableText(question.table)} in this data source.`,
    })
  const missing = metricColumns(question.metric).find(column => !findColumn(table, column))
  if (missing !== undefined)
    return refuse({ reason: 'column-not-found', message: `${tableText(table.name)} has no column ${missing}.` })
  const wrong = needsNumber.has(question.metric.kind)
    ? metricColumns(question.metric).find(column => !isNumber(findColumn(table, column)))
    : undefined
  if (wrong !== undefined)
    return refuse({
      reason: 'wrong-column-type',
      message: `${wrong} holds no numbers, so it has no ${question.metric.kind}.`,
    })
  if (question.metric.kind === 'duplicateRate' && question.metric.columns.length === 0 && !table.primaryKey) {
    return refuse({
      reason: 'column-not-found',
      message: `${tableText(table.name)} declares no key: name the columns that should be unique.`,
    })
  }
  const time = timeOf(question, table)
  return time.ok ? ok({ table, parents: tables.filter(other => other !== table), timeColumn: time.value }) : time
}

const isNumber = (column: Column | null) => column !== null && isNumeric(column)

const timeOf = (question: Question, table: Table): Result<Column | null, Problem> => {
  if (question.wholeTable) return ok(null)
  if (question.timeColumn !== null) {
    const named = findColumn(table, question.timeColumn)
    if (!named)
      return refuse({
        reason: 'column-not-found',
        message: `${tableText(table.name)} has no column ${question.timeColumn}.`,
      })
    return canBeTime(named)
      ? ok(readIn(named, question))
      : refuse({
          reason: 'wrong-column-type',
          message: `${named.name} is no date, no timestamp, no text that tells a time and no number that counts time since 1970.`,
        })
  }
  const chosen = timeColumnOf(table) ?? timeTextOf(table)
  return chosen
    ? ok(readIn(chosen, question))
    : refuse({
        reason: 'no-time-column',
        message: `${tableText(table.name)} has no date or timestamp column: name one, or ask for the whole table.`,
      })
}
