import type { ColumnKind, Table, TableName, TableTold } from '../dataset/table.ts'
import type { NonEmpty } from '../shared/nonEmpty.ts'
import type { Result } from '../shared/result.ts'
import type { Dialect } from '../measure/dialect.ts'
import type { SafeQuery } from './queryGuard.ts'
import type { ViewDefinition } from './viewReader.ts'

export type Cell = string | number | boolean | null

/**
 * The rows that came back. Whole numbers beyond 2^53 and decimals beyond a double's precision come as text; timestamps as ISO 8601 UTC text
 * (dates 'YYYY-MM-DD'); NaN and infinities as text.
 */
export type Answer = {
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[]
  readonly rows: readonly (readonly Cell[])[]
  /** True when a cap cut the rows; never silent. */
  readonly truncated: boolean
  readonly elapsedMs: number
  /** Bytes that the data source read for it, where it says so. */
  readonly bytesRead?: number
}

/**
 * What a query is going to read, by the data source's own word before it runs; null where it does not say. `plan`: by the planner; `dryRun`: by a run that reads
 * nothing; `tableSize`: whole tables, whatever the query leaves out of them.
 */
export type CostEstimate = {
  readonly rows: number | null
  readonly bytes: number | null
  readonly how: 'plan' | 'dryRun' | 'tableSize'
}

export type Limits = { readonly maxRows: number; readonly maxBytes: number; readonly timeoutMs: number }

/** `message` is for people: no host, no secret, no driver text beyond what names the fault in the query. */
export type DataSourceProblem = {
  readonly code:
    'unreachable' | 'timed-out' | 'cancelled' | 'permission-denied' | 'not-found' | 'bad-query' | 'bad-settings'
  readonly message: string
  /** Whether the same call may succeed later. */
  readonly retryable: boolean
}

export type TableSummary = TableTold & {
  readonly name: TableName
  readonly isView: boolean
  readonly rowEstimate: number | null
}

/** Whether the login could write; `grant` is the statement that would make it read-only. */
export type ReadOnlyProof =
  | { readonly readOnly: true; readonly how: string }
  | { readonly readOnly: false; readonly canDo: NonEmpty<string>; readonly grant: string }

/** Who the login is to the server. `grant` is the statement that would let it read what is hidden from it. */
export type LoginReport = {
  readonly name: string
  readonly isAdministrator: boolean
  /** Tables that are there and that it may not read, at most 1,000; null where the server does not tell. */
  readonly hidden: readonly TableName[] | null
  readonly grant: string | null
}

/** A warehouse we may question. Implementations must pass `dataSourceContract`. */
export interface DataSource {
  readonly dialect: Dialect
  /** Every table and view the login may read, ordered by schema and name. */
  listTables(): Promise<Result<readonly TableSummary[], DataSourceProblem>>
  /** Columns, keys and row estimates of these tables; a table that does not exist is left out. */
  describe(tables: NonEmpty<TableName>): Promise<Result<readonly Table[], DataSourceProblem>>
  /** The definitions of these views, as far as the login may read them. Left out where there are none. */
  readViews?(views: NonEmpty<TableName>): Promise<Result<readonly ViewDefinition[], DataSourceProblem>>
  /** Runs the exact text that was checked, read-only, one statement, under the caps. Aborting `signal` stops the query in the server. */
  ask(query: SafeQuery, limits: Limits, signal?: AbortSignal): Promise<Result<Answer, DataSourceProblem>>
  /** What the query would read, without running it; within the time, so that nobody waits for a guess. */
  estimate(
    query: SafeQuery,
    limits: Pick<Limits, 'timeoutMs'>,
    signal?: AbortSignal,
  ): Promise<Result<CostEstimate, DataSourceProblem>>
  /** Tries what a reader must not be able to do, and says what succeeded. Leaves nothing behind. */
  proveReadOnly(): Promise<Result<ReadOnlyProof, DataSourceProblem>>
  /** Who signed in, and what is hidden from them. Left out where there are no logins. */
  reportLogin?(): Promise<Result<LoginReport, DataSourceProblem>>
  /** Frees every connection. Safe to call twice. */
  close(): Promise<void>
}
