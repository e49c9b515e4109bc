import type { TableName } from '../../dataset/table.ts'
import type { Sql } from '../../measure/dialect.ts'

/** The rows a check looks at: how a table is named, which rows are the day's, and the timestamp at which the day ends. */
export type CheckedRows = { readonly table: (name: TableName) => Sql; readonly where: Sql; readonly end: Sql }

/** A check that can be told in the words of any tool. `failing` gives a row for whatever is wrong, and none where nothing is. */
export type Check = {
  /** Fit for a file's name: 'orders_user_id_filled'. */
  readonly name: string
  /** What must hold, as a sentence. */
  readonly says: string
  readonly failing: (rows: CheckedRows) => Sql
  /** The tool's own words for it, where it has some; the failing rows serve everywhere else. */
  readonly native: {
    /** Lines of YAML under a column of the model, or under the source where the check is about its freshness. */
    readonly dbt?: { readonly place: 'column' | 'source'; readonly column: string; readonly lines: readonly string[] }
    readonly greatExpectations?: { readonly type: string; readonly kwargs: Readonly<Record<string, unknown>> }
    /** A line of SodaCL and the lines under it. */
    readonly soda?: readonly string[]
  }
}
