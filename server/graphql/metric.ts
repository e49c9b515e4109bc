import { metricLabel, metricUnit, type MetricUnit } from '../core/metric/describe.ts'
import { metricColumns, type Metric, type MetricKind } from '../core/metric/metric.ts'
import { builder } from './builder.ts'
import { ConditionInput, ConditionObject, readCondition } from './condition.ts'
import { wordEnum } from './words.ts'

const MetricKindEnum = wordEnum<MetricKind>('MetricKind', "What is watched about a table's rows on one day.", {
  rowCount: 'How many rows.',
  nullRate: 'Share of rows where the column is NULL.',
  distinctCount: 'How many different values of the column.',
  duplicateRate: 'Share of rows beyond the first of each key.',
  sum: 'Sum of the column.',
  average: 'Average of the column.',
  minimum: 'Smallest value of the column.',
  maximum: 'Largest value of the column.',
  freshness: 'Hours from the newest row to the end of the day.',
  share: 'Share of rows for which the condition holds.',
})

export const MetricUnitEnum = wordEnum<MetricUnit>('MetricUnit', 'How to print a value.', {
  count: 'A whole number.',
  share: '0..1, as per cent.',
  value: "A number in the column's own unit.",
  hours: 'Hours.',
})

export const MetricObject = builder.objectRef<Metric>('Metric').implement({
  description: 'The number watched.',
  fields: t => ({
    kind: t.expose('kind', { type: MetricKindEnum, description: 'What is counted.' }),
    columns: t.stringList({
      description: 'The columns it speaks of; empty for those that count rows.',
      resolve: metric => [...metricColumns(metric)],
    }),
    where: t.field({
      type: ConditionObject,
      nullable: true,
      description: 'The condition of a SHARE.',
      resolve: metric => (metric.kind === 'share' ? metric.where : null),
    }),
    label: t.string({ description: "As a phrase: 'null rate of user_id'.", resolve: metricLabel }),
    unit: t.field({ type: MetricUnitEnum, description: 'How to print a value.', resolve: metricUnit }),
  }),
})

export const MetricInput = builder.inputType('MetricInput', {
  description: 'The number that looks wrong.',
  fields: t => ({
    kind: t.field({ type: MetricKindEnum, required: true, description: 'What is counted.' }),
    columns: t.stringList({
      description: 'The column (several for DUPLICATE_RATE, none for ROW_COUNT and FRESHNESS).',
    }),
    where: t.field({ type: ConditionInput, description: 'The condition of a SHARE.' }),
  }),
})

type MetricShape = typeof MetricInput.$inferInput

/** What is wrong with a metric of the input: the field within it, and why. */
export type MetricFault = { readonly field: 'columns' | 'where'; readonly message: string }

/** The core's metric, or what is wrong with the input. */
export const readMetric = ({ kind, columns, where }: MetricShape): Metric | MetricFault => {
  const [column, ...rest] = columns ?? []
  switch (kind) {
    case 'rowCount':
    case 'freshness':
      return column === undefined
        ? { kind }
        : { field: 'columns', message: 'This metric counts rows and takes no column.' }
    case 'duplicateRate':
      return { kind, columns: columns ?? [] }
    case 'share': {
      const condition = where === null || where === undefined ? null : readCondition(where)
      if (condition === null)
        return { field: 'where', message: 'A share needs a condition, with one value, or several for IN.' }
      return { kind, where: condition }
    }
    default:
      return column === undefined || rest.length > 0
        ? { field: 'columns', message: 'Name the one column to watch.' }
        : { kind, column }
  }
}
