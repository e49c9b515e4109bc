import { z } from 'zod'
import { uniqueEdges, type LineageEdge } from '../../core/dataset/lineage.ts'
import type { TableName } from '../../core/dataset/table.ts'
import type { LineageReader } from '../../core/ports/lineageReader.ts'
import { ok } from '../../core/shared/result.ts'
import { readJson } from './readJson.ts'

const name = z.string().min(1).max(1000)
const dataset = z.object({ namespace: name, name })
const columnLineage = z.object({
  fields: z.record(z.string(), z.object({ inputFields: z.array(dataset.extend({ field: name })).max(5000) })),
})

const event = z.object({
  eventType: z.string().nullish(),
  inputs: z.array(dataset).max(2000).nullish(),
  outputs: z
    .array(dataset.extend({ facets: z.object({ columnLineage: columnLineage.nullish() }).nullish() }))
    .max(2000)
    .nullish(),
})
const events = z.union([event, z.array(event).max(1000)])

type Event = z.output<typeof event>

/** 'database.schema.table', with or without the first: our data source is one database. */
const tableOf = ({ name: full }: z.output<typeof dataset>): TableName | null => {
  const [table, schema] = full.split('.').reverse()
  return table && schema ? { schema, name: table } : null
}

const sameDataset = (a: z.output<typeof dataset>, b: z.output<typeof dataset>) =>
  a.namespace === b.namespace && a.name === b.name

/** A run that failed has made nothing. */
const made = ({ eventType }: Event) => eventType !== 'FAIL' && eventType !== 'ABORT'

const edgesOf = ({ inputs, outputs }: Event): readonly LineageEdge[] =>
  (outputs ?? []).flatMap(output =>
    (inputs ?? []).flatMap((input): LineageEdge[] => {
      const [from, to] = [tableOf(input), tableOf(output)]
      if (from === null || to === null) return []
      const fields = Object.entries(output.facets?.columnLineage?.fields ?? {})
      const columns = fields.flatMap(([column, { inputFields }]) =>
        inputFields.filter(field => sameDataset(field, input)).map(({ field }) => ({ from: field, to: column })),
      )
      return [{ source: 'openLineage', from, to, columns }]
    }),
  )

/** OpenLineage run events, one or several: which datasets a job read and wrote, with the `columnLineage` facet where it is there. */
export const openLineage: LineageReader = {
  source: 'openLineage',
  tells: 'more',
  read(text) {
    const read = readJson(text, events, 'an OpenLineage event')
    return read.ok ? ok(uniqueEdges([read.value].flat().filter(made).flatMap(edgesOf))) : read
  },
}
