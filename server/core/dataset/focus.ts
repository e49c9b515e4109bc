import type { SchemaPast } from '../schemaHistory/schemaChange.ts'
import type { FollowedEdge } from './lineage.ts'
import type { Column, Table, TableName } from './table.ts'

/** What an investigation may speak of: the alerted table, the tables it refers to, and how its rows are placed in time. */
export type Focus = {
  readonly table: Table
  readonly parents: readonly Table[]
  /**
   * The tables that the walk upstream goes to, the nearest first, as stored lineage tells or as a reviewer left them; the table itself, alone: to none.
   * Absent or empty: nobody told, and they are inferred.
   */
  readonly upstream?: readonly TableName[]
  /** The edges that lead to them; absent where they are inferred, and in cases from before edges were kept. */
  readonly edges?: readonly FollowedEdge[]
  /** Tables that no name connects with it; only what they hold may. Absent where it is known what it is made from. */
  readonly strangers?: readonly Table[]
  /** The column that places a row on a day; null measures the whole table. */
  readonly timeColumn: Column | null
  /** Columns of the table whose values are counted and never shown, nor told apart. */
  readonly masked?: readonly string[]
  /** Whether none of its rows are shown, masked or not. */
  readonly withoutRows?: boolean
  /** What happened to the make of these tables before; absent in cases from before it was kept. */
  readonly past?: SchemaPast
}
