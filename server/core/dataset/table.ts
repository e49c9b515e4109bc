import type { Clock } from '../shared/clock.ts'
import type { NonEmpty } from '../shared/nonEmpty.ts'

/** A table or view; `schema` as the data source spells it ('main' in DuckDB, 'public' in PostgreSQL). */
export type TableName = { readonly schema: string; readonly name: string }

/** Normalised type of a column, the same words for every data source. */
export type ColumnKind =
  | 'integer'
  | 'decimal'
  | 'text'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'time'
  | 'json'
  | 'binary'
  | 'other'

export type Column = {
  readonly name: string
  readonly nativeType: string
  readonly kind: ColumnKind
  readonly nullable: boolean
  /** Distinct values as the data source's statistics have it, or null where it keeps none. */
  readonly distinctEstimate: number | null
  /** What its owner wrote about it; null where there is nothing, absent where the data source is not asked. */
  readonly comment?: string | null
  /** The name under which the query at hand has it as a timestamp, where that was read from a text or a number; see `readOnce`. */
  readonly readAs?: string
  /** By which a day begins that a text of it tells without an hour; UTC's where it is absent. */
  readonly clock?: Clock
}

export const isNumeric = ({ kind }: Pick<Column, 'kind'>) => kind === 'integer' || kind === 'decimal'

export type ForeignKey = {
  readonly columns: NonEmpty<string>
  readonly references: { readonly table: TableName; readonly columns: NonEmpty<string> }
}

/** What a catalogue may tell of a table besides its columns. Null: it has none; absent: the data source is not asked. */
export type TableTold = {
  /** What its owner wrote about it. */
  readonly comment?: string | null
  /** Bytes that it takes where it lies, as the statistics have it. */
  readonly sizeBytes?: number | null
  /** When its rows or its columns last changed, ISO 8601 UTC, as the data source has it. */
  readonly changedAt?: string | null
  /** The columns that it is partitioned or clustered by. */
  readonly partitionColumns?: readonly string[]
}

export type Table = TableTold & {
  readonly name: TableName
  readonly isView: boolean
  readonly columns: NonEmpty<Column>
  readonly primaryKey: NonEmpty<string> | null
  readonly foreignKeys: readonly ForeignKey[]
  readonly rowEstimate: number | null
}

export const sameTable = (a: TableName, b: TableName) => a.schema === b.schema && a.name === b.name

export const tableText = ({ schema, name }: TableName) => `${schema}.${name}`
