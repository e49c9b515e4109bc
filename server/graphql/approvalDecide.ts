import type { ContextWish, DecideRefusal, Verdict } from '../app/decideApproval.ts'
import { asId, type InvestigationId, type PersonId } from '../core/shared/ids.ts'
import { approvalKey, ApprovalRequest } from './approval.ts'
import { ApprovalOutcomeEnum } from './approvalDecision.ts'
import { AlreadyDecided, Expired, NotAllowed, QueryRefused } from './approvalErrors.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { InputError } from './errors.ts'
import { NO_UUID, parseGlobalId, uuidOf } from './globalId.ts'
import { callerOf, notFound } from './who.ts'

const TableNameInput = builder.inputType('TableNameInput', {
  description: 'A table by its name.',
  fields: t => ({
    schema: t.string({ required: true, description: 'The schema it stands in.' }),
    name: t.string({ required: true, description: 'Its name within the schema.' }),
  }),
})

const TableEdgeInput = builder.inputType('TableEdgeInput', {
  description: 'One table is made from another.',
  fields: t => ({
    from: t.field({ type: TableNameInput, required: true, description: 'The table upstream.' }),
    to: t.field({ type: TableNameInput, required: true, description: 'The table that is made from it.' }),
  }),
})

const ContextChangeInput = builder.inputType('ContextChangeInput', {
  description: 'What to change in a context.',
  fields: t => ({
    withoutTables: t.field({ type: [TableNameInput], description: 'Tables that may not be used.' }),
    withoutEdges: t.field({
      type: [TableEdgeInput],
      description: 'Edges that are wrong, each among those of the review: the walk upstream does not follow them.',
    }),
    withoutColumns: t.stringList({ description: 'Columns of the table in question that may not be used.' }),
    maskedColumns: t.stringList({ description: 'Columns of the table in question that are counted and never shown.' }),
    withTables: t.field({
      type: [TableNameInput],
      description: 'Tables of the data source that may be used besides, up to 5.',
    }),
    normalDays: t.field({
      type: ['Date'],
      description: 'The days to compare with instead, 1 to 10, each among those measured.',
    }),
    since: t.string({
      description:
        "Since when to look into it: a day up to the alert's, '2026-06-10', or an hour of the alert's day, '2026-06-12T08'. Later queries read that window, and no normal day in it.",
    }),
    hint: t.string({ description: 'A word that goes with the case.' }),
  }),
})

const ApprovalDecideInput = builder.inputType('ApprovalDecideInput', {
  description: 'An answer to a request.',
  fields: t => ({
    approvalId: t.id({ required: true, description: 'Which request.' }),
    outcome: t.field({ type: ApprovalOutcomeEnum, required: true, description: 'What to make of it.' }),
    reason: t.string({ description: 'Why; needed to reject.' }),
    forPersonId: t.id({
      description:
        "Who is away and has the caller decide for them. Left out: the caller's own word, or, where that does not count, theirs.",
    }),
    sql: t.string({ description: 'With MODIFIED: the query as it may run.' }),
    context: t.field({ type: ContextChangeInput, description: 'With MODIFIED: what to change in the context.' }),
    rememberDays: t.int({
      description:
        'Of a query, with APPROVED and MODIFIED: for how many days (1 to 90) queries that differ only in their values need no asking. Permission: approvals:grant.',
    }),
  }),
})

type DecideInput = typeof ApprovalDecideInput.$inferInput

const verdictOf = ({ outcome, reason: given, sql, context, rememberDays = null }: DecideInput): Verdict => {
  const reason = given ?? null
  switch (outcome) {
    case 'approved':
      return { outcome, reason, rememberDays }
    case 'rejected':
      if (rememberDays !== null)
        throw new InputError('INVALID_INPUT', 'Only an approval can be remembered.', ['rememberDays'])
      return { outcome, reason: reason ?? '' }
    case 'modified': {
      if (typeof sql === 'string') return { outcome, reason, change: { sql }, rememberDays }
      if (!context) throw new InputError('INVALID_INPUT', 'Say what to change, by `sql` or by `context`.', ['outcome'])
      return { outcome, reason, change: wishOf(context), rememberDays }
    }
  }
}

const wishOf = ({
  withoutTables,
  withoutEdges,
  withoutColumns,
  maskedColumns,
  withTables,
  normalDays,
  since,
  hint,
}: typeof ContextChangeInput.$inferInput): ContextWish => ({
  withoutTables: withoutTables ?? [],
  withoutEdges: withoutEdges ?? [],
  withoutColumns: withoutColumns ?? [],
  masked: maskedColumns ?? [],
  withTables: withTables ?? [],
  normalDays: normalDays ?? null,
  since: since?.trim() || null,
  hint: hint?.trim() || null,
})

