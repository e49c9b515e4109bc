import type { PlannedQuery } from '../measure/planned.ts'
import type { Approval, ApprovalDecision, ByPerson, QueryContent } from './request.ts'

type Approvals = readonly Approval[]
export type QueryApproval = Approval & { readonly request: { readonly content: QueryContent } }

const isOfQuery = (approval: Approval): approval is QueryApproval => approval.request.content.kind === 'query'

/** Whether it still waits for an answer. */
export const isPending = ({ decision, withdrawn }: Approval): boolean => decision === null && withdrawn === null

/** Whether a step waits for a person. */
export const isHeld = (step: string, approvals: Approvals): boolean =>
  approvals.some(approval => isPending(approval) && approval.request.holds === step)

/** The newest request about this query; null where nobody was asked. */
export const queryApproval = (queryId: string, approvals: Approvals): QueryApproval | null =>
  approvals.filter(isOfQuery).findLast(({ request }) => request.content.queryId === queryId) ?? null

export type ApprovedQuery = { readonly sql: string; readonly hash: string; readonly isEdited: boolean }

/** The text that people let run in place of the planned one, and its hash. Null where nobody did, or where another text is planned by now. */
export const approvedQuery = (
  { sql }: Pick<PlannedQuery, 'sql'>,
  approval: QueryApproval | null,
): ApprovedQuery | null => {
  if (!approval?.decision || approval.decision.outcome === 'rejected') return null
  const { content } = approval.request
  if (content.sql !== sql) return null
  const { change } = approval.decision
  return change?.kind === 'query'
    ? { sql: change.sql, hash: change.hash, isEdited: true }
    : { sql, hash: content.hash, isEdited: false }
}

/** What was decided about the context; null where nothing was. */
export const contextDecision = (approvals: Approvals): ApprovalDecision | null =>
  approvals.find(({ request }) => request.content.kind === 'context')?.decision ?? null

/** Who decided, and for whom where somebody is away: 'Xaver for Sue'. */
export const deciderText = ({
  byName,
  behalf,
}: Pick<ApprovalDecision, 'byName'> & { readonly behalf?: ByPerson | null }): string =>
  behalf ? `${byName} for ${behalf.byName}` : byName

/** A rejection in words: 'rejected by Grace, because it reads addresses'. */
export const rejectionText = (decision: ApprovalDecision): string => {
  const { by, reason } = decision
  if (by === null) return 'rejected, because nobody decided before the deadline'
  const because = reason?.trim().replace(/[.!\s]+$/, '') ?? ''
  return `rejected by ${deciderText(decision)}${because === '' ? '' : `, because ${because}`}`
}

/** The queries that were kept from running, and in which words. */
export const rejectedQueries = (
  approvals: Approvals,
): readonly { readonly content: QueryContent; readonly text: string }[] =>
  approvals
    .filter(isOfQuery)
    .flatMap(({ request: { content }, decision }) =>
      decision?.outcome === 'rejected' ? [{ content, text: rejectionText(decision) }] : [],
    )
