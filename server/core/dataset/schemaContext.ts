import type { NonEmpty } from '../shared/nonEmpty.ts'
import { sameTable, type Table, type TableName } from './table.ts'

/** The tables an investigation may speak of. Never empty: without it nothing is queried. */
export type SchemaContext = { readonly tables: NonEmpty<Table> }

export const findTable = (context: SchemaContext, name: TableName): Table | null =>
  context.tables.find(table => sameTable(table.name, name)) ?? null

export const findColumn = (table: Table, name: string) => table.columns.find(column => column.name === name) ?? null
