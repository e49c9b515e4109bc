import type { Table, TableName } from '../dataset/table.ts'
import type { SchemaPast } from '../schemaHistory/schemaChange.ts'
import type { DataSourceId, TenantId } from '../shared/ids.ts'

export type SchemaPlace = { readonly tenantId: TenantId; readonly dataSourceId: DataSourceId }

/** `isWhole`: these are all tables, so others are gone; else only these were looked at. */
export type SchemaReading = { readonly at: Date; readonly tables: readonly Table[]; readonly isWhole: boolean }

/** A whole reading whose tables were recorded part by part: the names of all, and what their recording answered. */
export type ReadInParts = { readonly at: Date; readonly names: readonly TableName[]; readonly changes: number }

/** What the schemas of data sources were, form by form; a form is kept once however often it is read. Implementations pass `schemaHistoryContract`. */
export interface SchemaHistory {
  /** Keeps what was read; answers how many tables are otherwise than before. */
  record(place: SchemaPlace, reading: SchemaReading): Promise<number>
  /** Ends a reading in parts: tables that it did not find are gone. Answers how many tables are otherwise than before, the gone ones included. */
  complete(place: SchemaPlace, reading: ReadInParts): Promise<number>
  /** Notes that the schema could not be read, in words fit for people. */
  recordFailure(place: SchemaPlace, at: Date, problem: string): Promise<void>
  /** What happened to these tables since then, oldest first. */
  past(place: SchemaPlace, of: { readonly tables: readonly TableName[]; readonly since: Date }): Promise<SchemaPast>
  /** Connected data sources whose schema was not read since `readBefore`, nor tried since `triedBefore`, at most `limit`. */
  due(times: {
    readonly readBefore: Date
    readonly triedBefore: Date
    readonly limit: number
  }): Promise<readonly SchemaPlace[]>
  /** Forgets forms that ended before, and readings from before; answers how many forms. */
  forget(before: Date): Promise<number>
}
