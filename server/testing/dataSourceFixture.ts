import type { Answer, Cell, CostEstimate, DataSource, DataSourceProblem } from '../core/ports/dataSource.ts'
import type { DialectName } from '../core/ports/queryGuard.ts'
import type { Result } from '../core/shared/result.ts'

/**
 * NaN and infinities; literals that are booleans rather than numbers; times with a zone, and endless ones, as literals;
 * declared keys; columns that refuse nulls; estimates of rows; faults for casts that fit badly; two columns of one name.
 */
export type Lack =
  'nan' | 'boolean literals' | 'zoned literals' | 'keys' | 'not null' | 'estimates' | 'strict casts' | 'repeated names'

/** What an estimate says of a query on `orders`: how it is known, and whether it knows bytes. */
export type Costs = { readonly how: CostEstimate['how']; readonly bytes: boolean }

export type DataSourceFixture = {
  readonly source: DataSource
  /** Where the seed's tables are. */
  readonly schema: string
  /** Runs for a minute or longer unless stopped. */
  readonly slowQuery: string
  /** Whether the server, seen from outside, still works on the query. */
  isRunning(): Promise<boolean>
  /** The sort of estimate kept for `orders.customer_id`, which has two values. */
  readonly distinctEstimate: number | null
  readonly costs: Costs
  /** Texts that no message may hold: password, host, path. */
  readonly secrets: readonly string[]
  /** Bends the suite's texts to the dialect where it has to; what they ask for stays. */
  readonly spell?: (text: string) => string
  /** What this kind of data source does not have at all. */
  readonly lacks?: readonly Lack[]
  close(): Promise<void>
}

export const LIMITS = { maxRows: 10_000, maxBytes: 10_000_000, timeoutMs: 20_000 }

/** What the parts of the contract ask with; `fixture` is there once the tests run. */
export type Questioned = {
  readonly dialect: DialectName
  readonly fixture: () => DataSourceFixture
  readonly ask: (
    text: string,
    limits?: Partial<typeof LIMITS>,
    signal?: AbortSignal,
  ) => Promise<Result<Answer, DataSourceProblem>>
  /** The answer; throws where there is none. */
  readonly answer: (text: string, limits?: Partial<typeof LIMITS>) => Promise<Answer>
  readonly has: (what: Lack) => boolean
  readonly rowsTold: (rows: number) => number | null
  readonly firstRow: (text: string) => Promise<readonly Cell[] | undefined>
  readonly problemOf: (text: string) => Promise<DataSourceProblem>
}
