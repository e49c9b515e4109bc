import type { TableName } from '../../core/dataset/table.ts'
import type { DialectName } from '../../core/ports/queryGuard.ts'
import type { GuardLimits } from './limits.ts'

/** A table of the schema context, with as much of it as the guard needs. */
export type KnownTable = { readonly name: TableName; readonly columns: readonly string[] }

/** What two readers of one text must agree on. Names are folded as the dialect folds them; `tables` holds CTEs by their bare names too. */
export type Reading = { readonly tables: ReadonlySet<string>; readonly functions: ReadonlySet<string> }

/** The reading of the engine's own grammar, after the allow-list: also the tables of the schema context that it touches. */
export type FirstReading = Reading & {
  readonly touched: readonly TableName[]
  /** Names that the text gives to sources and CTEs, in lower case; a list of columns may follow them in brackets. */
  readonly aliases: ReadonlySet<string>
}

/** One text to be read, and by what measure. */
export type Case = {
  readonly text: string
  readonly dialect: DialectName
  readonly known: readonly KnownTable[]
  readonly limits: GuardLimits
  /** For DuckDB the tree of its own parser, as JSON text; else null. */
  readonly serialised: string | null
}

export type Reader = (item: Case) => Promise<FirstReading>
