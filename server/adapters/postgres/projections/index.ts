import { approvalGrant } from './approvalGrant.ts'
import {
  approverNotices,
  closedApprovals,
  decidedApprovals,
  escalatedApprovals,
  escalationNotices,
  givenApprovals,
  requestedApprovals,
  withdrawnApprovals,
} from './approvalView.ts'
import { auditEntry } from './auditEntry.ts'
import { settledCalls, settledSteps } from './commitment.ts'
import { eventRecord } from './eventRecord.ts'
import { proposedHypotheses, weighedHypotheses } from './hypothesisView.ts'
import { queryView } from './queryView.ts'
import { usageEntry } from './usageEntry.ts'

/** What every append writes besides `head`, the case's own row. */
export const projections = [
  eventRecord,
  queryView,
  proposedHypotheses,
  weighedHypotheses,
  requestedApprovals,
  approverNotices,
  givenApprovals,
  decidedApprovals,
  escalatedApprovals,
  escalationNotices,
  withdrawnApprovals,
  closedApprovals,
  approvalGrant,
  auditEntry,
  usageEntry,
  settledSteps,
  settledCalls,
] as const
