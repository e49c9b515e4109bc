import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

/** The facts themselves; their primary key (case, sequence) stands behind the version check of `head`. */
export const eventRecord: Projection = {
  name: 'facts',
  rowsOf: ({ ref, expectedVersion, events }: Append) =>
    events.map(({ type, data }, index) => ({
      id: ref.investigationId,
      sequence: expectedVersion + 1 + index,
      type,
      data,
    })),
  sql: rows => `
    INSERT INTO event_record (tenant_id, investigation_id, sequence, type, data, occurred_at)
    SELECT head.tenant_id, head.id, fact.sequence, fact.type, fact.data, now()
    FROM json_to_recordset(${rows}) AS fact(id uuid, sequence int, type text, data jsonb) JOIN head USING (id)`,
}
