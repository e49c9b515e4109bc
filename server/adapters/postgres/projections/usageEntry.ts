import { actorOf } from '../../../core/access/asking.ts'
import { usageParts } from '../../../core/usage/usageParts.ts'
import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

const triggerOf = ({ by = null }: Append) => {
  const { kind } = actorOf(by)
  return kind === 'person' || kind === 'key' ? kind : 'system'
}

/** The price of a resource that holds today, in millionths; null where the book has none. */
const bookedPrice = (
  resource: string,
  unit: string,
) => `(SELECT micros FROM price WHERE price.tenant_id = head.tenant_id AND price.resource = ${resource}
  AND unit = '${unit}' AND valid_from <= (now() AT TIME ZONE 'UTC')::date ORDER BY valid_from DESC LIMIT 1)`
const price = (resource: string, unit: string) => `coalesce(${bookedPrice(resource, unit)}, 0)`

const source = "'source:' || known.data_source_id"
/** By the second or by the credit. */
const secondPrice = `second_price(head.tenant_id, ${source})`
/** Of a model, each kind of token that was used has a price; of a data source, its seconds or its bytes have: it is sold by one of them. */
const priced = `CASE fresh.kind
  WHEN 'model' THEN ${(['input', 'output', 'cached'] as const).map(unit => `(fresh.${unit}_tokens = 0 OR ${bookedPrice('fresh.resource', unit)} IS NOT NULL)`).join(' AND ')}
  WHEN 'query' THEN coalesce(${secondPrice}, ${bookedPrice(source, 'terabyte')}) IS NOT NULL
  ELSE true END`

/** Who opened a case, and on what, is in its first fact; later facts find it in the row that was made of it. */
const rowsOf = (append: Append) => {
  const [opened] = append.events
  const opening =
    opened.type === 'InvestigationOpened'
      ? {
          data_source_id: opened.data.question.dataSourceId,
          person_id: opened.data.openedBy,
          team_id: opened.data.teamId,
          trigger: triggerOf(append),
          actor_id: actorOf(append.by ?? null).id,
        }
      : {}
  return append.events.flatMap((event, index) =>
    usageParts(event).map((part, place) => ({
      id: append.ref.investigationId,
      sequence: append.expectedVersion + 1 + index,
      part: place,
      kind: part.kind,
      resource: part.resource,
      input_tokens: part.inputTokens,
      output_tokens: part.outputTokens,
      cached_tokens: part.cachedTokens,
      rows: part.rows,
      bytes: part.bytes,
      ms: part.ms,
      ...opening,
    })),
  )
}

/** What the facts used, priced by the book as it stands when they are saved. Its key is the fact's, so that nothing can count twice. */
export const usageEntry: Projection = {
  name: 'used',
  rowsOf,
  sql: rows => `
    INSERT INTO usage_entry (investigation_id, sequence, part, tenant_id, data_source_id, kind, resource, trigger, actor_id, person_id, team_id, input_tokens, output_tokens,
      cached_tokens, rows, bytes, ms, cost_micros, priced, at)
    SELECT head.id, fresh.sequence, fresh.part, head.tenant_id, coalesce(fresh.data_source_id, known.data_source_id), fresh.kind,
      coalesce(fresh.resource, 'source:' || coalesce(fresh.data_source_id, known.data_source_id)), coalesce(fresh.trigger, first.trigger, 'system'),
      coalesce(fresh.actor_id, first.actor_id), coalesce(fresh.person_id, known.opened_by), coalesce(fresh.team_id, known.team_id),
      fresh.input_tokens, fresh.output_tokens, fresh.cached_tokens, fresh.rows, fresh.bytes, fresh.ms,
      round(CASE fresh.kind
        WHEN 'model' THEN (fresh.input_tokens::numeric * ${price('fresh.resource', 'input')} + fresh.output_tokens::numeric * ${price('fresh.resource', 'output')}
          + fresh.cached_tokens::numeric * ${price('fresh.resource', 'cached')}) / 1000000
        WHEN 'query' THEN fresh.ms::numeric * coalesce(${secondPrice}, 0) / 1000
          + fresh.bytes::numeric * ${price(source, 'terabyte')} / 1000000000000
        ELSE 0 END)::bigint, ${priced}, now()
    FROM json_to_recordset(${rows}) AS fresh(id uuid, sequence int, part int, kind text, resource text, input_tokens bigint, output_tokens bigint,
      cached_tokens bigint, rows bigint, bytes bigint, ms bigint, data_source_id uuid, trigger text, actor_id text, person_id uuid, team_id uuid) JOIN head USING (id)
      LEFT JOIN investigation_view AS known ON known.id = head.id
      LEFT JOIN usage_entry AS first ON first.investigation_id = head.id AND first.sequence = 1 AND first.part = 0`,
}
