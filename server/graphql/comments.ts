// What people say about cases, and what they are told: page by page and live.
import type { TalkProblem } from '../app/talk.ts'
import type { CommentSubject } from '../core/ports/comments.ts'
import { asId, type InvestigationId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { InputError } from './errors.ts'
import { failure } from './failure.ts'
import { faultKinds } from './faultKind.ts'
import { NO_UUID, uuidOf, uuidOrNone } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { whileSignedIn } from './stream.ts'
import { callerOf, notFound } from './who.ts'
import { upper, wordEnum, wordOf } from './words.ts'

const subjects: Readonly<Record<CommentSubject['kind'], string>> = {
  case: 'The case itself.',
  hypothesis: 'One of its hypotheses; `subjectId` is its kind.',
  query: 'One of its queries; `subjectId` is its name.',
}
const SubjectEnum = wordEnum('CommentSubject', 'What a comment is about.', subjects)
const MOST_SHOWN = 500

export const CommentObject = builder.prismaNode('Comment', {
  description: 'What somebody says about a case, as plain text.',
  id: { resolve: ({ id }) => id },
  nullable: true,
  findUnique: id => ({ id: uuidOrNone(id) }),
  fields: t => ({
    subject: t.field({
      type: SubjectEnum,
      description: 'What it is about.',
      resolve: ({ subjectKind }) => wordOf(subjects, subjectKind),
    }),
    subjectId: t.string({
      description: 'Which one; empty for the case itself.',
      resolve: ({ subjectKind, subjectId }) => (subjectKind === 'hypothesis' ? upper(subjectId) : subjectId),
    }),
    authorName: t.exposeString('authorName', { description: 'Who, by the name they had then.' }),
    body: t.exposeString('body', { description: 'The words, as plain text; empty where they were deleted.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
    editedAt: t.expose('editedAt', { type: 'DateTime', nullable: true, description: 'When it was changed last.' }),
    isDeleted: t.boolean({
      description: 'Whether its author took the words away.',
      resolve: ({ deletedAt }) => deletedAt !== null,
    }),
    isMine: t.boolean({
      description: 'Whether the caller wrote it, and so may change it.',
      resolve: ({ authorId }, _args, context) => authorId === callerOf(context).personId,
    }),
  }),
})

builder.prismaObjectField(Investigation, 'comments', t =>
  t.relation('comments', {
    type: CommentObject,
    description: `What people say about it, the newest ${MOST_SHOWN}, in order.`,
    query: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: -MOST_SHOWN },
  }),
)

const AddInput = builder.inputType('CommentAddInput', {
  description: 'A comment.',
  fields: t => ({
    investigationId: t.id({ required: true, description: 'On which investigation.' }),
    subject: t.field({ type: SubjectEnum, description: 'What it is about; the case when nothing is said.' }),
    subjectId: t.string({ description: 'Which hypothesis or query.' }),
    body: t.string({
      required: true,
      description: 'The words, 1 to 5,000 characters. @ and a name mention somebody, or a team, whose people are told.',
    }),
  }),
})
const EditInput = builder.inputType('CommentEditInput', {
  description: 'Other words.',
  fields: t => ({
    commentId: t.id({ required: true, description: 'Which comment.' }),
    body: t.string({ required: true, description: 'The words.' }),
  }),
})
const DeleteInput = builder.inputType('CommentDeleteInput', {
  description: 'A comment to take away.',
  fields: t => ({ commentId: t.id({ required: true, description: 'Which comment.' }) }),
})

const CommentPayload = builder.objectRef<{ readonly id: string }>('CommentPayload').implement({
  description: 'Done.',
  fields: t => ({
    comment: t.prismaField({
      type: CommentObject,
      description: 'The comment as it stands now.',
      resolve: (query, { id }, _args, { readDb }) => readDb.comment.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

const refused = (problem: TalkProblem, field: string, thing: string) =>
  problem.code === 'not-found' ? notFound(thing, field) : new InputError('INVALID_INPUT', problem.message, ['body'])
const errors = (name: string) => ({
  types: [InputError],
  union: { name: `${name}Result`, description: 'Done, or why not.' },
})
const subjectOf = ({ subject, subjectId }: typeof AddInput.$inferInput): CommentSubject => {
  const [kind, id] = [subject ?? 'case', subjectId ?? '']
  return {
    kind,
    id: kind === 'hypothesis' ? (faultKinds.find(each => upper(each) === id) ?? '') : kind === 'case' ? '' : id,
  }
}
const commentOf = (id: string) => uuidOf('Comment', id) ?? NO_UUID

builder.mutationField('commentAdd', t =>
  t.field({
    type: CommentPayload,
    errors: errors('CommentAdd'),
    description:
      'Says something about a case, a hypothesis or a query. Permission: investigations:write. Events: none.',
    args: { input: t.arg({ type: AddInput, required: true, description: 'The comment.' }) },
    resolve: async (_root, { input }, context) => {
      const caller = callerOf(context)
      const ref = {
        tenantId: caller.tenantId,
        investigationId: asId<InvestigationId>(uuidOf('Investigation', input.investigationId) ?? NO_UUID),
      }
      const added = await context.app.talk.add({ ref, subject: subjectOf(input) }, input.body, caller)
      if (!added.ok) throw refused(added.problem, 'investigationId', 'thing to comment on')
      return { id: added.value }
    },
  }),
)
builder.mutationField('commentEdit', t =>
  t.field({
    type: CommentPayload,
    errors: errors('CommentEdit'),
    description: "Changes the words of one's own comment. Permission: investigations:write. Events: none.",
    args: { input: t.arg({ type: EditInput, required: true, description: 'The words.' }) },
    resolve: async (_root, { input }, context) => {
      const edited = await context.app.talk.edit(commentOf(input.commentId), input.body, callerOf(context))
      if (!edited.ok) throw refused(edited.problem, 'commentId', 'comment of yours')
      return { id: commentOf(input.commentId) }
    },
  }),
)
builder.mutationField('commentDelete', t =>
  t.field({
    type: CommentPayload,
    errors: errors('CommentDelete'),
    description: "Takes the words of one's own comment away. Permission: investigations:write. Events: none.",
    args: { input: t.arg({ type: DeleteInput, required: true, description: 'Which one.' }) },
    resolve: async (_root, { input }, context) => {
      const removed = await context.app.talk.remove(commentOf(input.commentId), callerOf(context))
      if (!removed.ok) throw refused(removed.problem, 'commentId', 'comment of yours')
      return { id: commentOf(input.commentId) }
    },
  }),
)

const TalkNews = builder.objectRef<{ readonly revision: string; readonly id: string }>('CaseTalk').implement({
  description: 'That people said or did something around a case.',
  fields: t => ({
    revision: t.exposeString('revision', { description: 'Differs after every change.' }),
    investigation: t.prismaField({
      type: Investigation,
      description: 'The case as it stands now.',
      resolve: (query, { id }, _args, { readDb }) =>
        readDb.investigationView.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

async function* newsOf(
  id: string,
  source: AsyncIterable<string>,
): AsyncGenerator<{ readonly revision: string; readonly id: string }, undefined> {
  for await (const revision of source) yield { revision, id }
}

const caseOf = async (context: Context, globalId: string) => {
  const found = await context.readDb.investigationView.findUnique({
    where: { id: uuidOf('Investigation', globalId) ?? NO_UUID },
    select: { id: true },
  })
  if (found === null) throw failure('NOT_FOUND', 'There is no such investigation.')
  return { tenantId: callerOf(context).tenantId, investigationId: asId<InvestigationId>(found.id) }
}

builder.subscriptionField('caseTalk', t =>
  t.field({
    type: TalkNews,
    description:
      'Comments and the case file live: at once and after every change. Over WebSocket (graphql-ws) and SSE.',
    args: {
      investigationId: t.arg.id({ required: true, description: 'Which case; an unknown one is an error NOT_FOUND.' }),
    },
    subscribe: async (_root, { investigationId }, context) => {
      const ref = await caseOf(context, investigationId)
      return whileSignedIn(context, signal => newsOf(ref.investigationId, context.app.talkFeed.followCase(ref, signal)))
    },
    resolve: (news: { readonly revision: string; readonly id: string }) => news,
  }),
)
