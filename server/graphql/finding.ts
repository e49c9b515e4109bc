import type { Conclusion, Finding, Segment, Statement } from '../core/finding/finding.ts'
import { OnsetObject } from './anomaly.ts'
import { builder } from './builder.ts'
import { ConfidenceObject } from './confidence.ts'
import { Hypothesis } from './hypothesis.ts'
import { queriesOf, RanQuery } from './ranQuery.ts'
import { segmentText } from './wording.ts'
import { wordEnum } from './words.ts'

export const ConclusionEnum = wordEnum<Conclusion>('Conclusion', 'What a finding says.', {
  causeFound: 'A cause was found.',
  expectedChange: 'The change is real and was to be expected.',
  externalCause: 'The change is real, and nothing at hand explains it.',
  causeNotFound: 'No cause was found; `cause` is the strongest lead.',
  noAnomaly: 'Nothing is wrong with the number.',
})

type OfCase<Thing> = Thing & { readonly investigationId: string }

export const StatementObject = builder.objectRef<OfCase<Statement>>('Statement').implement({
  description: 'One sentence of the report and what it rests on.',
  fields: t => ({
    text: t.exposeString('text', { description: 'The sentence.' }),
    queries: t.field({
      type: [RanQuery],
      description: 'The queries it can be derived from again.',
      resolve: ({ investigationId, queries }, _args, context) => queriesOf(context, investigationId, queries),
    }),
  }),
})

const SegmentCondition = builder.objectRef<Segment[number]>('SegmentCondition').implement({
  description: 'A column and its value.',
  fields: t => ({
    column: t.exposeString('column', { description: 'The column.' }),
    value: t.exposeString('value', { nullable: true, description: 'The value as text; null for NULL.' }),
  }),
})

const SegmentObject = builder.objectRef<Segment>('Segment').implement({
  description: 'The rows that share these values.',
  fields: t => ({
    conditions: t.field({
      type: [SegmentCondition],
      description: 'All of them hold; none means all rows.',
      resolve: segment => [...segment],
    }),
    text: t.string({ description: "As a phrase: 'country = DE and channel = web'.", resolve: segmentText }),
  }),
})

export const ofCase = (statements: readonly Statement[], investigationId: string) =>
  statements.map(statement => ({ ...statement, investigationId }))

export const FindingObject = builder.objectRef<OfCase<Finding>>('Finding').implement({
  description: 'The report: what is going on, what caused it, what to do next.',
  fields: t => ({
    conclusion: t.expose('conclusion', { type: ConclusionEnum, description: 'What it says, in a word.' }),
    cause: t.field({
      type: Hypothesis,
      nullable: true,
      description: 'The leading cause; with CAUSE_NOT_FOUND the strongest lead.',
      resolve: ({ cause, investigationId }, _args, { loaders }) =>
        cause === null ? null : loaders.hypothesis.load({ investigationId, kind: cause }),
    }),
    whatIsGoingOn: t.field({
      type: [StatementObject],
      description: 'What is going on.',
      resolve: ({ whatIsGoingOn, investigationId }) => ofCase(whatIsGoingOn, investigationId),
    }),
    whatCausedIt: t.field({
      type: [StatementObject],
      description: 'What caused it.',
      resolve: ({ whatCausedIt, investigationId }) => ofCase(whatCausedIt, investigationId),
    }),
    whatToDoNext: t.field({
      type: [StatementObject],
      description: 'What to do next.',
      resolve: ({ whatToDoNext, investigationId }) => ofCase(whatToDoNext, investigationId),
    }),
    segments: t.field({
      type: [SegmentObject],
      description: 'Where it happened, each by itself; empty means everywhere.',
      resolve: ({ segments }) => [...segments],
    }),
    columns: t.stringList({ description: 'The columns it happened to.', resolve: ({ columns }) => [...columns] }),
    originSchema: t.string({
      description: 'The schema of the table where the fault was born, as far as it was checked.',
      resolve: ({ origin }) => origin.schema,
    }),
    originTable: t.string({
      description: 'The table where the fault was born, as far as it was checked.',
      resolve: ({ origin }) => origin.name,
    }),
    onset: t.expose('onset', {
      type: OnsetObject,
      nullable: true,
      description: 'When it began; null where that cannot be told.',
    }),
    confidence: t.expose('confidence', { type: ConfidenceObject, description: 'How sure it is.' }),
    affectedRows: t.exposeFloat('affectedRows', {
      nullable: true,
      description: 'How many rows it concerns; null where that cannot be told.',
    }),
    affectedPredicate: t.exposeString('affectedPredicate', {
      nullable: true,
      description:
        "SQL predicate that holds for the rows concerned, in the data source's dialect; null where none can be given.",
    }),
  }),
})
