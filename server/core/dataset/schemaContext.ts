import type { NonEmpty } from '../shared/nonEmpty.ts'
import type { Table } from './table.ts'

/** The tables an investigation may speak of. Never empty: without it nothing is queried. */
export type SchemaContext = { readonly tables: NonEmpty<Table> }

export const findColumn = (table: Table, name: string) => table.columns.find(column => column.name === name) ?? null
