import type { ApprovalDecision, Outcome } from '../core/approval/request.ts'
import { TableEdgeObject, TableNameObject } from './approvalContent.ts'
import { builder } from './builder.ts'
import { NO_UUID } from './globalId.ts'
import { Person } from './person.ts'
import { wordEnum } from './words.ts'

export type State = 'pending' | Outcome | 'closed'
export const states: Readonly<Record<State, string>> = {
  pending: 'Nobody has decided yet; what depends on it waits.',
  approved: 'It may be done as it was asked.',
  rejected: 'It is not done.',
  modified: 'It may be done as somebody changed it.',
  closed: 'Nobody needs to decide any more: the investigation ended, or somebody dropped what it was for.',
}
export const ApprovalStateEnum = wordEnum('ApprovalState', 'Where a request stands.', states)

const outcomes: Readonly<Record<Outcome, string>> = {
  approved: states.approved,
  rejected: states.rejected,
  modified: states.modified,
}
export const ApprovalOutcomeEnum = wordEnum('ApprovalOutcome', 'What somebody makes of a request.', outcomes)

type Decided = ApprovalDecision & { readonly at: Date }

const ContextChangeObject = builder
  .objectRef<Extract<ApprovalDecision['change'], { kind: 'context' }>>('ContextChange')
  .implement({
    description: 'What somebody changed in a context.',
    fields: t => ({
      withoutTables: t.field({
        type: [TableNameObject],
        description: 'Tables that may not be used.',
        resolve: ({ withoutTables }) => [...withoutTables],
      }),
      withoutEdges: t.field({
        type: [TableEdgeObject],
        description: 'Edges that were said to be wrong and are not followed.',
        resolve: ({ withoutEdges }) => [...withoutEdges],
      }),
      withoutColumns: t.stringList({
        description: 'Columns that may not be used.',
        resolve: ({ withoutColumns }) => [...withoutColumns],
      }),
      maskedColumns: t.stringList({
        description: 'Columns that are counted and never shown.',
        resolve: ({ masked }) => [...masked],
      }),
      withTables: t.field({
        type: [TableNameObject],
        description: 'Tables that may be used besides.',
        resolve: ({ withTables }) => withTables.map(({ name }) => name),
      }),
      normalDays: t.field({
        type: ['Date'],
        nullable: true,
        description: 'The days to compare with instead; null: as they were.',
        resolve: ({ normalDays }) => normalDays && [...normalDays],
      }),
      since: t.exposeString('since', {
        nullable: true,
        description:
          "Since when it is looked into instead: a day, or an hour of the alert's day, '2026-06-12T08'; null: as it was.",
      }),
      hint: t.exposeString('hint', { nullable: true, description: 'A word that goes with the case.' }),
    }),
  })

export const ApprovalDecisionObject = builder.objectRef<Decided>('ApprovalDecision').implement({
  description: 'What came of a request.',
  fields: t => ({
    outcome: t.expose('outcome', { type: ApprovalOutcomeEnum, description: 'What was decided.' }),
    forName: t.string({
      nullable: true,
      description: 'For whom, where somebody is away, by the name they had then; null: in their own name.',
      resolve: ({ behalf }) => behalf?.byName ?? null,
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    by: t.prismaField({
      type: Person,
      nullable: true,
      description: 'By whom; null where the deadline decided, or they have left.',
      resolve: (query, { by }, _args, { readDb }) =>
        readDb.person.findUnique({ ...query, where: { id: by ?? NO_UUID } }),
    }),
    byName: t.exposeString('byName', { description: 'By whom, by the name they had then.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in their words.' }),
    secondedBy: t.string({
      nullable: true,
      description: 'Who approved it as well, where two must.',
      resolve: ({ seconded }) => seconded?.byName ?? null,
    }),
    sql: t.string({
      nullable: true,
      description: 'The text that the query was changed to.',
      resolve: ({ change }) => (change?.kind === 'query' ? change.sql : null),
    }),
    contextChange: t.field({
      type: ContextChangeObject,
      nullable: true,
      description: 'What was changed in the context.',
      resolve: ({ change }) => (change?.kind === 'context' ? change : null),
    }),
  }),
})
