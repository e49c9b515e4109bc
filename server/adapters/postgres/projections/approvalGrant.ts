import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

/** What a decision remembers of itself: written with it, so that there is no grant without the decision that gives it. */
export const approvalGrant: Projection = {
  name: 'granted',
  rowsOf: ({ ref, events }: Append) =>
    events.flatMap(event => {
      if (event.type !== 'ApprovalDecided' || !event.data.decision.grant) return []
      const { requestId, by, byName, behalf, reason, seconded, grant } = event.data.decision
      return [
        {
          id: ref.investigationId,
          grant_id: grant.id,
          request_id: requestId,
          source: grant.dataSourceId,
          shape: grant.shape,
          tables: grant.tables,
          columns: grant.columns,
          sensitive: grant.sensitive,
          bytes: grant.bytes,
          until: grant.until,
          by,
          by_name: byName,
          seconded_by: seconded?.by ?? null,
          seconded_name: seconded?.byName ?? null,
          reason,
          for: behalf?.by ?? null,
          for_name: behalf?.byName ?? null,
          seconded_for: seconded?.behalf?.by ?? null,
          seconded_for_name: seconded?.behalf?.byName ?? null,
        },
      ]
    }),
  sql: rows => `
    INSERT INTO approval_grant (id, tenant_id, data_source_id, investigation_id, request_id, shape, tables, columns, sensitive, bytes,
      given_by, given_by_name, seconded_by, seconded_by_name, reason, given_at, expires_at, given_for, given_for_name, seconded_for, seconded_for_name)
    SELECT grant_id, head.tenant_id, source, head.id, request_id, shape, tables, columns, sensitive, bytes, by, by_name, seconded_by, seconded_name, reason, now(), until,
      "for", for_name, seconded_for, seconded_for_name
    FROM json_to_recordset(${rows}) AS fresh(id uuid, grant_id uuid, request_id text, source uuid, shape text, tables jsonb, columns text[], sensitive text[], bytes bigint,
      until timestamptz, by uuid, by_name text, seconded_by uuid, seconded_name text, reason text,
      "for" uuid, for_name text, seconded_for uuid, seconded_for_name text) JOIN head USING (id)`,
}
