import type { LineageDirection, LineageEdge, LineageSource } from '../dataset/lineage.ts'
import type { TableName } from '../dataset/table.ts'
import type { DataSourceId, TenantId } from '../shared/ids.ts'

export type LineagePlace = { readonly tenantId: TenantId; readonly dataSourceId: DataSourceId }

/** `sources`: only what these say. At most `most` edges are read, the nearest first. */
export type LineageQuestion = {
  readonly table: TableName
  readonly direction: LineageDirection
  readonly depth: number
  readonly most: number
  readonly sources?: readonly LineageSource[]
}

/** What is made from what in a data source, as its sources tell. Implementations must pass `lineageContract`. */
export interface Lineage {
  /** These edges take the place of everything that their source said before. */
  replace(place: LineagePlace, source: LineageSource, edges: readonly LineageEdge[]): Promise<void>
  /** Adds edges to what their source said; one that is there already has its columns as told last. */
  add(place: LineagePlace, source: LineageSource, edges: readonly LineageEdge[]): Promise<void>
  /** The edges within `depth` of a table, in one direction; each once, also around a circle. */
  around(place: LineagePlace, question: LineageQuestion): Promise<readonly LineageEdge[]>
}
