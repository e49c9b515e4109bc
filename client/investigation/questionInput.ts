import { graphql } from '../gql/gql.ts'
import type { InvestigationStartInput, QuestionInput_QuestionFragment } from '../gql/graphql.ts'

export const QuestionInput_question = graphql(`
  fragment QuestionInput_question on Question {
    schema table day timeColumn timeZone wholeTable
    metric { kind columns where { column operator values } }
  }
`)

/** The start of a case that asks this question of this data source. The fresh id makes a retry of the request the same case. */
export const questionInput = (
  question: QuestionInput_QuestionFragment,
  dataSourceId: string,
): InvestigationStartInput => {
  const { schema, table, day, timeColumn, timeZone, wholeTable, metric } = question
  const where = metric.where
    ? { column: metric.where.column, operator: metric.where.operator, values: [...metric.where.values] }
    : null
  const columns = metric.kind === 'SHARE' ? [] : [...metric.columns]
  return {
    clientId: crypto.randomUUID(),
    dataSourceId,
    schema,
    table,
    day,
    wholeTable,
    timeColumn: timeColumn ?? null,
    timeZone: timeZone ?? null,
    metric: { kind: metric.kind, ...(columns.length > 0 ? { columns } : {}), ...(where ? { where } : {}) },
  }
}
