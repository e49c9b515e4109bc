import { actorOf } from '../../../core/access/asking.ts'
import { usageParts } from '../../../core/usage/usageParts.ts'
import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

const triggerOf = ({ by = null }: Append) => {
  const { kind } = actorOf(by)
  return kind === 'person' || kind === 'key' ? kind : 'system'
}

/** The price of a resource that holds today, in millionths; 0 where the book has none. */
const price = (resource: string, unit: string) => `coalesce((SELECT micros FROM price WHERE price.tenant_id = head.tenant_id AND price.resource = ${resource}
  AND unit = '${unit}' AND valid_from <= (now() AT TIME ZONE 'UTC')::date ORDER BY valid_from DESC LIMIT 1), 0)`

/** Who opened a case, and on what, is in its first fact; later facts find it in the row that was made of it. */
const rowsOf = (append: Append) => {
  const [opened] = append.events
  const opening = opened.type === 'InvestigationOpened'
    ? { data_source_id: opened.data.question.dataSourceId, team_id: opened.data.teamId, trigger: triggerOf(append), actor_id: actorOf(append.by ?? null).id } : {}
  return append.events.flatMap((event, index) => usageParts(event).map((part, place) => ({
    id: append.ref.investigationId, sequence: append.expectedVersion + 1 + index, part: place, kind: part.kind, resource: part.resource,
    input_tokens: part.inputTokens, output_tokens: part.outputTokens, cached_tokens: part.cachedTokens, rows: part.rows, bytes: part.bytes, ms: part.ms, ...opening,
  })))
}

/** What the facts used, priced by the book as it stands when they are saved. Its key is the fact's, so that nothing can count twice. */
export const usageEntry: Projection = {
  name: 'used',
  rowsOf,
  sql: rows => `
    INSERT INTO usage_entry (investigation_id, sequence, part, tenant_id, data_source_id, kind, resource, trigger, actor_id, team_id, input_tokens, output_tokens,
      cached_tokens, rows, bytes, ms, cost_micros, at)
    SELECT head.id, fresh.sequence, fresh.part, head.tenant_id, coalesce(fresh.data_source_id, known.data_source_id), fresh.kind,
      coalesce(fresh.resource, 'source:' || coalesce(fresh.data_source_id, known.data_source_id)), coalesce(fresh.trigger, first.trigger, 'system'),
      coalesce(fresh.actor_id, first.actor_id), coalesce(fresh.team_id, known.team_id), fresh.input_tokens, fresh.output_tokens, fresh.cached_tokens, fresh.rows, fresh.bytes, fresh.ms,
      round(CASE fresh.kind
        WHEN 'model' THEN (fresh.input_tokens::numeric * ${price('fresh.resource', 'input')} + fresh.output_tokens::numeric * ${price('fresh.resource', 'output')}
          + fresh.cached_tokens::numeric * ${price('fresh.resource', 'cached')}) / 1000000
        WHEN 'query' THEN fresh.ms::numeric * ${price("'source:' || known.data_source_id", 'second')} / 1000
          + fresh.bytes::numeric * ${price("'source:' || known.data_source_id", 'terabyte')} / 1000000000000
        ELSE 0 END)::bigint, now()
    FROM json_to_recordset(${rows}) AS fresh(id uuid, sequence int, part int, kind text, resource text, input_tokens bigint, output_tokens bigint,
      cached_tokens bigint, rows bigint, bytes bigint, ms bigint, data_source_id uuid, trigger text, actor_id text, team_id uuid) JOIN head USING (id)
      LEFT JOIN investigation_view AS known ON known.id = head.id
      LEFT JOIN usage_entry AS first ON first.investigation_id = head.id AND first.sequence = 1 AND first.part = 0`,
}
