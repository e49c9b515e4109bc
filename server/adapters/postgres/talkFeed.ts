import type { Pool } from 'pg'
import type { TalkFeed } from '../../core/ports/talkFeed.ts'
import type { Looks } from './looks.ts'

const CASE = `SELECT concat_ws(' ',
  (SELECT version FROM case_file WHERE investigation_id = $1 AND tenant_id = $2), count(*), max(created_at), max(edited_at), max(deleted_at)) AS seen
  FROM comment WHERE investigation_id = $1 AND tenant_id = $2`
const NOTICES = 'SELECT count(*)::int AS seen FROM notice WHERE person_id = $1 AND tenant_id = $2 AND read_at IS NULL'

/** What people do around cases, as the tables have it. */
export const createTalkFeed = (pool: Pick<Pool, 'query'>, looks: Looks): TalkFeed => ({
  followCase: ({ investigationId, tenantId }, signal) =>
    looks.follow(async () => {
      const {
        rows: [row],
      } = await pool.query<{ seen: string }>({ name: 'talk', text: CASE, values: [investigationId, tenantId] })
      return row?.seen ?? ''
    }, signal),
  followNotices: (tenantId, personId, signal) =>
    looks.follow(async () => {
      const {
        rows: [row],
      } = await pool.query<{ seen: number }>({ name: 'notices', text: NOTICES, values: [personId, tenantId] })
      return row?.seen ?? 0
    }, signal),
})
