import type { Dialect, Sql } from './dialect.ts'
import type { Answer } from '../ports/dataSource.ts'
import type { State } from '../investigation/state.ts'
import type { Signal } from './signal.ts'
import type { ScanName } from './scan.ts'

/** A query to be asked, and why. `maxRows` is the most rows the reader can use. */
export type PlannedQuery = { readonly purpose: string; readonly sql: Sql; readonly maxRows: number }

/** The query by the rules of quoting of its data source; once, when all of it is written. */
export const spelled = (planned: PlannedQuery, { spell }: Dialect): PlannedQuery => ({
  ...planned,
  sql: spell(planned.sql),
})

/** One fused scan: when the case calls for it, the query, and how its answer is read. Pure. */
export type Scan = {
  readonly name: ScanName
  /** Scans that must have been done before, because the query is made from their signals. */
  readonly after: readonly ScanName[]
  /** Whether it can tell anything in this case. */
  readonly applies: (state: Case) => boolean
  readonly plan: (state: Case, dialect: Dialect) => PlannedQuery
  readonly read: (state: Case, answer: Answer) => Signal
}

/** A case whose context and anomaly are known. */
export type Case = State & {
  readonly question: NonNullable<State['question']>
  readonly focus: NonNullable<State['focus']>
  readonly anomaly: NonNullable<State['anomaly']>
}

export const asCase = (state: State): Case | null => {
  const { question, focus, anomaly } = state
  return question && focus && anomaly ? { ...state, question, focus, anomaly } : null
}
