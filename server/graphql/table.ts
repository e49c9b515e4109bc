import type { Column, ColumnKind, ForeignKey, Table } from '../core/dataset/table.ts'
import type { TableSummary } from '../core/ports/dataSource.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

export const ColumnKindEnum = wordEnum<ColumnKind>(
  'ColumnKind',
  'The normalised type of a column, the same words for every data source.',
  {
    integer: 'Whole numbers.',
    decimal: 'Numbers with a fraction, exact or floating.',
    text: 'Text.',
    boolean: 'True or false.',
    date: 'A calendar day.',
    timestamp: 'Day and time without a zone.',
    timestamptz: 'An instant.',
    time: 'A time of day.',
    json: 'JSON documents.',
    binary: 'Bytes.',
    other: 'Anything else.',
  },
)

const ColumnObject = builder.objectRef<Column>('Column').implement({
  description: 'A column of a table.',
  fields: t => ({
    name: t.exposeString('name', { description: 'As the data source spells it.' }),
    kind: t.expose('kind', { type: ColumnKindEnum, description: 'The normalised type.' }),
    nativeType: t.exposeString('nativeType', { description: 'The type as the data source calls it.' }),
    nullable: t.exposeBoolean('nullable', { description: 'Whether it may hold NULL.' }),
    comment: t.string({
      nullable: true,
      description: 'What its owner wrote about it; null where there is nothing.',
      resolve: ({ comment }) => comment ?? null,
    }),
  }),
})

const ForeignKeyObject = builder.objectRef<ForeignKey>('ForeignKey').implement({
  description: 'Columns whose values stand in another table.',
  fields: t => ({
    columns: t.stringList({ description: 'The columns, in order.', resolve: ({ columns }) => [...columns] }),
    schema: t.string({
      description: 'The schema of the other table.',
      resolve: ({ references }) => references.table.schema,
    }),
    table: t.string({ description: 'The other table.', resolve: ({ references }) => references.table.name }),
    referencedColumns: t.stringList({
      description: 'Its columns, in the same order.',
      resolve: ({ references }) => [...references.columns],
    }),
  }),
})

export const TableSummaryObject = builder.objectRef<TableSummary>('TableSummary').implement({
  description: 'A table or view, by name.',
  fields: t => ({
    schema: t.string({ description: 'The schema it stands in.', resolve: ({ name }) => name.schema }),
    name: t.string({ description: 'Its name within the schema.', resolve: ({ name }) => name.name }),
    isView: t.exposeBoolean('isView', { description: 'Whether it is a view.' }),
    rowEstimate: t.exposeFloat('rowEstimate', {
      nullable: true,
      description: 'Rows as the statistics have it; null where there are none.',
    }),
  }),
})

export const TableObject = builder.objectRef<Table>('Table').implement({
  description: 'A table or view with its columns.',
  fields: t => ({
    schema: t.string({ description: 'The schema it stands in.', resolve: ({ name }) => name.schema }),
    name: t.string({ description: 'Its name within the schema.', resolve: ({ name }) => name.name }),
    isView: t.exposeBoolean('isView', { description: 'Whether it is a view.' }),
    rowEstimate: t.exposeFloat('rowEstimate', {
      nullable: true,
      description: 'Rows as the statistics have it; null where there are none.',
    }),
    columns: t.field({
      type: [ColumnObject],
      description: 'In the order of the table.',
      resolve: ({ columns }) => [...columns],
    }),
    comment: t.string({
      nullable: true,
      description: 'What its owner wrote about it; null where there is nothing.',
      resolve: ({ comment }) => comment ?? null,
    }),
    sizeBytes: t.float({
      nullable: true,
      description: 'Bytes that it takes; null where the data source does not tell.',
      resolve: ({ sizeBytes }) => sizeBytes ?? null,
    }),
    changedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it last changed; null where the data source does not tell.',
      resolve: ({ changedAt }) => (typeof changedAt === 'string' ? new Date(changedAt) : null),
    }),
    partitionColumns: t.stringList({
      description: 'The columns that it is partitioned or clustered by.',
      resolve: ({ partitionColumns }) => [...(partitionColumns ?? [])],
    }),
    foreignKeys: t.field({
      type: [ForeignKeyObject],
      description: 'Its references to other tables.',
      resolve: ({ foreignKeys }) => [...foreignKeys],
    }),
    primaryKey: t.stringList({
      nullable: true,
      description: 'The columns of the primary key; null where it has none.',
      resolve: ({ primaryKey }) => (primaryKey === null ? null : [...primaryKey]),
    }),
  }),
})
