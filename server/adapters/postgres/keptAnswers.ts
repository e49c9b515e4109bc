import type pg from 'pg'
import type { Answer } from '../../core/ports/dataSource.ts'
import type { KeptAnswers } from '../../core/ports/keptAnswers.ts'

/** The previews that stand beside a case's queries. */
export const createKeptAnswers = (pool: Pick<pg.Pool, 'query'>): KeptAnswers => ({
  async answerOf({ tenantId, investigationId }, queryId) {
    const {
      rows: [row],
    } = await pool.query<{ answer: Pick<Answer, 'columns' | 'rows'> | null }>(
      'SELECT answer FROM query_view WHERE tenant_id = $1 AND investigation_id = $2 AND query_id = $3',
      [tenantId, investigationId, queryId],
    )
    return row?.answer ?? null
  },
})
