import type { ApprovalPolicy, QueryCondition, Tier } from '../core/approval/policy.ts'
import { QueryAuthorEnum } from './approvalContent.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { EscalationInput, escalationOf } from './escalation.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { wordEnum } from './words.ts'

export const TierEnum = wordEnum<Tier>('QueryTier', 'What becomes of a query.', {
  run: 'It runs.',
  ask: 'It waits for a person.',
  never: 'It is never run.',
})
export const ContextEnum = wordEnum<ApprovalPolicy['context']>(
  'ContextReviewPolicy',
  'Whether people look over the context of investigations.',
  {
    always: 'Always.',
    sensitive: 'Where the data source is marked sensitive.',
    never: 'Never.',
  },
)
export const RuleKindEnum = wordEnum<QueryCondition['kind']>('QueryRuleKind', 'What a rule looks at.', {
  table: 'Whether the query reads a table.',
  sensitiveColumn: 'Whether it touches a sensitive column.',
  rows: 'How many rows its tables hold.',
  bytes: 'How many bytes it is going to read.',
  cost: 'What that comes to by the price book.',
  author: 'Who wrote it.',
})
export const OnDeadlineEnum = wordEnum<ApprovalPolicy['onDeadline']>('DeadlineOutcome', 'What a deadline decides.', {
  approved: 'It approves.',
  rejected: 'It rejects.',
})

const RuleInput = builder.inputType('QueryRuleInput', {
  description: 'A rule about queries.',
  fields: t => ({
    tier: t.field({ type: TierEnum, required: true, description: 'What becomes of the query.' }),
    kind: t.field({ type: RuleKindEnum, required: true, description: 'What it looks at.' }),
    schema: t.string({ description: 'With TABLE: its schema.' }),
    table: t.string({ description: 'With TABLE: its name.' }),
    rowsAbove: t.float({ description: 'With ROWS: more than so many.' }),
    bytesAbove: t.float({ description: 'With BYTES: more than so many.' }),
    costAbove: t.string({ description: 'With COST: more than this amount, in decimals: 0.50.' }),
    author: t.field({ type: QueryAuthorEnum, description: 'With AUTHOR: who.' }),
  }),
})

export const PolicyInput = builder.inputType('ApprovalPolicyInput', {
  description: 'When people are to be asked.',
  fields: t => ({
    context: t.field({ type: ContextEnum, required: true, description: 'Whether people look over the context first.' }),
    isSensitive: t.boolean({ required: true, description: 'Whether the data source is marked sensitive.' }),
    sensitiveColumns: t.stringList({
      required: true,
      description: 'Columns that count as sensitive besides those whose names say so.',
    }),
    queries: t.field({
      type: TierEnum,
      required: true,
      description: 'What becomes of a query that no rule speaks of.',
    }),
    rules: t.field({ type: [RuleInput], required: true, description: 'What becomes of others.' }),
    hours: t.int({ required: true, description: 'How long a request waits: 1 to 720.' }),
    onDeadline: t.field({ type: OnDeadlineEnum, required: true, description: 'What the deadline decides.' }),
    quorum: t.int({ description: 'How many people must approve a request: 1 or 2; 1 when nothing is said.' }),
    approversTeamId: t.id({ description: 'The team whose people alone decide; everybody who may when left out.' }),
    escalation: t.field({
      type: EscalationInput,
      description: 'Who is asked too when nobody has decided in a part of the time; nobody when left out.',
    }),
    noSelfApproval: t.boolean({
      required: true,
      description: 'Whether those who open an investigation may not decide its requests.',
    }),
  }),
})

const conditionOf = ({
  kind,
  schema,
  table,
  rowsAbove,
  bytesAbove,
  costAbove,
  author,
}: typeof RuleInput.$inferInput): QueryCondition => {
  const missing = (field: string) =>
    new InputError('INVALID_INPUT', `A rule of this kind needs \`${field}\`.`, ['policy', 'rules', field])
  switch (kind) {
    case 'table':
      if (!schema || !table) throw missing(schema ? 'table' : 'schema')
      return { kind, table: { schema, name: table } }
    case 'rows':
      if (typeof rowsAbove !== 'number') throw missing('rowsAbove')
      return { kind, above: rowsAbove }
    case 'bytes':
      if (typeof bytesAbove !== 'number') throw missing('bytesAbove')
      return { kind, above: bytesAbove }
    case 'cost':
      if (typeof costAbove !== 'string') throw missing('costAbove')
      return { kind, above: costAbove }
    case 'author':
      if (!author) throw missing('author')
      return { kind, author }
    case 'sensitiveColumn':
      return { kind }
  }
}

const quorumOf = (quorum: number | null | undefined): 1 | 2 => {
  if (quorum === null || quorum === undefined || quorum === 1) return 1
  if (quorum === 2) return 2
  throw new InputError('INVALID_INPUT', 'One or two people approve.', ['policy', 'quorum'])
}

/** The policy that somebody sent; a rule that lacks what its kind needs is an InputError. */
export const policyOf = ({
  approversTeamId,
  quorum,
  rules: given,
  escalation,
  ...rest
}: typeof PolicyInput.$inferInput): ApprovalPolicy => ({
  ...rest,
  quorum: quorumOf(quorum),
  rules: given.map(rule => ({ tier: rule.tier, when: conditionOf(rule) })),
  escalation: escalation ? escalationOf(escalation) : null,
  approvers:
    typeof approversTeamId === 'string'
      ? { teamId: uuidOf('Team', approversTeamId) ?? NO_UUID, name: '', members: [] }
      : null,
})
