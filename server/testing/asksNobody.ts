import { createMemoryLineage } from '../adapters/memory/lineage.ts'
import { createMemorySchemaHistory } from '../adapters/memory/schemaHistory.ts'
import type { AdvanceTools } from '../app/tools.ts'
import { neverAsk } from '../core/approval/policy.ts'
import { refuse } from '../core/shared/result.ts'

/** Steps that ask no person for anything, know of no lineage, and whose schemas nobody has read before. */
export const asksNobody: Pick<AdvanceTools, 'policies' | 'grants' | 'now' | 'history' | 'lineage'> = {
  policies: { policyOf: async () => neverAsk, change: async () => refuse({ code: 'conflict' }) },
  grants: { inForce: async () => [] },
  now: () => new Date(),
  history: createMemorySchemaHistory(),
  lineage: createMemoryLineage(),
}
