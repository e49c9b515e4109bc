import type { DialectName } from '../ports/queryGuard.ts'

/** How one kind of data source spells what our measures need. Data and small pure functions; every argument and result is SQL text. */
export type Dialect = {
  readonly name: DialectName
  /** The schema that an unqualified table name means. */
  readonly defaultSchema: string
}
