// A person looks into a table: a few rows, or what stands in a column. Both are masked, bounded, and kept in the audit trail.
import type { LookProblem } from '../app/look/lookAt.ts'
import type { LookedColumn } from '../app/look/profileColumn.ts'
import type { SampledTable } from '../app/look/sampleTable.ts'
import { hasOrder, isOpaque, LOOK_ROWS, type Bin, type TopValue } from '../core/look/columnLook.ts'
import { isTimeColumn } from '../core/dataset/timeColumn.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { dataSourceCode, DataSourceError, InputError, type ErrorCode } from './errors.ts'
import { uuidOf } from './globalId.ts'
import { callerOf, notFound } from './who.ts'

const placeOf = (context: Context, dataSourceId: string) => {
  const { tenantId } = callerOf(context)
  const id = uuidOf('DataSource', dataSourceId)
  if (id === null) throw notFound('data source', 'dataSourceId')
  return { tenantId, dataSourceId: asId<DataSourceId>(id) }
}

const codes: { readonly [C in Exclude<LookProblem['code'], 'data-source-problem'>]: readonly [ErrorCode, string] } = {
  'no-such-table': ['TABLE_NOT_FOUND', 'table'],
  'no-such-column': ['COLUMN_NOT_FOUND', 'column'],
  'nothing-to-show': ['INVALID_INPUT', 'table'],
  'not-allowed': ['QUERY_REFUSED', 'table'],
}

const refusal = (looked: LookProblem) => {
  if (looked.code !== 'data-source-problem') {
    const [code, field] = codes[looked.code]
    return new InputError(code, looked.message, [field])
  }
  const { code, message, retryable } = looked.problem
  return code === 'not-found'
    ? notFound('data source', 'dataSourceId')
    : new DataSourceError(dataSourceCode[code], message, retryable)
}

const Sample = builder.objectRef<SampledTable>('TableSamplePayload').implement({
  description: 'A few rows of a table, masked.',
  fields: t => ({
    columns: t.stringList({
      description: 'The columns shown, in order.',
      resolve: ({ answer }) => answer.columns.map(({ name }) => name),
    }),
    rows: t.field({
      type: t.listRef(t.listRef('String', { nullable: true })),
      description: 'The rows, each value as text; null for NULL.',
      resolve: ({ answer }) => answer.rows.map(row => row.map(cell => (cell === null ? null : String(cell)))),
    }),
    masked: t.stringList({
      description: 'Columns with values replaced by tokens: the same value is the same token.',
      resolve: ({ masked }) => [...masked],
    }),
    left: t.stringList({ description: 'Columns that are not shown.', resolve: ({ left }) => [...left] }),
  }),
})

const TableSampleInput = builder.inputType('TableSampleInput', {
  description: 'Which table to look into.',
  fields: t => ({
    dataSourceId: t.id({ required: true, description: 'The data source.' }),
    schema: t.string({ required: true, description: 'The schema, as the data source spells it.' }),
    table: t.string({ required: true, description: 'The table, as the data source spells it.' }),
  }),
})

builder.mutationField('tableSample', t =>
  t.field({
    type: Sample,
    description:
      'Shows at most 20 rows of a table, with what belongs to persons masked. That somebody looked is kept in the audit trail. Permission: samples:read. Events: none.',
    args: { input: t.arg({ type: TableSampleInput, required: true, description: 'Which table.' }) },
    errors: {
      types: [InputError, DataSourceError],
      union: { name: 'TableSampleResult', description: 'The rows, or why not.' },
    },
    resolve: async (_root, { input: { dataSourceId, schema, table } }, context) => {
      const sampled = await context.app.sampleTable(placeOf(context, dataSourceId), { schema, name: table })
      if (sampled.ok) return sampled.value
      throw refusal(sampled.problem)
    },
  }),
)

