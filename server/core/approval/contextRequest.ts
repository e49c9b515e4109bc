import type { Table } from '../dataset/table.ts'
import { sameTable } from '../dataset/table.ts'
import { signalOf } from '../investigation/state.ts'
import { dimensionsOf } from '../measure/dimensions.ts'
import type { Case } from '../measure/planned.ts'
import { neededColumns } from './changeContext.ts'
import { deadlineOf } from './deadline.ts'
import { followedEdges } from './followedEdges.ts'
import { contextReason, type ApprovalPolicy } from './policy.ts'
import type { ApprovalRequest } from './request.ts'
import { isSensitiveColumn } from './sensitiveColumn.ts'

/** The request for a look at the context; null where the policy asks for none, or somebody was asked already. */
export const contextRequest = (state: Case, policy: ApprovalPolicy, now: Date): ApprovalRequest | null => {
  const because = contextReason(policy)
  if (because === null || state.approvals.some(({ request }) => request.content.kind === 'context')) return null
  const { question, focus, anomaly } = state
  const series = signalOf(state, 'series')
  const dimensions = dimensionsOf(focus, question.metric, {
    cardinalities: series?.cardinalities ?? [],
    rows: series?.rows.normal ?? 0,
  })
  const needed = neededColumns(question, focus)
  const reviewed = (table: Table) => {
    const isNeeded = sameTable(table.name, focus.table.name)
    const columns = table.columns.map(({ name, kind }) => ({
      name,
      kind,
      isSensitive: isSensitiveColumn(name, policy),
      isNeeded: isNeeded && needed.includes(name),
    }))
    return { name: table.name, rowEstimate: table.rowEstimate, isNeeded, columns }
  }
  return {
    id: 'context',
    holds: 'proposeHypotheses',
    because: [because],
    ...deadlineOf(policy, now),
    content: {
      kind: 'context',
      tables: [focus.table, ...focus.parents, ...(focus.strangers ?? [])].map(reviewed),
      days: anomaly.days,
      normalDays: anomaly.baselineDays,
      since: anomaly.onset?.at.slice(0, anomaly.onset.precision === 'hour' ? 13 : 10) ?? question.day,
      dimensions: dimensions.map(({ name }) => name),
      edges: followedEdges(state),
    },
  }
}
