// Reading a text that somebody is about to approve: by the guard, and by the policy as it is now.
import { authorsOf, originOf } from '../core/approval/authors.ts'
import type { ApprovalPolicy, QueryAuthor } from '../core/approval/policy.ts'
import type { Touched } from '../core/approval/queryRequest.ts'
import type { ApprovalDecision, QueryContent } from '../core/approval/request.ts'
import type { State } from '../core/investigation/state.ts'
import type { SafeQuery } from '../core/ports/queryGuard.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import type { PricedEstimate } from '../core/usage/queryCost.ts'
import { judgeText } from './judgeText.ts'
import { contextOf } from './steps/ask.ts'
import type { DecidingTools } from './tools.ts'

/** The case and the policy that a decision is made in. */
export type Place = {
  readonly state: State
  readonly tools: DecidingTools
  readonly policy: ApprovalPolicy
  readonly ref: CaseRef
}

export type ApprovableText = { readonly sql: string; readonly authors: readonly QueryAuthor[] }

export type ReadQuery = {
  readonly query: SafeQuery
  readonly touched: Touched
  readonly estimate: PricedEstimate | null
}

type Refusal =
  { readonly code: 'not-found' } | { readonly code: 'not-allowed' | 'query-refused'; readonly message: string }

/** The text that an approval is of: that of the request, or what the first of two made of it. */
export const approvableText = ({ sql, author }: QueryContent, given: ApprovalDecision | null): ApprovableText =>
  given?.change?.kind === 'query'
    ? { sql: given.change.sql, authors: authorsOf(author, true) }
    : { sql, authors: authorsOf(author, false) }

/** Reads it in the context as it is; refused where the guard refuses it, or the policy never lets it run. */
export const readApprovable = async (
  { sql, authors }: ApprovableText,
  { state, tools, policy, ref }: Place,
): Promise<Result<ReadQuery, Refusal>> => {
  const { question, focus } = state
  if (!question || !focus) return refuse({ code: 'not-found' })
  const opened = await tools.dataSources.open(ref.tenantId, question.dataSourceId)
  if (!opened.ok)
    return refuse({ code: 'query-refused', message: `The query cannot be checked: ${opened.problem.message}` })
  const checked = await tools.guard.check(sql, {
    dialect: opened.value.dialect.name,
    context: contextOf(focus),
    origin: originOf(authors),
  })
  if (!checked.ok) return refuse({ code: 'query-refused', message: checked.problem.message })
  const text = { source: opened.value, query: checked.value, authors, tables: contextOf(focus).tables }
  const {
    judged: { tier, because },
    touched,
    estimate,
  } = await judgeText(text, { policy, tools, tenantId: ref.tenantId, dataSourceId: question.dataSourceId })
  if (tier === 'never')
    return refuse({ code: 'not-allowed', message: `The policy never lets this query run. ${because.join(' ')}` })
  return ok({ query: checked.value, touched, estimate })
}
