import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { uuidOrNone } from './globalId.ts'
import { QueryEstimateObject } from './queryEstimate.ts'
import { storedAnswer, storedEstimate, storedProblem } from './stored.ts'
import { wordEnum } from './words.ts'

const PREVIEW_ROWS = 50

const QueryStatus = wordEnum<'succeeded' | 'failed'>('QueryStatus', 'How a query ended.', {
  succeeded: 'It gave an answer.',
  failed: 'It gave none.',
})

const AnswerPreview = builder.objectRef<NonNullable<ReturnType<typeof storedAnswer>>>('AnswerPreview').implement({
  description: 'The first rows of an answer.',
  fields: t => ({
    columns: t.stringList({
      description: 'The columns, in order.',
      resolve: ({ columns }) => columns.map(({ name }) => name),
    }),
    rows: t.field({
      type: t.listRef(t.listRef('String', { nullable: true })),
      description: 'The rows, each value as text; null for NULL.',
      resolve: ({ rows }) =>
        rows.slice(0, PREVIEW_ROWS).map(row => row.map(cell => (cell === null ? null : String(cell)))),
    }),
  }),
})

export const RanQuery = builder.prismaNode('QueryView', {
  name: 'RanQuery',
  description: 'A query that was run for a case, with its exact SQL, so that anyone can run it again.',
  id: { resolve: ({ investigationId, queryId }) => `${investigationId}:${queryId}` },
  nullable: true,
  findUnique: id => {
    const [investigationId, ...queryId] = id.split(':')
    return { investigationId_queryId: { investigationId: uuidOrNone(investigationId), queryId: queryId.join(':') } }
  },
  fields: t => ({
    name: t.exposeString('queryId', { description: "Short name within the case: 'segments'." }),
    purpose: t.exposeString('purpose', { description: 'Why it was asked, as a phrase.' }),
    sql: t.exposeString('sql', { description: 'The exact text that was checked and run.' }),
    status: t.field({
      type: QueryStatus,
      description: 'How it ended.',
      resolve: ({ status }) => (status === 'failed' ? 'failed' : 'succeeded'),
    }),
    problem: t.string({
      nullable: true,
      description: 'Why it failed, in words.',
      resolve: ({ problem }) => storedProblem(problem)?.message ?? null,
    }),
    readsTable: t.exposeBoolean('readsTable', { description: 'Whether it read the table in question.' }),
    rowCount: t.exposeInt('rowCount', { nullable: true, description: 'Rows that came back; null where it failed.' }),
    truncated: t.exposeBoolean('truncated', { description: 'Whether a cap cut the rows.' }),
    elapsedMs: t.exposeInt('elapsedMs', { nullable: true, description: 'How long it took; null where it failed.' }),
    estimate: t.field({
      type: QueryEstimateObject,
      nullable: true,
      description:
        'What it was expected to read before it ran; null where the data source did not say. Without money: `usage` has that.',
      resolve: ({ estimate }) => storedEstimate(estimate),
    }),
    bytesRead: t.float({
      nullable: true,
      description: 'Bytes that the data source read for it; null where it does not say.',
      resolve: ({ bytesRead }) => (bytesRead === null ? null : Number(bytesRead)),
    }),
    ranAt: t.expose('ranAt', { type: 'DateTime', description: 'When it ran.' }),
    preview: t.field({
      type: AnswerPreview,
      nullable: true,
      description: `The first rows of the answer, at most ${PREVIEW_ROWS}.`,
      resolve: ({ answer }) => storedAnswer(answer),
    }),
  }),
})

/** These queries of the case, in this order; those that are not recorded are left out. */
export const queriesOf = async ({ loaders }: Context, investigationId: string, queryIds: readonly string[]) => {
  const rows = await Promise.all(queryIds.map(queryId => loaders.query.load({ investigationId, queryId })))
  return rows.filter(row => row !== null)
}
