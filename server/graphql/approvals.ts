// The inbox: what waits for people, page by page and live.
import type { Prisma } from '../../prisma/generated/client.ts'
import type { PendingApprovals } from '../core/ports/approvalFeed.ts'
import { ApprovalKindEnum, ApprovalRequest } from './approval.ts'
import { ApprovalStateEnum } from './approvalDecision.ts'
import { builder } from './builder.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { whileSignedIn } from './stream.ts'
import { callerOf } from './who.ts'

const ApprovalFilter = builder.inputType('ApprovalFilter', {
  description: 'Which requests; all conditions given must hold.',
  fields: t => ({
    state: t.field({ type: [ApprovalStateEnum], description: 'In one of these states; PENDING when nothing is said.' }),
    kind: t.field({ type: [ApprovalKindEnum], description: 'About one of these.' }),
    dataSourceId: t.id({ description: 'Of investigations on this data source.' }),
    investigationId: t.id({ description: 'Of this investigation.' }),
    mine: t.boolean({ description: 'Of investigations that the caller opened.' }),
  }),
})

type Filter = typeof ApprovalFilter.$inferInput

const where = (
  { state, kind, dataSourceId, investigationId, mine }: Filter,
  personId: string,
): Prisma.ApprovalViewWhereInput => ({
  state: { in: state ?? ['pending'] },
  ...(kind && { kind: { in: kind } }),
  ...(typeof investigationId === 'string' && { investigationId: uuidOf('Investigation', investigationId) ?? NO_UUID }),
  investigation: {
    ...(typeof dataSourceId === 'string' && { dataSourceId: uuidOf('DataSource', dataSourceId) ?? NO_UUID }),
    ...(mine === true && { openedBy: personId }),
  },
})

builder.queryField('approvals', t =>
  t.prismaConnection(
    {
      type: ApprovalRequest,
      cursor: 'investigationId_requestId',
      ...pageSize,
      description: 'What waits for people, the nearest deadline first.',
      args: {
        filter: t.arg({ type: ApprovalFilter, description: 'Which ones; those that wait when nothing is said.' }),
      },
      totalCount: (_root, { filter }, context) =>
        context.readDb.approvalView.count({ where: where(filter ?? {}, callerOf(context).personId) }),
      resolve: (query, _root, { filter, ...page }, context) => {
        checkPage(page)
        return context.readDb.approvalView.findMany({
          ...query,
          where: where(filter ?? {}, callerOf(context).personId),
          orderBy: [{ deadline: 'asc' }, { investigationId: 'asc' }, { requestId: 'asc' }],
        })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

const MAX_CHANGED = 100

const ApprovalInbox = builder.objectRef<PendingApprovals>('ApprovalInbox').implement({
  description: 'How the inbox stands.',
  fields: t => ({
    pending: t.exposeInt('pending', { description: 'How many requests wait.' }),
    changed: t.prismaField({
      type: [ApprovalRequest],
      description: `Requests that were made, decided or closed since the last time, the newest first, at most ${MAX_CHANGED}; some may come twice. Empty at first.`,
      resolve: (query, { since }, _args, { readDb }) =>
        readDb.approvalView.findMany({
          ...query,
          where: { changedAt: { gt: since ?? new Date() } },
          orderBy: [{ changedAt: 'desc' }, { requestId: 'asc' }],
          take: since === null ? 0 : MAX_CHANGED,
        }),
    }),
  }),
})

builder.subscriptionField('approvalInbox', t =>
  t.field({
    type: ApprovalInbox,
    description: 'How the inbox stands, at once and after every change. Over WebSocket (graphql-ws) and SSE.',
    subscribe: (_root, _args, context) => {
      const { tenantId } = callerOf(context)
      return whileSignedIn(context, signal => standings(context.app.followApprovals(tenantId, signal)))
    },
    resolve: (inbox: PendingApprovals) => inbox,
  }),
)

async function* standings(source: AsyncIterable<PendingApprovals>): AsyncGenerator<PendingApprovals, undefined> {
  yield* source
}
