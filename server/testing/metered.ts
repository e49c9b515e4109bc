import type { Pool } from 'pg'

/** What was metered of queries (how many, their rows, their milliseconds), and what the facts say of the same. */
export const meteredQueries = async (pool: Pick<Pool, 'query'>): Promise<{ readonly entries: readonly string[]; readonly facts: readonly string[] }> => {
  const { rows: [row] } = await pool.query<{ entries: readonly string[]; facts: readonly string[] }>(`SELECT
    (SELECT array[count(*), sum(rows), sum(ms)]::bigint[] FROM usage_entry WHERE kind = 'query') AS entries,
    (SELECT array[count(*), sum((data->>'rows')::int), sum(round((data->>'elapsedMs')::numeric))]::bigint[] FROM event_record WHERE type = 'QueryRan') AS facts`)
  return row ?? { entries: [], facts: [] }
}
