import type { Question } from '../core/metric/question.ts'
import { builder } from './builder.ts'
import { MetricObject } from './metric.ts'

export const QuestionObject = builder.objectRef<Question>('Question').implement({
  description: 'What somebody said looks wrong. Expected and actual values are measured, never asked.',
  fields: t => ({
    schema: t.string({ description: 'The schema of the table.', resolve: ({ table }) => table.schema }),
    table: t.string({ description: 'The table.', resolve: ({ table }) => table.name }),
    metric: t.expose('metric', { type: MetricObject, description: 'The number that looks wrong.' }),
    day: t.expose('day', { type: 'Date', description: 'The day on which it does, in `timeZone`.' }),
    timeColumn: t.exposeString('timeColumn', {
      nullable: true,
      description: 'The column that places a row in time; null: chosen by Dataing.',
    }),
    timeZone: t.exposeString('timeZone', { description: 'IANA name of the zone in which days are counted.' }),
    wholeTable: t.exposeBoolean('wholeTable', {
      description: 'Whether it is measured against the whole table, for want of a time column.',
    }),
  }),
})
