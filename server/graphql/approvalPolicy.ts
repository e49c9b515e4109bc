import { neverAsk, type ApprovalPolicy, type QueryRule } from '../core/approval/policy.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { QueryAuthorEnum } from './approvalContent.ts'
import { ContextEnum, OnDeadlineEnum, PolicyInput, policyOf, RuleKindEnum, TierEnum } from './approvalPolicyInput.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { ConflictError, InputError } from './errors.ts'
import { EscalationObject } from './escalation.ts'
import { Team } from './teams.ts'
import { failure } from './failure.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { storedPolicy } from './stored.ts'
import { callerOf, notFound } from './who.ts'

const RuleObject = builder.objectRef<QueryRule>('QueryRule').implement({
  description: 'Of all rules that hold for a query the strictest counts.',
  fields: t => ({
    tier: t.expose('tier', { type: TierEnum, description: 'What becomes of the query.' }),
    kind: t.field({ type: RuleKindEnum, description: 'What it looks at.', resolve: ({ when }) => when.kind }),
    schema: t.string({
      nullable: true,
      description: 'With TABLE: its schema.',
      resolve: ({ when }) => (when.kind === 'table' ? when.table.schema : null),
    }),
    table: t.string({
      nullable: true,
      description: 'With TABLE: its name.',
      resolve: ({ when }) => (when.kind === 'table' ? when.table.name : null),
    }),
    rowsAbove: t.float({
      nullable: true,
      description: 'With ROWS: more than so many, or an unknown number.',
      resolve: ({ when }) => (when.kind === 'rows' ? when.above : null),
    }),
    bytesAbove: t.float({
      nullable: true,
      description: 'With BYTES: more than so many, or an unknown number.',
      resolve: ({ when }) => (when.kind === 'bytes' ? when.above : null),
    }),
    costAbove: t.string({
      nullable: true,
      description: 'With COST: more than this amount in decimals, or an unknown one.',
      resolve: ({ when }) => (when.kind === 'cost' ? when.above : null),
    }),
    author: t.field({
      type: QueryAuthorEnum,
      nullable: true,
      description: 'With AUTHOR: who.',
      resolve: ({ when }) => (when.kind === 'author' ? when.author : null),
    }),
  }),
})

type Shown = { readonly policy: ApprovalPolicy; readonly version: number }

const PolicyObject = builder.objectRef<Shown>('ApprovalPolicy').implement({
  description: 'When people are asked.',
  fields: t => ({
    version: t.exposeInt('version', {
      description:
        'Counts the changes of this very policy; 0 where it has none of its own and a wider one holds. For `expectedVersion`.',
    }),
    context: t.field({
      type: ContextEnum,
      description: 'Whether people look over the context first.',
      resolve: ({ policy }) => policy.context,
    }),
    isSensitive: t.boolean({
      description: 'Whether the data source is marked sensitive.',
      resolve: ({ policy }) => policy.isSensitive,
    }),
    sensitiveColumns: t.stringList({
      description: 'Columns that count as sensitive besides those whose names say so.',
      resolve: ({ policy }) => [...policy.sensitiveColumns],
    }),
    queries: t.field({
      type: TierEnum,
      description: 'What becomes of a query that no rule speaks of.',
      resolve: ({ policy }) => policy.queries,
    }),
    rules: t.field({
      type: [RuleObject],
      description: 'What becomes of others.',
      resolve: ({ policy }) => [...policy.rules],
    }),
    hours: t.int({ description: 'How long a request waits.', resolve: ({ policy }) => policy.hours }),
    onDeadline: t.field({
      type: OnDeadlineEnum,
      description: 'What the deadline decides.',
      resolve: ({ policy }) => policy.onDeadline,
    }),
    quorum: t.int({
      description: 'How many people must approve a request: 1 or 2.',
      resolve: ({ policy }) => policy.quorum,
    }),
    approvers: t.prismaField({
      type: Team,
      nullable: true,
      description:
        'The team whose people alone decide; null: everybody who may, or the team was removed and nobody does.',
      resolve: (query, { policy }, _args, { readDb }) =>
        readDb.team.findUnique({ ...query, where: { id: policy.approvers?.teamId ?? NO_UUID } }),
    }),
    escalation: t.field({
      type: EscalationObject,
      nullable: true,
      description: 'Who is asked too when nobody has decided in time; null: nobody.',
      resolve: ({ policy }) => policy.escalation,
    }),
    noSelfApproval: t.boolean({
      description: 'Whether those who open an investigation may not decide its requests.',
      resolve: ({ policy }) => policy.noSelfApproval,
    }),
  }),
})

