// What somebody is told: mentions, cases given to them, and data sources that stop answering.
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { uuidOrNone } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { whileSignedIn } from './stream.ts'
import { callerOf } from './who.ts'

const NoticeObject = builder.prismaNode('Notice', {
  description: 'What somebody was told.',
  id: { resolve: ({ id }) => id },
  nullable: true,
  findUnique: (id, context) => ({ id: uuidOrNone(id), personId: callerOf(context).personId }),
  fields: t => ({
    text: t.exposeString('text', { description: 'What happened, as a sentence.' }),
    investigation: t.relation('investigation', {
      type: Investigation,
      nullable: true,
      description: 'In which case; null where it is about a data source.',
    }),
    dataSource: t.relation('dataSource', {
      type: DataSource,
      nullable: true,
      description: 'About which data source; null where it is about a case.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
    isRead: t.boolean({ description: 'Whether they have read it.', resolve: ({ readAt }) => readAt !== null }),
  }),
})

builder.queryField('notices', t =>
  t.prismaConnection(
    {
      type: NoticeObject,
      cursor: 'id',
      ...pageSize,
      description: 'What the caller was told, the newest first.',
      totalCount: (_root, _args, context) =>
        context.readDb.notice.count({ where: { personId: callerOf(context).personId } }),
      resolve: (query, _root, page, context) => {
        checkPage(page)
        return context.readDb.notice.findMany({
          ...query,
          where: { personId: callerOf(context).personId },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

const NoticesReadPayload = builder.objectRef<{ readonly unread: number }>('NoticesReadPayload').implement({
  description: 'Marked.',
  fields: t => ({ unread: t.exposeInt('unread', { description: 'How many are unread now.' }) }),
})

builder.mutationField('noticesRead', t =>
  t.field({
    type: NoticesReadPayload,
    description: 'Marks all that the caller was told as read. Permission: signedIn. Events: none.',
    resolve: async (_root, _args, context) => {
      await context.app.talk.readNotices(callerOf(context))
      return { unread: 0 }
    },
  }),
)

const NoticeInbox = builder.objectRef<number>('NoticeInbox').implement({
  description: 'How much somebody has not read.',
  fields: t => ({ unread: t.int({ description: 'How many notices.', resolve: unread => unread }) }),
})

async function* counts(source: AsyncIterable<number>): AsyncGenerator<number, undefined> {
  yield* source
}

builder.subscriptionField('noticeInbox', t =>
  t.field({
    type: NoticeInbox,
    description:
      'How many notices the caller has not read, at once and after every change. Over WebSocket (graphql-ws) and SSE.',
    subscribe: (_root, _args, context) => {
      const { tenantId, personId } = callerOf(context)
      return whileSignedIn(context, signal => counts(context.app.talkFeed.followNotices(tenantId, personId, signal)))
    },
    resolve: (unread: number) => unread,
  }),
)
