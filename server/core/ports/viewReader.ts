import type { LineageEdge } from '../dataset/lineage.ts'
import type { TableName } from '../dataset/table.ts'
import type { DialectName } from './queryGuard.ts'

/** A view as its data source keeps it: its query, or the statement that makes it. */
export type ViewDefinition = { readonly name: TableName; readonly text: string }

export type NamedColumns = { readonly name: TableName; readonly columns: readonly string[] }

/** `schemas`: what an unqualified name may mean, in this order. `known`: the tables that it may speak of. */
export type ViewText = {
  readonly text: string
  readonly dialect: DialectName
  readonly schemas: readonly string[]
  /** The columns of the view itself. */
  readonly columns: readonly string[]
  readonly known: readonly NamedColumns[]
}

/** A table that a view reads, and the columns that go into those of the view as they are, or as another type. */
export type ViewSource = Pick<LineageEdge, 'from' | 'columns'>

/** Reads what views are made from. Untrusted text: off the event loop, within a deadline. */
export interface ViewReader {
  /** Empty where nobody can tell: the text is no query, or too large, or takes too long to read. Never throws. */
  readView(view: ViewText): Promise<readonly ViewSource[]>
}
