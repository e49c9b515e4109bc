import type { Pool } from 'pg'

/** Queries that were paid for: those that ran, and those that were stopped. */
const paid = "(type = 'QueryRan' OR (type = 'QueryFailed' AND data ? 'elapsedMs'))"

/** What was metered of queries (how many, their rows, their milliseconds), and what the facts say of the same. */
export const meteredQueries = async (
  pool: Pick<Pool, 'query'>,
): Promise<{ readonly entries: readonly string[]; readonly facts: readonly string[] }> => {
  const {
    rows: [row],
  } = await pool.query<{ entries: readonly string[]; facts: readonly string[] }>(`SELECT
    (SELECT array[count(*), sum(rows), sum(ms)]::bigint[] FROM usage_entry WHERE kind = 'query') AS entries,
    (SELECT array[count(*), sum(coalesce((data->>'rows')::int, 0)), sum(round((data->>'elapsedMs')::numeric))]::bigint[] FROM event_record WHERE ${paid}) AS facts`)
  return row ?? { entries: [], facts: [] }
}

/** What the ledger of usage comes to, and what the facts of queries come to by the prices of today, each fact rounded by itself. */
export const moneySums = async (
  pool: Pick<Pool, 'query'>,
): Promise<{ readonly ledger: bigint; readonly facts: bigint }> => {
  const price = (unit: string) =>
    `coalesce((SELECT micros FROM price WHERE price.tenant_id = event_record.tenant_id AND unit = '${unit}'), 0)`
  const {
    rows: [row],
  } = await pool.query<{ ledger: string; facts: string }>(`SELECT
    (SELECT coalesce(sum(cost_micros), 0)::bigint FROM usage_entry) AS ledger,
    (SELECT coalesce(sum(round(round((data->>'elapsedMs')::numeric) * ${price('second')} / 1000
      + round(coalesce(data->>'bytesRead', data->'estimate'->>'bytes', '0')::numeric) * ${price('terabyte')} / 1000000000000)), 0)::bigint
      FROM event_record WHERE ${paid}) AS facts`)
  return { ledger: BigInt(row?.ledger ?? 0), facts: BigInt(row?.facts ?? 0) }
}
