import type { ContextReviewPolicy, DeadlineOutcome, QueryAuthor, QueryRuleKind, QueryTier } from '../gql/graphql.ts'

type Option<Value> = { readonly value: Value; readonly label: string }

const optionsOf = <Value extends string>(words: Readonly<Record<Value, string>>): readonly Option<Value>[] =>
  (Object.keys(words) as Value[]).map(value => ({ value, label: words[value] }))

export const contexts = optionsOf<ContextReviewPolicy>({
  NEVER: 'Never',
  SENSITIVE: 'Where the data source is marked sensitive',
  ALWAYS: 'Always',
})
export const tiers = optionsOf<QueryTier>({ RUN: 'Run without asking', ASK: 'Ask a person first', NEVER: 'Never run' })
export const onDeadlines = optionsOf<DeadlineOutcome>({ REJECTED: 'Rejects', APPROVED: 'Approves' })
export const quorums = optionsOf<'1' | '2'>({ 1: 'One person', 2: 'Two different people' })
export const authors = optionsOf<QueryAuthor>({ MODEL: 'a model', PERSON: 'a person', ANALYST: 'Dataing' })
export const ruleKinds = optionsOf<QueryRuleKind>({
  TABLE: 'reads the table',
  SENSITIVE_COLUMN: 'touches a sensitive column',
  ROWS: 'reads tables of more rows than',
  BYTES: 'reads more bytes than',
  COST: 'costs more than (USD)',
  AUTHOR: 'was written by',
})
