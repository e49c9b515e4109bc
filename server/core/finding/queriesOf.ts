import type { Case } from '../measure/planned.ts'
import type { ScanName } from '../measure/scan.ts'

/** The ids of the queries that these scans ran. */
export const queriesOf = (state: Case, ...scans: readonly ScanName[]): readonly string[] =>
  state.queries.filter(({ scan }) => scan !== null && scans.includes(scan)).map(({ id }) => id)