const Value = builder.objectRef<TopValue>('TopValue').implement({
  description: 'A value and how often it stands there.',
  fields: t => ({
    value: t.exposeString('value', {
      nullable: true,
      description: 'As text; null for NULL, a token where it is masked.',
    }),
    rows: t.exposeFloat('rows', { description: 'In how many rows.' }),
  }),
})

const BinObject = builder.objectRef<Bin>('HistogramBin').implement({
  description: 'One bar of a histogram; of a time column the bounds are seconds since 1970.',
  fields: t => ({
    from: t.exposeFloat('from', { description: 'Values from here on.' }),
    to: t.exposeFloat('to', { description: 'Values below this; the last bar holds its end too.' }),
    rows: t.exposeFloat('rows', { description: 'In how many rows.' }),
  }),
})

/** A bound of the column as people write it. */
const bound = ({ column }: LookedColumn, value: number | null): string | null => {
  if (value === null || !hasOrder(column)) return null
  return isTimeColumn(column) ? new Date(value * 1000).toISOString() : String(value)
}

const Profile = builder.objectRef<LookedColumn>('ColumnProfilePayload').implement({
  description: 'What stands in a column.',
  fields: t => ({
    rowCount: t.float({ description: 'Rows that were read.', resolve: ({ extent }) => extent.rows }),
    isCut: t.exposeBoolean('isCut', {
      description: `Whether only the first ${LOOK_ROWS.toLocaleString('en-US')} rows were read, because the table holds more.`,
    }),
    nullRate: t.float({
      nullable: true,
      description: 'Share of rows without a value; null where there are no rows.',
      resolve: ({ extent: { rows, filled } }) => (rows > 0 ? 1 - filled / rows : null),
    }),
    distinctCount: t.float({
      nullable: true,
      description: 'Different values in them; null for types that cannot be compared.',
      resolve: ({ extent, column }) => (isOpaque(column) ? null : extent.distinct),
    }),
    minimum: t.string({
      nullable: true,
      description: 'The least value, as a number or an instant; null where there is no order or it is masked.',
      resolve: looked => bound(looked, looked.extent.least),
    }),
    maximum: t.string({
      nullable: true,
      description: 'The greatest value, likewise.',
      resolve: looked => bound(looked, looked.extent.most),
    }),
    topValues: t.field({
      type: [Value],
      description: 'The most frequent values, at most 10.',
      resolve: ({ top }) => [...top],
    }),
    histogram: t.field({
      type: [BinObject],
      description: 'How numbers and times are spread; empty for others.',
      resolve: ({ bins }) => [...bins],
    }),
    isMasked: t.exposeBoolean('isMasked', {
      description: 'Whether something of it is not shown because it belongs to persons.',
    }),
  }),
})

const ColumnProfileInput = builder.inputType('ColumnProfileInput', {
  description: 'Which column to look at.',
  fields: t => ({
    dataSourceId: t.id({ required: true, description: 'The data source.' }),
    schema: t.string({ required: true, description: 'The schema, as the data source spells it.' }),
    table: t.string({ required: true, description: 'The table, as the data source spells it.' }),
    column: t.string({ required: true, description: 'The column, as the data source spells it.' }),
  }),
})

builder.mutationField('columnProfile', t =>
  t.field({
    type: Profile,
    description:
      'Measures what stands in a column: nulls, distinct values, extent, the most frequent values, a histogram; masked where it belongs to persons. ' +
      'That somebody looked is kept in the audit trail. Permission: samples:read. Events: none.',
    args: { input: t.arg({ type: ColumnProfileInput, required: true, description: 'Which column.' }) },
    errors: {
      types: [InputError, DataSourceError],
      union: { name: 'ColumnProfileResult', description: 'The profile, or why not.' },
    },
    resolve: async (_root, { input: { dataSourceId, schema, table, column } }, context) => {
      const looked = await context.app.profileColumn(placeOf(context, dataSourceId), { schema, name: table, column })
      if (looked.ok) return looked.value
      throw refusal(looked.problem)
    },
  }),
)
