import { tableText, type TableName } from '../../core/dataset/table.ts'
import type { KnownTable } from './reading.ts'
import { deny, quote } from './refusal.ts'

export type TableRules = {
  readonly known: readonly KnownTable[]
  readonly defaultSchema: string
  readonly fold: (name: string) => string
  /** The same for tables and schemas, where the engine compares them in another way. */
  readonly foldTable?: (name: string) => string
  /** Unqualified names that the engine finds somewhere else first. */
  readonly isReserved: (table: string) => boolean
}

/** Finds tables in the schema context and remembers which were found; any other is refused. */
export const createTableNames = ({ known, defaultSchema, fold, foldTable = fold, isReserved }: TableRules) => {
  const touched = new Map<string, TableName>()
  return {
    touched,
    find(schema: string | null, name: string): KnownTable {
      const wanted = { schema: schema ?? defaultSchema, name }
      const found = known.find(
        table =>
          foldTable(table.name.schema) === foldTable(wanted.schema) && foldTable(table.name.name) === foldTable(name),
      )
      if (!found || (schema === null && isReserved(name))) {
        return deny(
          'forbidden-table',
          `The table ${quote(schema === null ? name : tableText(wanted))} is not part of this investigation.`,
        )
      }
      touched.set(tableText(found.name), found.name)
      return found
    },
  }
}