const askedOf = (context: Pick<Context, 'signedIn'>, approvalId: string) => {
  const parsed = parseGlobalId(approvalId)
  if (parsed?.typename !== 'ApprovalRequest') throw notFound('request', 'approvalId')
  const { investigationId, requestId } = approvalKey(parsed.id)
  return {
    ref: { tenantId: callerOf(context).tenantId, investigationId: asId<InvestigationId>(investigationId) },
    requestId,
  }
}

const refusal = (problem: DecideRefusal, { personId }: { readonly personId: PersonId }) => {
  switch (problem.code) {
    case 'not-found':
      return notFound('request', 'approvalId')
    case 'already-decided':
      return new AlreadyDecided(problem.decision, problem.at, personId)
    case 'not-allowed':
      return new NotAllowed('NOT_ALLOWED', problem.message, [problem.path ?? 'approvalId'])
    case 'expired':
      return new Expired('EXPIRED', problem.message, ['approvalId'])
    case 'query-refused':
      return new QueryRefused('QUERY_REFUSED', problem.message, ['sql'])
    case 'invalid':
      return new InputError('INVALID_INPUT', problem.message, [problem.path ?? 'outcome'])
  }
}

type Key = { readonly investigationId: string; readonly requestId: string }

const ApprovalDecidePayload = builder.objectRef<Key>('ApprovalDecidePayload').implement({
  description: 'Decided; what waited goes on.',
  fields: t => ({
    approval: t.prismaField({
      type: ApprovalRequest,
      description: 'The request as it stands now.',
      resolve: (query, key, _args, { readDb }) =>
        readDb.approvalView.findUniqueOrThrow({ ...query, where: { investigationId_requestId: key } }),
    }),
  }),
})

builder.mutationField('approvalDecide', t =>
  t.field({
    type: ApprovalDecidePayload,
    description:
      'Approves, rejects or changes a request. Of several people exactly one decides; the others are told who, and when. ' +
      'Permission: approvals:decide. Events: APPROVAL_DECIDED.',
    args: { input: t.arg({ type: ApprovalDecideInput, required: true, description: 'The answer.' }) },
    errors: {
      types: [InputError, AlreadyDecided, NotAllowed, Expired, QueryRefused],
      union: { name: 'ApprovalDecideResult', description: 'Decided, or why not.' },
    },
    resolve: async (_root, { input }, context) => {
      const [asked, caller] = [askedOf(context, input.approvalId), callerOf(context)]
      const forPerson = typeof input.forPersonId === 'string' ? (uuidOf('Person', input.forPersonId) ?? NO_UUID) : null
      const decided = await context.app.decideApproval({ ...asked, forPerson }, verdictOf(input), caller)
      if (!decided.ok) throw refusal(decided.problem, caller)
      return { investigationId: asked.ref.investigationId, requestId: asked.requestId }
    },
  }),
)

const QueryCheckInput = builder.inputType('ApprovalQueryCheckInput', {
  description: 'An edited query.',
  fields: t => ({
    approvalId: t.id({ required: true, description: 'The request about the query.' }),
    sql: t.string({ required: true, description: 'The text as it would run.' }),
  }),
})

const QueryCheckPayload = builder
  .objectRef<{ readonly tables: readonly string[]; readonly columns: readonly string[] }>('ApprovalQueryCheckPayload')
  .implement({
    description: 'The guard lets it pass.',
    fields: t => ({
      tables: t.stringList({ description: 'The tables it reads.', resolve: ({ tables }) => [...tables] }),
      columns: t.stringList({ description: 'The columns it speaks of.', resolve: ({ columns }) => [...columns] }),
    }),
  })

builder.mutationField('approvalQueryCheck', t =>
  t.field({
    type: QueryCheckPayload,
    description:
      'Says whether an edited query would be accepted; nothing is decided and nothing is run. Permission: approvals:decide. Events: none.',
    args: { input: t.arg({ type: QueryCheckInput, required: true, description: 'The query.' }) },
    errors: {
      types: [InputError, NotAllowed, Expired, AlreadyDecided, QueryRefused],
      union: { name: 'ApprovalQueryCheckResult', description: 'Fine, or why not.' },
    },
    resolve: async (_root, { input: { approvalId, sql } }, context) => {
      const checked = await context.app.checkEditedQuery(askedOf(context, approvalId), sql)
      if (!checked.ok) throw refusal(checked.problem, callerOf(context))
      return {
        columns: checked.value.columns,
        tables: checked.value.tables.map(({ schema, name }) => `${schema}.${name}`),
      }
    },
  }),
)
