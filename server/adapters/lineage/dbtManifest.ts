import { z } from 'zod'
import { uniqueEdges, type LineageEdge } from '../../core/dataset/lineage.ts'
import type { TableName } from '../../core/dataset/table.ts'
import type { LineageReader } from '../../core/ports/lineageReader.ts'
import { ok } from '../../core/shared/result.ts'
import { readJson } from './readJson.ts'

const name = z.string().min(1).max(500)
const ids = z.array(z.string()).max(5000)

const manifest = z.object({
  nodes: z.record(
    z.string(),
    z.object({
      resource_type: z.string(),
      schema: name.nullish(),
      name,
      alias: name.nullish(),
      depends_on: z.object({ nodes: ids.optional() }).nullish(),
      config: z.object({ materialized: z.string().nullish() }).nullish(),
    }),
  ),
  sources: z.record(z.string(), z.object({ schema: name, name, identifier: name.nullish() })),
})

type Manifest = z.output<typeof manifest>

/** What is a table or view in the warehouse. */
const built = new Set(['model', 'seed', 'snapshot'])

const tableOf = ({ nodes, sources }: Manifest, id: string): TableName | null => {
  const source = sources[id]
  if (source) return { schema: source.schema, name: source.identifier ?? source.name }
  const node = nodes[id]
  if (!node || !built.has(node.resource_type) || node.config?.materialized === 'ephemeral' || !node.schema) return null
  return { schema: node.schema, name: node.alias ?? node.name }
}

/** The tables that a node is made from. An ephemeral model is no table: what it is made from stands for it. */
const parentsOf = (read: Manifest, id: string, seen: ReadonlySet<string> = new Set()): readonly TableName[] =>
  (read.nodes[id]?.depends_on?.nodes ?? []).flatMap(parent => {
    if (seen.has(parent)) return []
    const table = tableOf(read, parent)
    return table ? [table] : parentsOf(read, parent, new Set([...seen, parent]))
  })

/** The `manifest.json` that dbt writes to `target/`: every model, seed and snapshot with what it refers to. */
export const dbtManifest: LineageReader = {
  source: 'dbt',
  tells: 'everything',
  read(text) {
    const read = readJson(text, manifest, 'a dbt manifest (target/manifest.json)')
    if (!read.ok) return read
    const edges = Object.keys(read.value.nodes).flatMap((id): LineageEdge[] => {
      const to = tableOf(read.value, id)
      return to ? parentsOf(read.value, id).map(from => ({ source: 'dbt', from, to, columns: [] })) : []
    })
    return ok(uniqueEdges(edges))
  },
}
