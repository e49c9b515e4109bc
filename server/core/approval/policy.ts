import { CURRENCY, moneyText, parseMoney } from '../usage/money.ts'
import type { PricedEstimate } from '../usage/queryCost.ts'
import type { Approvers } from './approvers.ts'
import type { Escalation } from './escalation.ts'
import { sameTable, tableText, type TableName } from '../dataset/table.ts'

/** What becomes of a query: it runs, it waits for a person, or it is never run. */
export type Tier = 'run' | 'ask' | 'never'

/** Who wrote a query: our own fixed scans, a model, or a person. */
export type QueryAuthor = 'analyst' | 'model' | 'person'

/**
 * What a rule looks at. `bytes` and `cost` hold where an estimate is above, or there is none.
 * `rows` holds where the tables read hold more rows than that by the data source's statistics, or an unknown number.
 */
export type QueryCondition =
  | { readonly kind: 'table'; readonly table: TableName }
  | { readonly kind: 'sensitiveColumn' }
  | { readonly kind: 'rows'; readonly above: number }
  | { readonly kind: 'bytes'; readonly above: number }
  /** An amount, as text. */
  | { readonly kind: 'cost'; readonly above: string }
  | { readonly kind: 'author'; readonly author: QueryAuthor }

export type QueryRule = { readonly when: QueryCondition; readonly tier: Tier }

/** When people are asked, for one data source. */
export type ApprovalPolicy = {
  /** Whether people look over the context before causes are looked for; 'sensitive' is always, where the data source is marked so. */
  readonly context: 'always' | 'sensitive' | 'never'
  readonly isSensitive: boolean
  /** Columns that count as sensitive besides those whose names say so. */
  readonly sensitiveColumns: readonly string[]
  /** What becomes of a query that no rule speaks of. */
  readonly queries: Tier
  /** Of all that hold, the strictest counts. */
  readonly rules: readonly QueryRule[]
  /** How long a request waits, in hours; then `onDeadline` decides. */
  readonly hours: number
  readonly onDeadline: 'approved' | 'rejected'
  /** Whether nobody may decide requests of an investigation that they opened themselves. */
  readonly noSelfApproval: boolean
  /** Whose people alone decide; null: everybody who may. */
  readonly approvers: Approvers | null
  /** Who is asked too when nobody has decided in a part of the time; null: nobody. */
  readonly escalation: Escalation | null
  /** How many people must approve a request; one is enough to reject it. */
  readonly quorum: 1 | 2
}

/** As it is until somebody says otherwise: nobody is asked. */
export const neverAsk: ApprovalPolicy = {
  context: 'never',
  isSensitive: false,
  sensitiveColumns: [],
  queries: 'run',
  rules: [],
  hours: 24,
  onDeadline: 'rejected',
  noSelfApproval: false,
  approvers: null,
  escalation: null,
  quorum: 1,
}

/** What a policy judges a query by. `rows` null: the data source keeps no statistics of some table. */
export type QuerySubject = {
  /** All whose words it has; a rule on authors holds for each. */
  readonly authors: readonly QueryAuthor[]
  readonly tables: readonly TableName[]
  readonly sensitive: readonly string[]
  readonly rows: number | null
  /** What it is going to read, as far as the data source says. */
  readonly estimate: PricedEstimate | null
}

export type Judged = { readonly tier: Tier; readonly because: readonly string[] }

const strictness: readonly Tier[] = ['run', 'ask', 'never']

/** What becomes of the query, and the reasons of that tier in words. */
export const judgeQuery = (subject: QuerySubject, { queries, rules }: ApprovalPolicy): Judged => {
  const spoken = [
    { tier: queries, because: 'The policy says so for every query of this data source.' },
    ...rules.flatMap(({ when, tier }) => {
      const because = reasonOf(when, subject)
      return because === null ? [] : [{ tier, because }]
    }),
  ]
  const tier = strictness[Math.max(...spoken.map(each => strictness.indexOf(each.tier)))] ?? 'never'
  return { tier, because: spoken.filter(each => each.tier === tier).map(({ because }) => because) }
}

const authorWords: Readonly<Record<QueryAuthor, string>> = { analyst: 'Dataing', model: 'a model', person: 'a person' }

/** Why the rule speaks of this query; null where it does not. */
const reasonOf = (
  when: QueryCondition,
  { authors, tables, sensitive, rows, estimate }: QuerySubject,
): string | null => {
  switch (when.kind) {
    case 'table':
      return tables.some(name => sameTable(name, when.table)) ? `It reads ${tableText(when.table)}.` : null
    case 'sensitiveColumn':
      return sensitive.length > 0
        ? `It touches ${sensitive.join(', ')}, which ${sensitive.length === 1 ? 'is' : 'are'} sensitive.`
        : null
    case 'rows':
      if (rows === null) return 'How many rows its tables hold is not known.'
      return rows > when.above
        ? `Its tables hold about ${rows.toLocaleString('en-US')} rows, more than ${when.above.toLocaleString('en-US')}.`
        : null
    case 'bytes':
      return bytesReason(estimate?.bytes ?? null, when.above)
    case 'cost':
      return costReason(estimate?.cost ?? null, when.above)
    case 'author':
      return authors.includes(when.author) ? `It was written by ${authorWords[when.author]}.` : null
  }
}

const bytesReason = (bytes: number | null, above: number) => {
  if (bytes === null) return 'How many bytes it reads is not known.'
  return bytes > above
    ? `It reads about ${bytes.toLocaleString('en-US')} bytes, more than ${above.toLocaleString('en-US')}.`
    : null
}

const costReason = (cost: string | null, above: string) => {
  const [amount, bound] = [cost === null ? null : parseMoney(cost), parseMoney(above)]
  if (amount === null || bound === null) return 'What it costs is not known.'
  return amount > bound
    ? `It costs about ${moneyText(amount)} ${CURRENCY}, more than ${moneyText(bound)} ${CURRENCY}.`
    : null
}

/** Whether people look over the context first, and why; null where they do not. */
export const contextReason = ({ context, isSensitive }: ApprovalPolicy): string | null => {
  if (context === 'always')
    return 'The policy asks for a look at the context of every investigation of this data source.'
  return context === 'sensitive' && isSensitive ? 'The data source is marked sensitive.' : null
}

/** Whether it can ask for anything at all; where not, nothing needs to be planned to know. */
export const asksNothing = (policy: ApprovalPolicy): boolean =>
  policy.queries === 'run' && policy.rules.every(({ tier }) => tier === 'run')
