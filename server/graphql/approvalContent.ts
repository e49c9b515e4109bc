// What a request lays before a person.
import type { ContextContent, QueryContent, ReviewedTable } from '../core/approval/request.ts'
import { lineageSourceEnum } from './lineageSource.ts'
import type { FollowedEdge, TableEdge } from '../core/dataset/lineage.ts'
import type { TableName } from '../core/dataset/table.ts'
import { builder } from './builder.ts'
import { faultKindOf, faultLabel, FaultKindEnum } from './faultKind.ts'
import { QueryEstimateObject } from './queryEstimate.ts'
import { ColumnKindEnum } from './table.ts'
import { wordEnum } from './words.ts'

export const QueryAuthorEnum = wordEnum<QueryContent['author']>('QueryAuthor', 'Who wrote a query.', {
  analyst: 'Dataing itself.',
  model: 'A model.',
  person: 'A person.',
})

export const TableNameObject = builder.objectRef<TableName>('TableName').implement({
  description: 'A table by its name.',
  fields: t => ({
    schema: t.exposeString('schema', { description: 'The schema it stands in.' }),
    name: t.exposeString('name', { description: 'Its name within the schema.' }),
  }),
})

export const TableEdgeObject = builder.objectRef<TableEdge>('TableEdge').implement({
  description: 'One table is made from another.',
  fields: t => ({
    from: t.field({ type: TableNameObject, description: 'The table upstream.', resolve: ({ from }) => from }),
    to: t.field({ type: TableNameObject, description: 'The table that is made from it.', resolve: ({ to }) => to }),
  }),
})

const FollowedEdgeObject = builder.objectRef<FollowedEdge>('FollowedEdge').implement({
  description: 'An edge that the walk upstream would follow.',
  fields: t => ({
    from: t.field({ type: TableNameObject, description: 'The table upstream.', resolve: ({ from }) => from }),
    to: t.field({ type: TableNameObject, description: 'The table that is made from it.', resolve: ({ to }) => to }),
    source: t.expose('source', {
      type: lineageSourceEnum,
      nullable: true,
      description: 'Who says so; null where Dataing infers it from names and columns.',
    }),
  }),
})

const ReviewedColumnObject = builder.objectRef<ReviewedTable['columns'][number]>('ReviewedColumn').implement({
  description: 'A column that an investigation may use.',
  fields: t => ({
    name: t.exposeString('name', { description: 'As the data source spells it.' }),
    kind: t.expose('kind', { type: ColumnKindEnum, description: 'The normalised type.' }),
    isSensitive: t.exposeBoolean('isSensitive', {
      description: 'Whether its name, or the policy, says that it holds what belongs to a person.',
    }),
    isNeeded: t.exposeBoolean('isNeeded', {
      description: 'Whether nothing can be measured without it: it can neither be taken out nor masked.',
    }),
  }),
})

const ReviewedTableObject = builder.objectRef<ReviewedTable>('ReviewedTable').implement({
  description: 'A table that an investigation may use.',
  fields: t => ({
    schema: t.string({ description: 'The schema it stands in.', resolve: ({ name }) => name.schema }),
    name: t.string({ description: 'Its name within the schema.', resolve: ({ name }) => name.name }),
    rowEstimate: t.exposeFloat('rowEstimate', {
      nullable: true,
      description: 'Rows as the statistics have it; null where there are none.',
    }),
    isNeeded: t.exposeBoolean('isNeeded', {
      description: 'Whether it is the table in question, which cannot be taken out.',
    }),
    columns: t.field({
      type: [ReviewedColumnObject],
      description: 'In the order of the table.',
      resolve: ({ columns }) => [...columns],
    }),
  }),
})

