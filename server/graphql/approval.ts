import { whyNot } from '../core/approval/behalf.ts'
import { ContextReviewObject, QueryReviewObject } from './approvalContent.ts'
import { ApprovalDecisionObject, ApprovalOutcomeEnum, ApprovalStateEnum, states } from './approvalDecision.ts'
import { DecidableFor, decidableOf, judged, judgingOf } from './approvalJudging.ts'
import { builder } from './builder.ts'
import { uuidOrNone } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { storedDecision, storedRequest } from './stored.ts'
import { callerOf } from './who.ts'
import { wordEnum, wordOf } from './words.ts'

type Kind = 'context' | 'query'
const kinds: Readonly<Record<Kind, string>> = {
  context: 'A look at what the investigation may use, before causes are looked for.',
  query: 'A query that waits to be run.',
}
export const ApprovalKindEnum = wordEnum('ApprovalKind', 'What a request is about.', kinds)

export const ApprovalRequest = builder.prismaNode('ApprovalView', {
  name: 'ApprovalRequest',
  description: 'A question to a person, which holds back a part of an investigation until it is decided.',
  id: { resolve: ({ investigationId, requestId }) => `${investigationId}:${requestId}` },
  nullable: true,
  findUnique: id => ({ investigationId_requestId: approvalKey(id) }),
  fields: t => ({
    investigation: t.relation('investigation', { type: Investigation, description: 'The case that waits.' }),
    kind: t.field({
      type: ApprovalKindEnum,
      description: 'What it is about.',
      resolve: ({ kind }) => wordOf(kinds, kind),
    }),
    state: t.field({
      type: ApprovalStateEnum,
      description: 'Where it stands.',
      resolve: ({ state }) => wordOf(states, state),
    }),
    because: t.stringList({
      description: 'Why a person is asked.',
      resolve: ({ request }) => [...storedRequest(request).because],
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'Since when it waits.' }),
    deadline: t.expose('deadline', {
      type: 'DateTime',
      description: 'Until when it waits; then `onDeadline` decides.',
    }),
    onDeadline: t.field({
      type: ApprovalOutcomeEnum,
      description: 'What the deadline decides.',
      resolve: ({ request }) => storedRequest(request).onDeadline,
    }),
    context: t.field({
      type: ContextReviewObject,
      nullable: true,
      description: 'What the investigation may use; null unless CONTEXT.',
      resolve: ({ request }) => {
        const { content } = storedRequest(request)
        return content.kind === 'context' ? content : null
      },
    }),
    query: t.field({
      type: QueryReviewObject,
      nullable: true,
      description: 'The query; null unless QUERY.',
      resolve: ({ request }) => {
        const { content } = storedRequest(request)
        return content.kind === 'query' ? content : null
      },
    }),
    escalatesAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When more people are asked, if nobody has decided by then; null: nobody else is.',
      resolve: ({ request }) => {
        const { escalation } = storedRequest(request)
        return escalation && new Date(escalation.at)
      },
    }),
    escalatesTo: t.string({
      nullable: true,
      description: "Who is asked then, in words: 'the admins'; null: nobody.",
      resolve: ({ request }) => storedRequest(request).escalation?.name ?? null,
    }),
    escalatedAt: t.expose('escalatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When they were asked; null: not yet.',
    }),
    quorum: t.int({
      description: 'How many people must approve it; one is enough to reject it.',
      resolve: ({ request }) => storedRequest(request).quorum,
    }),
    given: t.field({
      type: ApprovalDecisionObject,
      nullable: true,
      description: 'What the first of two people approved, until a second does; null before.',
      resolve: ({ given, changedAt }) => {
        const first = storedDecision(given)
        return first && { ...first, at: changedAt }
      },
    }),
    decision: t.field({
      type: ApprovalDecisionObject,
      nullable: true,
      description: 'What came of it; null while nobody has decided.',
      resolve: ({ decision, decidedAt, changedAt }) => {
        const decided = storedDecision(decision)
        return decided && { ...decided, at: decidedAt ?? changedAt }
      },
    }),
  }),
})

/** Where a request is kept, from the inside of its global id. */
export const approvalKey = (id: string) => {
  const [investigationId, ...requestId] = id.split(':')
  return { investigationId: uuidOrNone(investigationId), requestId: requestId.join(':') }
}

builder.prismaObjectFields(ApprovalRequest, t => ({
  whyNot: t.string({
    nullable: true,
    select: judged,
    description:
      'Why the caller may not decide it, in words; null where they may, be it for somebody who is away. Asked again at the decision.',
    resolve: async (row, _args, context) => {
      const judging = await judgingOf(row, context)
      const own = whyNot(judging, callerOf(context))
      return own === null || (await decidableOf(judging, context)).length > 0 ? null : own
    },
  }),
  mayAsSelf: t.boolean({
    select: judged,
    description: 'Whether the caller may decide it in their own name.',
    resolve: async (row, _args, context) => whyNot(await judgingOf(row, context), callerOf(context)) === null,
  }),
  decidableFor: t.field({
    type: [DecidableFor],
    select: judged,
    description: 'Those who are away for whom the caller may decide it.',
    resolve: async (row, _args, context) => [...(await decidableOf(await judgingOf(row, context), context))],
  }),
}))

builder.prismaObjectField(Investigation, 'approvals', t =>
  t.relation('approvals', {
    type: ApprovalRequest,
    description: 'What people are asked in it, in the order in which they were.',
    query: { orderBy: [{ requestedAt: 'asc' }, { requestId: 'asc' }] },
  }),
)
