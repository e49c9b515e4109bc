import type { SignedIn } from '../core/access/signedIn.ts'
import type { ApprovalPolicy } from '../core/approval/policy.ts'
import type { ApprovalPolicies, StoredPolicy } from '../core/ports/approvalPolicies.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { DataSourceId } from '../core/shared/ids.ts'
import { parseMoney } from '../core/usage/money.ts'
import { refuse, type Result } from '../core/shared/result.ts'

export type PolicyWish = {
  readonly dataSourceId: DataSourceId | null
  readonly policy: ApprovalPolicy | null
  readonly expectedVersion: number
}
export type PolicyRefusal =
  | { readonly code: 'not-found' | 'conflict' }
  | { readonly code: 'unknown-team'; readonly field: 'approvers' | 'escalation' }
  | { readonly code: 'invalid'; readonly message: string; readonly path: string }

const MAX_HOURS = 30 * 24
const MAX_RULES = 50
const MIN_PERCENT = 10

type Tools = { readonly policies: ApprovalPolicies; readonly registry: Pick<DataSourceRegistry, 'find'> }

/** Says when people are asked: for one data source, or for all that have no policy of their own. */
export const changePolicy =
  ({ policies, registry }: Tools) =>
  async ({ tenantId }: SignedIn, wish: PolicyWish): Promise<Result<StoredPolicy, PolicyRefusal>> => {
    const invalid = wish.policy && invalidPart(wish.policy)
    if (invalid) return refuse(invalid)
    if (wish.dataSourceId === null) return policies.change({ ...wish, tenantId, name: 'All data sources' })
    const source = await registry.find(tenantId, wish.dataSourceId)
    return source ? policies.change({ ...wish, tenantId, name: source.name }) : refuse({ code: 'not-found' })
  }

const invalidPart = ({ hours, rules, sensitiveColumns, escalation }: ApprovalPolicy): PolicyRefusal | null => {
  if (!Number.isInteger(hours) || hours < 1 || hours > MAX_HOURS)
    return { code: 'invalid', message: `A request waits 1 to ${MAX_HOURS} hours.`, path: 'hours' }
  const after = escalation?.afterPercent ?? MIN_PERCENT
  if (!Number.isInteger(after) || after < MIN_PERCENT || after > 100 - MIN_PERCENT) {
    return {
      code: 'invalid',
      message: `More people are asked after ${MIN_PERCENT} to ${100 - MIN_PERCENT} per cent of the time.`,
      path: 'escalation',
    }
  }
  if (rules.length > MAX_RULES) return { code: 'invalid', message: `There may be ${MAX_RULES} rules.`, path: 'rules' }
  const negative = rules.some(({ when }) => (when.kind === 'rows' || when.kind === 'bytes') && !(when.above >= 0))
  if (negative) return { code: 'invalid', message: 'A bound on rows or bytes is 0 or more.', path: 'rules' }
  const unreadable = rules.some(({ when }) => when.kind === 'cost' && parseMoney(when.above) === null)
  if (unreadable)
    return {
      code: 'invalid',
      message: 'A bound on cost has digits and at most six decimals behind a point: 12.50.',
      path: 'rules',
    }
  if (sensitiveColumns.length > 500 || sensitiveColumns.some(name => name.trim() === '' || name.length > 200)) {
    return {
      code: 'invalid',
      message: 'Name up to 500 columns, each with 1 to 200 characters.',
      path: 'sensitiveColumns',
    }
  }
  return null
}
