import { tableText } from '../dataset/table.ts'
import type { SchemaDifference } from './schemaDifference.ts'

/** When something came: after the reading at `seenBefore` (null: nobody had looked before) and not later than that at `seenAt`. ISO 8601 UTC. */
export type ChangeTime = { readonly seenBefore: string | null; readonly seenAt: string }

export type SchemaChange = SchemaDifference & ChangeTime

/** The history of the tables that an investigation speaks of: since when their make is known, and what changed. */
export type SchemaPast = { readonly knownSince: string | null; readonly changes: readonly SchemaChange[] }

const sentences: { readonly [K in SchemaDifference['kind']]: (difference: SchemaDifference) => string } = {
  tableAdded: ({ table }) => `Table ${tableText(table)} appeared`,
  tableRemoved: ({ table }) => `Table ${tableText(table)} went away`,
  tableRenamed: ({ before, after }) => `Table ${before ?? ''} seems to be ${after ?? ''} now`,
  columnAdded: ({ table, column, after }) => `${tableText(table)} got the column ${column ?? ''} (${after ?? ''})`,
  columnRemoved: ({ table, column }) => `${tableText(table)} lost the column ${column ?? ''}`,
  columnRenamed: ({ table, before, after }) =>
    `Column ${before ?? ''} of ${tableText(table)} seems to be ${after ?? ''} now`,
  typeChanged: ({ table, column, before, after }) =>
    `Column ${column ?? ''} of ${tableText(table)} changed its type from ${before ?? ''} to ${after ?? ''}`,
  nullableChanged: ({ table, column, before, after }) =>
    `Column ${column ?? ''} of ${tableText(table)} was ${before ?? ''} and is ${after ?? ''}`,
  keyChanged: ({ table, before, after }) =>
    `The primary key of ${tableText(table)} was ${before ?? 'none'} and is ${after ?? 'none'}`,
}

/** The difference as a sentence, without its full stop. */
export const differenceText = (difference: SchemaDifference): string => sentences[difference.kind](difference)

/** When it came, as far as the readings tell: 'on 2026-11-10', or 'between 2026-11-08 and 2026-11-10'. */
export const changeTime = ({ seenBefore, seenAt }: ChangeTime): string => {
  const [from, to] = [seenBefore?.slice(0, 10) ?? null, seenAt.slice(0, 10)]
  return from === null ? `before ${to}` : from === to ? `on ${to}` : `between ${from} and ${to}`
}
