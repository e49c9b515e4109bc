import type { Pool } from 'pg'
import type { CaseRef, InvestigationId, TenantId } from '../../core/shared/ids.ts'

/** The cases of every tenant that have not ended, oldest first. */
export const openCases = (pool: Pick<Pool, 'query'>) => async (): Promise<readonly CaseRef[]> => {
  const { rows } = await pool.query<{ tenantId: TenantId; investigationId: InvestigationId }>(
    'SELECT tenant_id AS "tenantId", id AS "investigationId" FROM investigation_view WHERE ended_at IS NULL ORDER BY started_at, id',
  )
  return rows
}
