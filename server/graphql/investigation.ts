import type { FaultKind } from '../core/fault/faultKind.ts'
import type { Status } from '../core/investigation/state.ts'
import { ActionEnum, actionsOf } from './actions.ts'
import { AnomalyObject } from './anomaly.ts'
import { builder } from './builder.ts'
import { SchemaChangeObject } from './catalogueChanges.ts'
import { DataSource } from './dataSource.ts'
import { faultKinds, FaultKindEnum, faultLabel } from './faultKind.ts'
import { FindingObject } from './finding.ts'
import { uuidOrNone } from './globalId.ts'
import { Hypothesis } from './hypothesis.ts'
import { QuestionObject } from './question.ts'
import { RanQuery } from './ranQuery.ts'
import { storedAnomaly, storedEvent, storedFailure, storedFinding, storedQuestion } from './stored.ts'
import { callerOf } from './who.ts'
import { wordEnum, wordOf } from './words.ts'

const statuses: Readonly<Record<Exclude<Status, 'unopened'> | 'paused', string>> = {
  running: 'Work is going on.',
  concluded: 'It ended with a finding.',
  failed: 'It could not go on; `failure` says why.',
  cancelled: 'Somebody stopped it.',
  paused: 'Somebody paused it; nothing is done until somebody resumes it.',
}

export const StatusEnum = wordEnum('InvestigationStatus', 'Where an investigation stands.', statuses)

const Failure = builder.objectRef<NonNullable<ReturnType<typeof storedFailure>>>('Failure').implement({
  description: 'Why an investigation could not go on.',
  fields: t => ({
    reason: t.exposeString('reason', { description: "For programs: 'table-not-found'." }),
    message: t.exposeString('message', { description: 'For people, with what to do about it.' }),
  }),
})

const OtherCauseObject = builder.objectRef<FaultKind>('OtherCause').implement({
  description: 'A kind of fault that could be tested as well.',
  fields: t => ({
    kind: t.field({ type: FaultKindEnum, description: 'The kind.', resolve: kind => kind }),
    label: t.string({ description: 'In words.', resolve: kind => faultLabel[kind] }),
  }),
})

export const Investigation = builder.prismaNode('InvestigationView', {
  name: 'Investigation',
  description: 'A case, from the question to the report.',
  id: { resolve: ({ id }) => id },
  nullable: true,
  findUnique: id => ({ id: uuidOrNone(id) }),
  // Chosen field by field: a list must not read the charts and reports that it does not show.
  select: { id: true, version: true },
  fields: t => ({
    number: t.exposeInt('number', { description: 'Counts from 1 within the tenant; INV-7 on the page.' }),
    title: t.exposeString('title', { description: 'What it is about, in one line.' }),
    status: t.field({
      type: StatusEnum,
      select: { status: true },
      description: 'Where it stands.',
      resolve: ({ status }) => wordOf(statuses, status),
    }),
    availableActions: t.field({
      type: [ActionEnum],
      select: { status: true, hypotheses: { select: { kind: true }, take: 1 }, caseFile: { select: { state: true } } },
      description: 'What the caller can do now, e.g. CANCEL while it runs; empty where their role may do nothing.',
      resolve: ({ status, hypotheses, caseFile }, _args, context) =>
        actionsOf(
          {
            status: wordOf(statuses, status),
            isProposed: hypotheses.length > 0,
            isResolved: caseFile?.state === 'resolved',
          },
          callerOf(context),
        ),
    }),
    dataSource: t.relation('dataSource', { type: DataSource, description: 'The warehouse it questions.' }),
    question: t.field({
      type: QuestionObject,
      select: { question: true },
      description: 'What was asked.',
      resolve: ({ question }) => storedQuestion(question),
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was opened.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its newest event happened.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it runs.',
    }),
    version: t.exposeInt('version', { description: 'The sequence of the newest event: how many there are.' }),
    anomaly: t.field({
      type: AnomalyObject,
      nullable: true,
      select: { anomaly: true },
      description: 'The deviation as measured; null until it is.',
      resolve: ({ anomaly }) => storedAnomaly(anomaly),
    }),
    hypotheses: t.relation('hypotheses', {
      type: Hypothesis,
      description: 'Proposed causes, most probable first; the refuted ones stay.',
      query: { orderBy: [{ probability: 'desc' }, { position: 'asc' }, { kind: 'asc' }] },
    }),
    otherCauses: t.field({
      type: [OtherCauseObject],
      select: { hypotheses: { select: { kind: true, droppedBy: true } } },
      description: 'Kinds of fault that are not among its hypotheses; `hypothesisAdd` lets one be tested.',
      resolve: ({ hypotheses }) =>
        faultKinds.filter(kind => !hypotheses.some(each => each.kind === kind && each.droppedBy === null)),
    }),
    queries: t.relation('queries', {
      type: RanQuery,
      description: 'Queries in the order in which they ran.',
      query: { orderBy: [{ position: 'asc' }, { queryId: 'asc' }] },
    }),
    finding: t.field({
      type: FindingObject,
      nullable: true,
      select: { finding: true },
      description: 'The report; null until there is one.',
      resolve: ({ id, finding }) => {
        const found = storedFinding(finding)
        return found === null ? null : { ...found, investigationId: id }
      },
    }),
    failure: t.field({
      type: Failure,
      nullable: true,
      select: { failure: true },
      description: 'Why it could not go on; null unless FAILED.',
      resolve: ({ failure }) => storedFailure(failure),
    }),
  }),
})

builder.prismaObjectField(Investigation, 'schemaChanges', t =>
  t.field({
    type: [SchemaChangeObject],
    description: 'What changed in the schema of its tables before it was opened, oldest first.',
    resolve: async ({ id }, _args, { readDb }) => {
      const gathered = await readDb.eventRecord.findFirst({
        where: { investigationId: id, type: 'ContextGathered' },
        select: { type: true, data: true },
      })
      const event = gathered && storedEvent(gathered)
      return event?.type === 'ContextGathered' ? [...(event.data.focus.past?.changes ?? [])] : []
    },
  }),
)