export const ContextReviewObject = builder.objectRef<ContextContent>('ContextReview').implement({
  description:
    'What an investigation may use to look for causes. Rows are counted and summed up; what is masked is never shown nor told apart.',
  fields: t => ({
    tables: t.field({
      type: [ReviewedTableObject],
      description: 'The table in question first.',
      resolve: ({ tables }) => [...tables],
    }),
    days: t.field({ type: ['Date'], description: 'The days that are looked into.', resolve: ({ days }) => [...days] }),
    normalDays: t.field({
      type: ['Date'],
      description: 'The days they are compared with.',
      resolve: ({ normalDays }) => [...normalDays],
    }),
    since: t.exposeString('since', {
      nullable: true,
      description:
        "Since when it is looked into: a day, or an hour of one, '2026-06-12T08'. Null in requests of before it was told.",
    }),
    dimensions: t.stringList({
      description: 'The columns by whose values the rows may be told apart.',
      resolve: ({ dimensions }) => [...dimensions],
    }),
    edges: t.field({
      type: [FollowedEdgeObject],
      nullable: true,
      description: 'What the table in question is made from. Null in requests of before it was told.',
      resolve: ({ edges }) => edges && [...edges],
    }),
  }),
})

const ServedPredictionObject = builder.objectRef<QueryContent['serves'][number]>('ServedPrediction').implement({
  description: 'What a query is for.',
  fields: t => ({
    kind: t.field({
      type: FaultKindEnum,
      nullable: true,
      description: "The kind of fault that is supposed; null where it is in somebody's own words.",
      resolve: ({ hypothesis }) => (hypothesis === null ? null : faultKindOf(hypothesis)),
    }),
    label: t.string({
      description: 'The kind in words, or the words.',
      resolve: ({ hypothesis, statement }) => (hypothesis === null ? statement : faultLabel[faultKindOf(hypothesis)]),
    }),
    statement: t.exposeString('statement', { description: 'The hypothesis, as a sentence.' }),
    claim: t.exposeString('claim', { description: 'What it predicts of the answer.' }),
  }),
})

const TouchedColumnObject = builder
  .objectRef<{ readonly name: string; readonly isSensitive: boolean }>('TouchedColumn')
  .implement({
    description: 'A column that a query speaks of.',
    fields: t => ({
      name: t.exposeString('name', { description: 'As the data source spells it.' }),
      isSensitive: t.exposeBoolean('isSensitive', {
        description: 'Whether its name, or the policy, says that it holds what belongs to a person.',
      }),
    }),
  })

export const QueryReviewObject = builder.objectRef<QueryContent>('QueryReview').implement({
  description: 'A query as it would run. An approval is good for exactly this text on this data source.',
  fields: t => ({
    name: t.string({ description: "Short name within the case: 'segments'.", resolve: ({ queryId }) => queryId }),
    purpose: t.exposeString('purpose', { description: 'Why it is asked, as a phrase.' }),
    author: t.expose('author', { type: QueryAuthorEnum, description: 'Who wrote it.' }),
    writtenBy: t.string({
      nullable: true,
      description: 'The person who wrote it, by the name they had then; null where nobody did.',
      resolve: ({ writer }) => writer?.byName ?? null,
    }),
    sql: t.exposeString('sql', { description: 'The exact text that would run.' }),
    sha256: t.string({ description: 'The sha256 of the text, in hex.', resolve: ({ hash }) => hash }),
    tables: t.field({
      type: [TableNameObject],
      description: 'The tables it reads.',
      resolve: ({ tables }) => [...tables],
    }),
    columns: t.field({
      type: [TouchedColumnObject],
      description: 'The columns it speaks of.',
      resolve: ({ columns, sensitive }) => columns.map(name => ({ name, isSensitive: sensitive.includes(name) })),
    }),
    serves: t.field({
      type: [ServedPredictionObject],
      description: 'The predictions that its answer decides.',
      resolve: ({ serves }) => [...serves],
    }),
    maxRows: t.exposeInt('maxRows', { description: 'The most rows that are taken of its answer.' }),
    timeoutMs: t.exposeInt('timeoutMs', { description: 'How long it may take.' }),
    rowEstimate: t.float({
      nullable: true,
      description: 'Rows that its tables hold, as the statistics have it; null where there are none.',
      resolve: ({ rows }) => rows,
    }),
    estimate: t.expose('estimate', {
      type: QueryEstimateObject,
      nullable: true,
      description: 'What it is going to read; null where the data source does not say.',
    }),
    ifRejected: t.exposeString('ifRejected', { description: 'What happens when it is rejected.' }),
  }),
})
