import type { ApprovalDecision, ApprovalRequest, ContextChange } from '../core/approval/request.ts'
import type { Step } from '../core/investigation/step.ts'
import { stepKey } from '../core/investigation/step.ts'
import type { ScanName } from '../core/measure/scan.ts'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { orders, question } from './facts.ts'

const rest = {
  because: ['It reads shop.orders.'],
  deadline: '2026-06-14T00:00:00.000Z',
  onDeadline: 'rejected',
  quorum: 1,
  approvers: null,
  escalation: null,
} as const

export const contextAsked: ApprovalRequest = {
  ...rest,
  id: 'context',
  holds: 'proposeHypotheses',
  content: {
    kind: 'context',
    tables: [],
    days: ['2026-06-12'],
    normalDays: [],
    since: '2026-06-12',
    dimensions: ['country'],
    edges: [],
  },
}

/** A request about the query of a step. */
export const queryAsked = (step: Step, queryId: string): ApprovalRequest => ({
  ...rest,
  id: `query:${queryId}`,
  holds: stepKey(step),
  content: {
    kind: 'query',
    queryId,
    scan: step.kind === 'runScan' ? step.scan : null,
    purpose: `The numbers of ${queryId}`,
    author: 'analyst',
    sql: `SELECT '${queryId}'`,
    hash: 'h',
    dataSourceId: question.dataSourceId,
    tables: [orders.name],
    columns: ['country'],
    sensitive: [],
    serves: [],
    maxRows: 10,
    timeoutMs: 1_000,
    rows: 1_000,
    estimate: null,
    ifRejected: 'It stays untested.',
  },
})

export const scanAsked = (scan: ScanName) => queryAsked({ kind: 'runScan', scan }, scan)

const grace = { by: asId<PersonId>('grace'), byName: 'Grace', behalf: null, seconded: null, grant: null, byGrant: null }

export const approved = ({ id }: ApprovalRequest): ApprovalDecision => ({
  ...grace,
  requestId: id,
  outcome: 'approved',
  reason: null,
  change: null,
})

export const rejected = ({ id }: ApprovalRequest): ApprovalDecision => ({
  ...grace,
  requestId: id,
  outcome: 'rejected',
  reason: 'it reads addresses.',
  change: null,
})

export const contextChanged = (change: Partial<ContextChange>): ApprovalDecision => ({
  ...grace,
  requestId: 'context',
  outcome: 'modified',
  reason: null,
  change: {
    kind: 'context',
    withoutTables: [],
    withoutEdges: [],
    withoutColumns: [],
    masked: [],
    withTables: [],
    normalDays: null,
    since: null,
    hint: null,
    ...change,
  },
})
