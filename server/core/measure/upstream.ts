import type { Focus } from '../dataset/focus.ts'
import { sameTable, type Column, type Table } from '../dataset/table.ts'
import { metricColumns, type Metric } from '../metric/metric.ts'

/** A table that this one seems to be made from, told by its columns; its time column is the one of the same name. */
export type Upstream = { readonly table: Table; readonly timeColumn: Column | null }

/** How deep the walk goes at most. */
const deepest = 3
/** Of the columns of a table upstream, the share that its child still has; of a child's columns, those that it must have from there. */
const fewestKept = 0.8
const fewestFromThere = 0.4

/** Words for the layers of a warehouse, from the source on. */
const layers: readonly RegExp[] = [
  /(^|_)(raw|src|source|landing|ingest|bronze|replica|cdc)(_|$)/i, /(^|_)(stg|stage|staging|clean|cleaned|silver|base)(_|$)/i, /(^|_)(int|intermediate)(_|$)/i,
]

const layerOf = ({ name: { schema, name } }: Table) => {
  const found = layers.findIndex(words => words.test(name) || words.test(schema))
  return found < 0 ? layers.length : found
}

const shared = (a: Table, b: Table) =>
  a.columns.filter(column => b.columns.some(({ name, kind }) => name === column.name && kind === column.kind)).length

/**
 * Tables upstream, the nearest first. Where lineage was told, those that it names and that hold the watched columns; else by inference: they hold the
 * watched columns and the time, their columns live on in this table, and either their name says an earlier layer, or this table adds columns to them.
 */
export const upstreamOf = (focus: Focus, metric: Metric): readonly Upstream[] => {
  const { table, parents, timeColumn, upstream: told = [] } = focus
  const needed = [...metricColumns(metric), ...(timeColumn ? [timeColumn.name] : [])]
  const measurable = parents.filter(parent => needed.every(name => parent.columns.some(column => column.name === name)))
  const found = told.length > 0 ? told.flatMap(name => measurable.find(parent => sameTable(parent.name, name)) ?? []) : inferred(table, measurable)
  return found.slice(0, deepest).map(parent => ({ table: parent, timeColumn: parent.columns.find(({ name }) => name === timeColumn?.name) ?? null }))
}

/** Where nobody told: by what the tables look like. */
const inferred = (table: Table, measurable: readonly Table[]): readonly Table[] =>
  measurable
    .filter(parent => {
      const own = shared(parent, table)
      const earlier = layerOf(parent) - layerOf(table)
      const feeds = own >= fewestKept * parent.columns.length && own >= fewestFromThere * table.columns.length
      const adds = parent.columns.length < table.columns.length
      return feeds && (earlier < 0 || (earlier === 0 && adds))
    })
    .toSorted((a, b) => layerOf(b) - layerOf(a) || b.columns.length - a.columns.length)
