import type { Focus } from '../dataset/focus.ts'
import { nameUpstream } from '../dataset/lineage.ts'
import { layerOf } from '../dataset/neighbours.ts'
import { canBeTime, isTimeColumn, timeColumnOf, timeTextOf } from '../dataset/timeColumn.ts'
import { sameTable, type Column, type Table } from '../dataset/table.ts'
import { metricColumns, renamedMetric, type Metric } from '../metric/metric.ts'

/** A table that this one is made from, or seems to be by its columns; the time and the metric by the names that they have there. */
export type Upstream = { readonly table: Table; readonly timeColumn: Column | null; readonly metric: Metric }

/** How deep the walk goes at most. */
const deepest = 3
/** Of the columns of a table upstream, the share that its child still has; of a child's columns, those that it must have from there. */
const fewestKept = 0.7
const fewestFromThere = 0.4
/** Where a name says that a table lies before, it may have named its columns anew; whether it moved alike, and has as many rows, is measured. */
const fewestOfLayers = 0.3

/** Names that are not quoted are one name, however they are written. */
const isNamed = (name: string) => (column: Column) => column.name.toLowerCase() === name.toLowerCase()

/** A time may have come as a text, and been made a time on the way. */
const isLike = (a: Column) => (b: Column) =>
  a.kind === b.kind || [a, b].every(column => column.kind === 'text' || isTimeColumn(column))

const shared = (a: Table, b: Table) =>
  a.columns.filter(column => b.columns.some(other => isNamed(column.name)(other) && isLike(column)(other))).length

/** Whether the columns of a table live on in another one: then it is made from it, and no witness of its own. */
export const feeds = (parent: Table, table: Table) => {
  const own = shared(parent, table)
  return own >= fewestKept * parent.columns.length && own >= fewestFromThere * table.columns.length
}

/**
 * Tables upstream, the nearest first. Where lineage was told, those that it names and that hold the watched columns; else by inference: they hold the
 * watched columns and the time, their columns live on in this table, and either their name says an earlier layer, or this table adds columns to them.
 */
export const upstreamOf = (focus: Focus, metric: Metric): readonly Upstream[] => {
  const { table, parents, upstream: told = [] } = focus
  const measurable = parents.flatMap(parent => measuredIn(focus, metric, parent) ?? [])
  const found =
    told.length > 0
      ? carriers(
          focus,
          told.flatMap(name => measurable.find(parent => sameTable(parent.table.name, name)) ?? []),
        )
      : inferred(table, measurable)
  return found.slice(0, deepest)
}

/** The metric and the time as a table upstream has them, maybe by other names; null where it lacks one. */
const measuredIn = ({ table, edges = [], timeColumn }: Focus, metric: Metric, parent: Table): Upstream | null => {
  const named = (column: string) => nameUpstream(edges, { table: table.name, column }, parent.name)
  const there = renamedMetric(metric, named)
  if (!metricColumns(there).every(name => parent.columns.some(column => column.name === name))) return null
  const time = timeColumn && timeOf(parent, named(timeColumn.name))
  return timeColumn !== null && time === null ? null : { table: parent, timeColumn: time, metric: there }
}

/** Those that the rows come from, for they have their time; what is only looked up has none, or one of its own. All where none has it. */
const carriers = ({ table, edges = [], timeColumn }: Focus, told: readonly Upstream[]): readonly Upstream[] => {
  if (timeColumn === null) return told
  const found = told.filter(parent => {
    const there = nameUpstream(edges, { table: table.name, column: timeColumn.name }, parent.table.name)
    return parent.timeColumn !== null && isNamed(there)(parent.timeColumn)
  })
  return found.length > 0 ? found : told
}

/** The time by which the rows of a table upstream are told apart: of the same name, else its own. */
const timeOf = (parent: Table, name: string): Column | null =>
  parent.columns.find(column => isNamed(name)(column) && canBeTime(column)) ??
  timeColumnOf(parent) ??
  timeTextOf(parent)

/** Where nobody told: by what the tables look like. */
const inferred = (table: Table, measurable: readonly Upstream[]): readonly Upstream[] =>
  measurable
    .filter(({ table: parent }) => {
      const earlier = layerOf(parent.name) - layerOf(table.name)
      const adds = parent.columns.length < table.columns.length
      if (
        earlier < 0 &&
        shared(parent, table) >= fewestOfLayers * Math.max(parent.columns.length, table.columns.length)
      )
        return true
      return feeds(parent, table) && (earlier < 0 || (earlier === 0 && adds))
    })
    .toSorted(({ table: a }, { table: b }) => layerOf(b.name) - layerOf(a.name) || byMaking(a, b))

/** Of one layer, a view is made from a table, and what has more columns from what has fewer. */
const byMaking = (a: Table, b: Table) => Number(b.isView) - Number(a.isView) || b.columns.length - a.columns.length
