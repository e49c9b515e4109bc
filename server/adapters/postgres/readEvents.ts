import type { Pool } from 'pg'
import { isEventType } from './eventTypes.ts'
import { upcast } from '../../core/investigation/upcast.ts'
import type { StoredEvent } from '../../core/ports/investigationStore.ts'
import type { CaseRef } from '../../core/shared/ids.ts'

type Row = { readonly sequence: number; readonly occurred_at: Date; readonly type: string; readonly data: unknown }

/** The facts of a case after a sequence, in order, at most `limit`; none where the tenant has no such case. */
export const readEvents = async (
  pool: Pick<Pool, 'query'>,
  ref: CaseRef,
  page: { readonly after: number; readonly limit: number },
) => {
  const { rows } = await pool.query<Row>({
    name: 'events after',
    text: `SELECT sequence, occurred_at, type, data FROM event_record
      WHERE investigation_id = $1 AND tenant_id = $2 AND sequence > $3 ORDER BY sequence LIMIT $4`,
    values: [ref.investigationId, ref.tenantId, page.after, page.limit],
  })
  return rows.map(row => storedEvent(ref, row))
}

/** The newest fact of a case, or null. */
export const readNewestEvent = async (pool: Pick<Pool, 'query'>, ref: CaseRef): Promise<StoredEvent | null> => {
  const {
    rows: [row],
  } = await pool.query<Row>({
    name: 'newest event',
    text: `SELECT sequence, occurred_at, type, data FROM event_record
      WHERE investigation_id = $1 AND tenant_id = $2 ORDER BY sequence DESC LIMIT 1`,
    values: [ref.investigationId, ref.tenantId],
  })
  return row ? storedEvent(ref, row) : null
}

const storedEvent = (ref: CaseRef, { sequence, occurred_at, type, data }: Row): StoredEvent => {
  if (!isEventType(type))
    throw new Error(`Fact ${sequence} of case ${ref.investigationId} is of a type this program does not know: ${type}`)
  return { sequence, occurredAt: occurred_at, event: upcast(type, data) }
}
