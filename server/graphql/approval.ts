import { whyNot } from '../core/approval/behalf.ts'
import type { ApprovalDecision, Outcome } from '../core/approval/request.ts'
import { ContextReviewObject, QueryReviewObject, TableNameObject } from './approvalContent.ts'
import { DecidableFor, decidableOf, judged, judgingOf } from './approvalJudging.ts'
import { builder } from './builder.ts'
import { NO_UUID, uuidOrNone } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { Person } from './person.ts'
import { storedDecision, storedRequest } from './stored.ts'
import { callerOf } from './who.ts'
import { wordEnum, wordOf } from './words.ts'

type Kind = 'context' | 'query'
const kinds: Readonly<Record<Kind, string>> = {
  context: 'A look at what the investigation may use, before causes are looked for.', query: 'A query that waits to be run.',
}
export const ApprovalKindEnum = wordEnum('ApprovalKind', 'What a request is about.', kinds)

type State = 'pending' | Outcome | 'closed'
const states: Readonly<Record<State, string>> = {
  pending: 'Nobody has decided yet; what depends on it waits.', approved: 'It may be done as it was asked.', rejected: 'It is not done.',
  modified: 'It may be done as somebody changed it.', closed: 'Nobody needs to decide any more: the investigation ended, or somebody dropped what it was for.',
}
export const ApprovalStateEnum = wordEnum('ApprovalState', 'Where a request stands.', states)

const outcomes: Readonly<Record<Outcome, string>> = { approved: states.approved, rejected: states.rejected, modified: states.modified }
export const ApprovalOutcomeEnum = wordEnum('ApprovalOutcome', 'What somebody makes of a request.', outcomes)

type Decided = ApprovalDecision & { readonly at: Date }

const ContextChangeObject = builder.objectRef<Extract<ApprovalDecision['change'], { kind: 'context' }>>('ContextChange').implement({
  description: 'What somebody changed in a context.',
  fields: t => ({
    withoutTables: t.field({ type: [TableNameObject], description: 'Tables that may not be used.', resolve: ({ withoutTables }) => [...withoutTables] }),
    withoutColumns: t.stringList({ description: 'Columns that may not be used.', resolve: ({ withoutColumns }) => [...withoutColumns] }),
    maskedColumns: t.stringList({ description: 'Columns that are counted and never shown.', resolve: ({ masked }) => [...masked] }),
    withTables: t.field({ type: [TableNameObject], description: 'Tables that may be used besides.', resolve: ({ withTables }) => withTables.map(({ name }) => name) }),
    normalDays: t.field({ type: ['Date'], nullable: true, description: 'The days to compare with instead; null: as they were.', resolve: ({ normalDays }) => normalDays && [...normalDays] }),
    since: t.exposeString('since', { nullable: true, description: 'Since when it is looked into instead: a day, or an hour of the alert\'s day, \'2026-06-12T08\'; null: as it was.' }),
    hint: t.exposeString('hint', { nullable: true, description: 'A word that goes with the case.' }),
  }),
})