/** The policy of this scope, or, at version 0, the one that holds in its stead. */
const shown = async ({ readDb, ...context }: Context, dataSourceId: string | null): Promise<Shown> => {
  const { tenantId } = callerOf(context)
  const rows = await readDb.approvalPolicy.findMany({ where: { scope: { in: [dataSourceId ?? tenantId, tenantId] } } })
  const own = rows.find(({ scope }) => scope === (dataSourceId ?? tenantId))
  const holds = own ?? rows[0]
  return { policy: holds ? storedPolicy(holds.policy) : neverAsk, version: own?.version ?? 0 }
}

builder.queryField('approvalPolicy', t =>
  t.field({
    type: PolicyObject,
    description: 'When people are asked for a data source; without one, for all that have no policy of their own.',
    args: { dataSourceId: t.arg.id({ description: 'Which data source; an unknown one is an error NOT_FOUND.' }) },
    resolve: async (_root, { dataSourceId }, context) => {
      if (typeof dataSourceId !== 'string') return shown(context, null)
      const id = uuidOf('DataSource', dataSourceId)
      const found =
        id === null ? null : await context.readDb.dataSource.findUnique({ where: { id }, select: { id: true } })
      if (found === null) throw failure('NOT_FOUND', 'There is no such data source.')
      return shown(context, found.id)
    },
  }),
)

const PolicyChangeInput = builder.inputType('ApprovalPolicyChangeInput', {
  description: 'A policy to save.',
  fields: t => ({
    dataSourceId: t.id({ description: 'For which data source; null: for all that have no policy of their own.' }),
    expectedVersion: t.int({ required: true, description: 'The `version` that the change was made on.' }),
    policy: t.field({ type: PolicyInput, description: "The policy; null takes the data source's own away." }),
  }),
})

const PolicyChangePayload = builder.objectRef<Shown>('ApprovalPolicyChangePayload').implement({
  description: 'Saved; it holds for every step from now on.',
  fields: t => ({
    policy: t.field({ type: PolicyObject, description: 'The policy as it stands now.', resolve: saved => saved }),
  }),
})

builder.mutationField('approvalPolicyChange', t =>
  t.field({
    type: PolicyChangePayload,
    description: 'Says when people are asked. Permission: approvals:write. Events: none.',
    args: { input: t.arg({ type: PolicyChangeInput, required: true, description: 'The policy.' }) },
    errors: {
      types: [InputError, ConflictError],
      union: { name: 'ApprovalPolicyChangeResult', description: 'Saved, or why not.' },
    },
    resolve: async (_root, { input: { dataSourceId, expectedVersion, policy: given } }, context) => {
      const id = typeof dataSourceId === 'string' ? uuidOf('DataSource', dataSourceId) : null
      if (typeof dataSourceId === 'string' && id === null) throw notFound('data source', 'dataSourceId')
      const policy = given ? policyOf(given) : null
      const changed = await context.app.changePolicy(callerOf(context), {
        dataSourceId: id === null ? null : asId<DataSourceId>(id),
        policy,
        expectedVersion,
      })
      if (changed.ok) return shown(context, id)
      switch (changed.problem.code) {
        case 'not-found':
          throw notFound('data source', 'dataSourceId')
        case 'unknown-team':
          throw notFound('team', changed.problem.field === 'approvers' ? 'approversTeamId' : 'escalation')
        case 'conflict':
          throw new ConflictError('CONFLICT', 'Somebody changed the policy meanwhile. Read it again.', [
            'expectedVersion',
          ])
        case 'invalid':
          throw new InputError('INVALID_INPUT', changed.problem.message, ['policy', changed.problem.path])
      }
    },
  }),
)
