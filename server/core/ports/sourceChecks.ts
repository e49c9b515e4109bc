import type { Letter } from './outbox.ts'
import type { DataSourceId, TenantId } from '../shared/ids.ts'

export type SourcePlace = { readonly tenantId: TenantId; readonly dataSourceId: DataSourceId }

/** How a test of a data source came out. `step`: the one at which it failed; null where it passed. */
export type SourceCheck = {
  readonly at: Date
  readonly step: string | null
  readonly message: string
  readonly elapsedMs: number
}

/** A change of health, and the addresses of those who look after data sources. */
export type Turn = { readonly isWell: boolean; readonly name: string; readonly addresses: readonly string[] }

/** Whether data sources answer, test by test. */
export interface SourceChecks {
  /** Takes those that are due: active, no draft, and not taken since `now` less the interval. Of racing callers each gets others. */
  claim(now: Date, bounds: { readonly everyMs: number; readonly limit: number }): Promise<readonly SourcePlace[]>
  /**
   * Keeps the check; a turn for the worse or for the better is told to admins and owners in the same breath, once, by a notice and by these letters. A first
   * check that passes is no turn.
   */
  record(place: SourcePlace, check: SourceCheck, lettersOf: (turn: Turn) => readonly Letter[]): Promise<void>
  forget(before: Date): Promise<void>
}