export const ApprovalDecisionObject = builder.objectRef<Decided>('ApprovalDecision').implement({
  description: 'What came of a request.',
  fields: t => ({
    outcome: t.expose('outcome', { type: ApprovalOutcomeEnum, description: 'What was decided.' }),
    forName: t.string({ nullable: true, description: 'For whom, where somebody is away, by the name they had then; null: in their own name.', resolve: ({ behalf }) => behalf?.byName ?? null }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    by: t.prismaField({
      type: Person, nullable: true, description: 'By whom; null where the deadline decided, or they have left.',
      resolve: (query, { by }, _args, { readDb }) => readDb.person.findUnique({ ...query, where: { id: by ?? NO_UUID } }),
    }),
    byName: t.exposeString('byName', { description: 'By whom, by the name they had then.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in their words.' }),
    secondedBy: t.string({ nullable: true, description: 'Who approved it as well, where two must.', resolve: ({ seconded }) => seconded?.byName ?? null }),
    sql: t.string({ nullable: true, description: 'The text that the query was changed to.', resolve: ({ change }) => change?.kind === 'query' ? change.sql : null }),
    contextChange: t.field({
      type: ContextChangeObject, nullable: true, description: 'What was changed in the context.', resolve: ({ change }) => change?.kind === 'context' ? change : null,
    }),
  }),
})

export const ApprovalRequest = builder.prismaNode('ApprovalView', {
  name: 'ApprovalRequest',
  description: 'A question to a person, which holds back a part of an investigation until it is decided.',
  id: { resolve: ({ investigationId, requestId }) => `${investigationId}:${requestId}` },
  nullable: true,
  findUnique: id => ({ investigationId_requestId: approvalKey(id) }),
  fields: t => ({
    investigation: t.relation('investigation', { type: Investigation, description: 'The case that waits.' }),
    kind: t.field({ type: ApprovalKindEnum, description: 'What it is about.', resolve: ({ kind }) => wordOf(kinds, kind) }),
    state: t.field({ type: ApprovalStateEnum, description: 'Where it stands.', resolve: ({ state }) => wordOf(states, state) }),
    because: t.stringList({ description: 'Why a person is asked.', resolve: ({ request }) => [...storedRequest(request).because] }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'Since when it waits.' }),
    deadline: t.expose('deadline', { type: 'DateTime', description: 'Until when it waits; then `onDeadline` decides.' }),
    onDeadline: t.field({ type: ApprovalOutcomeEnum, description: 'What the deadline decides.', resolve: ({ request }) => storedRequest(request).onDeadline }),
    context: t.field({
      type: ContextReviewObject, nullable: true, description: 'What the investigation may use; null unless CONTEXT.',
      resolve: ({ request }) => { const { content } = storedRequest(request); return content.kind === 'context' ? content : null },
    }),
    query: t.field({
      type: QueryReviewObject, nullable: true, description: 'The query; null unless QUERY.',
      resolve: ({ request }) => { const { content } = storedRequest(request); return content.kind === 'query' ? content : null },
    }),
    escalatesAt: t.field({
      type: 'DateTime', nullable: true, description: 'When more people are asked, if nobody has decided by then; null: nobody else is.',
      resolve: ({ request }) => { const { escalation } = storedRequest(request); return escalation && new Date(escalation.at) },
    }),
    escalatesTo: t.string({
      nullable: true, description: 'Who is asked then, in words: \'the admins\'; null: nobody.',
      resolve: ({ request }) => storedRequest(request).escalation?.name ?? null,
    }),
    escalatedAt: t.expose('escalatedAt', { type: 'DateTime', nullable: true, description: 'When they were asked; null: not yet.' }),
    quorum: t.int({ description: 'How many people must approve it; one is enough to reject it.', resolve: ({ request }) => storedRequest(request).quorum }),
    given: t.field({
      type: ApprovalDecisionObject, nullable: true, description: 'What the first of two people approved, until a second does; null before.',
      resolve: ({ given, changedAt }) => { const first = storedDecision(given); return first && { ...first, at: changedAt } },
    }),
    decision: t.field({
      type: ApprovalDecisionObject, nullable: true, description: 'What came of it; null while nobody has decided.',
      resolve: ({ decision, decidedAt, changedAt }) => { const decided = storedDecision(decision); return decided && { ...decided, at: decidedAt ?? changedAt } },
    }),
    whyNot: t.string({
      nullable: true, select: judged, description: 'Why the caller may not decide it, in words; null where they may, be it for somebody who is away. Asked again at the decision.',
      resolve: async (row, _args, context) => {
        const judging = await judgingOf(row, context)
        const own = whyNot(judging, callerOf(context))
        return own === null || (await decidableOf(judging, context)).length > 0 ? null : own
      },
    }),
    mayAsSelf: t.boolean({
      select: judged, description: 'Whether the caller may decide it in their own name.', resolve: async (row, _args, context) => whyNot(await judgingOf(row, context), callerOf(context)) === null,
    }),
    decidableFor: t.field({
      type: [DecidableFor], select: judged, description: 'Those who are away for whom the caller may decide it.',
      resolve: async (row, _args, context) => [...await decidableOf(await judgingOf(row, context), context)],
    }),
  }),
})

/** Where a request is kept, from the inside of its global id. */
export const approvalKey = (id: string) => {
  const [investigationId, ...requestId] = id.split(':')
  return { investigationId: uuidOrNone(investigationId), requestId: requestId.join(':') }
}

builder.prismaObjectField(Investigation, 'approvals', t => t.relation('approvals', {
  type: ApprovalRequest, description: 'What people are asked in it, in the order in which they were.', query: { orderBy: [{ requestedAt: 'asc' }, { requestId: 'asc' }] },
}))
