import type { InvestigationEvent as Fact } from '../core/investigation/events.ts'
import { headline } from '../core/investigation/headline.ts'
import { builder } from './builder.ts'
import { printCursor } from './cursor.ts'
import { uuidOrNone } from './globalId.ts'
import { Hypothesis } from './hypothesis.ts'
import { Investigation } from './investigation.ts'
import { RanQuery } from './ranQuery.ts'
import { storedEvent } from './stored.ts'
import { wordEnum, wordOf } from './words.ts'

const types: Readonly<Record<Fact['type'], string>> = {
  InvestigationOpened: 'A case was opened.',
  ContextGathered: 'Tables, columns and keys were read.',
  CatalogueLate: 'The catalogue of the data source did not answer in time.',
  QueryRan: 'A query gave an answer.',
  QueryFailed: 'A query gave none.',
  AnomalyMeasured: 'The number is out of its band.',
  AnomalyNotFound: 'The number is within its band.',
  HypothesisProposed: 'A possible cause was proposed.',
  PredictionRegistered: 'What a hypothesis expects was written down.',
  SignalMeasured: 'Numbers were read off an answer.',
  EvidenceRecorded: 'A prediction was weighed.',
  RowsSampled: 'Affected rows, and rows from before, were kept to look at.',
  ModelInvited: 'A model takes part.',
  ModelAnswered: 'The model answered, and was paid for.',
  ModelHypothesisProposed: 'The model thought of a possible cause, with what it expects.',
  ModelQueryRepaired: 'The model mended a query of its own.',
  ModelPredictionTested: 'A prediction of the model was tested.',
  ModelProseDrafted: 'The model drafted sentences for the report.',
  ModelLeft: 'The case goes on without the model.',
  BudgetSpent: 'A budget is used up; the case ends with what it has.',
  ApprovalRequested: 'A person is asked, and what depends on the answer waits.',
  QueryAllowed: 'A query may run without asking, by a remembered grant.',
  ApprovalGiven: 'The first of two people approved.',
  ApprovalDecided: 'A person answered, or the deadline did.',
  ApprovalEscalated: 'Nobody has decided in a part of the time, and more people are asked.',
  ApprovalWithdrawn: 'A request needs no answer any more: somebody dropped what it was for.',
  FindingReached: 'The report is there; ends the case.',
  StepGivenUp: 'A piece of work was given up.',
  InvestigationFailed: 'The case could not go on; ends it.',
  InvestigationCancelled: 'Somebody stopped the case; ends it.',
  InvestigationPaused: 'Somebody paused the case: nothing is due.',
  InvestigationResumed: 'Somebody let it go on.',
  HintAdded: 'Somebody told what they know.',
  HypothesisAdded: 'Somebody added a possible cause.',
  HypothesisDropped: 'Somebody took a possible cause out.',
  OwnHypothesisAdded: 'Somebody put a possible cause in their own words, with what it predicts.',
  OwnPredictionTested: 'A prediction of theirs was tested.',
  OwnHypothesisDropped: 'Somebody took such a cause out.',
}

const EventType = wordEnum('InvestigationEventType', 'What can happen in a case.', types)

export const InvestigationEvent = builder.prismaNode('EventRecord', {
  name: 'InvestigationEvent',
  description: 'One fact of a case. `cursor` resumes the subscription after it.',
  id: { resolve: ({ investigationId, sequence }) => `${investigationId}:${sequence}` },
  nullable: true,
  findUnique: id => {
    const [investigationId, sequence] = id.split(':')
    return {
      investigationId_sequence: { investigationId: uuidOrNone(investigationId), sequence: sequenceOf(sequence) },
    }
  },
  fields: t => ({
    cursor: t.string({
      description: 'Where it stands in its case; for `after`.',
      resolve: ({ sequence }) => printCursor(sequence),
    }),
    sequence: t.exposeInt('sequence', { description: 'Counts from 1 within the case, without gaps.' }),
    type: t.field({ type: EventType, description: 'What happened.', resolve: ({ type }) => wordOf(types, type) }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When.' }),
    headline: t.string({
      description: 'The fact in one line.',
      resolve: async (row, _args, { loaders }) =>
        headline(storedEvent(row), await loaders.metric.load(row.investigationId)),
    }),
    investigation: t.prismaField({
      type: Investigation,
      description: 'The case as it stands at this fact or later.',
      resolve: (query, { investigationId }, _args, { readDb }) =>
        readDb.investigationView.findUniqueOrThrow({ ...query, where: { id: investigationId } }),
    }),
    hypothesis: t.field({
      type: Hypothesis,
      nullable: true,
      description: 'The hypothesis the fact is about.',
      resolve: (row, _args, { loaders }) => {
        const kind = hypothesisOf(storedEvent(row))
        return kind === null ? null : loaders.hypothesis.load({ investigationId: row.investigationId, kind })
      },
    }),
    query: t.field({
      type: RanQuery,
      nullable: true,
      description: 'The query the fact is about.',
      resolve: (row, _args, { loaders }) => {
        const queryId = queryOf(storedEvent(row))
        return queryId === null ? null : loaders.query.load({ investigationId: row.investigationId, queryId })
      },
    }),
  }),
})

const sequenceOf = (text: string | undefined) => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0)

const hypothesisOf = (fact: Fact) => {
  switch (fact.type) {
    case 'HypothesisProposed':
    case 'HypothesisAdded':
      return fact.data.hypothesis.kind
    case 'PredictionRegistered':
      return fact.data.prediction.hypothesis
    case 'EvidenceRecorded':
      return fact.data.evidence.hypothesis
    case 'FindingReached':
      return fact.data.finding.cause
    case 'HypothesisDropped':
      return fact.data.kind
    default:
      return null
  }
}

const queryOf = (fact: Fact) => (fact.type === 'QueryRan' || fact.type === 'QueryFailed' ? fact.data.id : null)
