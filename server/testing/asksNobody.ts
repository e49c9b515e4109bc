import { refuse } from '../core/shared/result.ts'
import type { StepTools } from '../app/tools.ts'
import { neverAsk } from '../core/approval/policy.ts'

/** Steps that ask no person for anything. */
export const asksNobody: Pick<StepTools, 'policies' | 'now'> = { policies: { policyOf: async () => neverAsk, change: async () => refuse({ code: 'conflict' }) }, now: () => new Date() }
