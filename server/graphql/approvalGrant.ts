// Remembered approvals: what runs without asking, since when, by whose word, and its end.
import type { Prisma } from '../../prisma/generated/client.ts'
import { ApprovalRequest } from './approval.ts'
import { ApprovalDecisionObject } from './approvalDecision.ts'
import { TableNameObject } from './approvalContent.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { InputError } from './errors.ts'
import { NO_UUID, uuidOf, uuidOrNone } from './globalId.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { storedTables } from './stored.ts'
import { callerOf, notFound } from './who.ts'
import { wordEnum } from './words.ts'

type State = 'inForce' | 'expired' | 'revoked'
const StateEnum = wordEnum<State>('ApprovalGrantState', 'Where a grant stands.', {
  inForce: 'Queries of its shape run without asking.',
  expired: 'Its time is up.',
  revoked: 'Somebody ended it.',
})

export const ApprovalGrantObject = builder.prismaNode('ApprovalGrant', {
  description:
    'A remembered approval: queries that differ from the approved one only in the values that columns are compared with run without asking.',
  id: { resolve: ({ id }) => id },
  nullable: true,
  findUnique: id => ({ id: uuidOrNone(id) }),
  fields: t => ({
    state: t.field({
      type: StateEnum,
      description: 'Where it stands.',
      resolve: ({ revokedAt, expiresAt }) => (revokedAt ? 'revoked' : expiresAt > new Date() ? 'inForce' : 'expired'),
    }),
    dataSource: t.relation('dataSource', { type: DataSource, description: 'Where the queries run.' }),
    approval: t.relation('approval', {
      type: ApprovalRequest,
      description: 'The request whose approval is remembered, with the text.',
    }),
    tables: t.field({
      type: [TableNameObject],
      description: 'The tables that such a query reads.',
      resolve: ({ tables }) => [...storedTables(tables)],
    }),
    columns: t.stringList({
      description: 'The columns that such a query may speak of.',
      resolve: ({ columns }) => [...columns],
    }),
    byName: t.exposeString('givenByName', { description: 'Who gave it, by the name they had then.' }),
    secondedBy: t.exposeString('secondedByName', {
      nullable: true,
      description: 'Who gave it as well, where two must approve.',
    }),
    forName: t.exposeString('givenForName', {
      nullable: true,
      description: 'Who was away and had it given so; null: nobody.',
    }),
    secondedForName: t.exposeString('secondedForName', {
      nullable: true,
      description: 'For whom the second gave it; null: for nobody.',
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in their words.' }),
    givenAt: t.expose('givenAt', { type: 'DateTime', description: 'Since when.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when.' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null: it was not.',
    }),
    revokedByName: t.exposeString('revokedByName', {
      nullable: true,
      description: 'By whom, by the name they had then.',
    }),
  }),
})

builder.objectFields(ApprovalDecisionObject, t => ({
  rememberedUntil: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'Until when queries of its shape need no asking, where that was decided with it; of the first of two, where the second says so too.',
    resolve: ({ grant }) => grant && new Date(grant.until),
  }),
  byGrant: t.prismaField({
    type: ApprovalGrantObject,
    nullable: true,
    description: 'The grant that decided in the stead of a person; null where somebody, or the deadline, did.',
    resolve: (query, { byGrant }, _args, { readDb }) =>
      byGrant && readDb.approvalGrant.findUnique({ ...query, where: { id: uuidOrNone(byGrant.id) } }),
  }),
}))

const GrantFilter = builder.inputType('ApprovalGrantFilter', {
  description: 'Which grants; all conditions given must hold.',
  fields: t => ({
    state: t.field({ type: [StateEnum], description: 'In one of these states; IN_FORCE when nothing is said.' }),
    dataSourceId: t.id({ description: 'Of this data source.' }),
  }),
})

const inState = (state: State, now: Date): Prisma.ApprovalGrantWhereInput => {
  switch (state) {
    case 'inForce':
      return { revokedAt: null, expiresAt: { gt: now } }
    case 'expired':
      return { revokedAt: null, expiresAt: { lte: now } }
    case 'revoked':
      return { revokedAt: { not: null } }
  }
}

const where = ({ state, dataSourceId }: typeof GrantFilter.$inferInput): Prisma.ApprovalGrantWhereInput => ({
  OR: (state ?? ['inForce']).map(each => inState(each, new Date())),
  ...(typeof dataSourceId === 'string' && { dataSourceId: uuidOf('DataSource', dataSourceId) ?? NO_UUID }),
})

builder.queryField('approvalGrants', t =>
  t.prismaConnection(
    {
      type: ApprovalGrantObject,
      cursor: 'id',
      ...pageSize,
      description: 'What runs without asking, because somebody said so at an approval; the newest first.',
      args: { filter: t.arg({ type: GrantFilter, description: 'Which ones; those in force when nothing is said.' }) },
      totalCount: (_root, { filter }, { readDb }) => readDb.approvalGrant.count({ where: where(filter ?? {}) }),
      resolve: (query, _root, { filter, ...page }, { readDb }) => {
        checkPage(page)
        return readDb.approvalGrant.findMany({
          ...query,
          where: where(filter ?? {}),
          orderBy: [{ givenAt: 'desc' }, { id: 'desc' }],
        })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

const RevokeInput = builder.inputType('ApprovalGrantRevokeInput', {
  description: 'A grant to end.',
  fields: t => ({ grantId: t.id({ required: true, description: 'Which grant.' }) }),
})

const RevokePayload = builder.objectRef<{ readonly id: string }>('ApprovalGrantRevokePayload').implement({
  description: 'Ended; later queries of its shape wait for a person again.',
  fields: t => ({
    grant: t.prismaField({
      type: ApprovalGrantObject,
      description: 'The grant as it stands now.',
      resolve: (query, { id }, _args, { readDb }) =>
        readDb.approvalGrant.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

builder.mutationField('approvalGrantRevoke', t =>
  t.field({
    type: RevokePayload,
    description:
      'Ends a grant at once, for every later query; one that has ended stays as it is. Permission: approvals:grant. Events: none.',
    args: { input: t.arg({ type: RevokeInput, required: true, description: 'Which one.' }) },
    errors: { types: [InputError], union: { name: 'ApprovalGrantRevokeResult', description: 'Ended, or why not.' } },
    resolve: async (_root, { input: { grantId } }, context) => {
      const id = uuidOf('ApprovalGrant', grantId)
      const revoked = id === null ? null : await context.app.revokeGrant(callerOf(context), id)
      if (id === null || !revoked?.ok) throw notFound('grant', 'grantId')
      return { id }
    },
  }),
)
