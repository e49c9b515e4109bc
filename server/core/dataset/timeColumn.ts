import type { Column, Table } from './table.ts'

const timed = new Set<Column['kind']>(['timestamp', 'timestamptz', 'date'])

/** Names that say when something happened, before names that say when it was loaded or changed. */
const happened =
  /^(event|order|created|occurred|placed|started|start|departed|session|payment|paid|transaction|booked|ts|date|day|timestamp|time)/i
const loaded =
  /(load|ingest|insert|sync|etl|import|arriv|extract|update|modif|change|delete|expire|valid|process|batch)/i

/** The column that places a row in time: the first that says when it happened, else the first that is not about loading, else null. */
export const timeColumnOf = ({ columns }: Table): Column | null => {
  const candidates = columns.filter(({ kind }) => timed.has(kind))
  const business = candidates.filter(({ name }) => !loaded.test(name))
  return business.find(({ name }) => happened.test(name)) ?? business[0] ?? candidates[0] ?? null
}

const written = /(load|ingest|insert|sync|etl|import|arriv|extract|receiv|written)|(^|_)ins(_|$)/i

/** The time at which a row was written; null where no column says so. */
export const writtenColumnOf = ({ columns }: Table): Column | null =>
  columns.find(({ kind, name }) => (kind === 'timestamp' || kind === 'timestamptz') && written.test(name)) ?? null

export const isTimeColumn = ({ kind }: Column) => timed.has(kind)

/** Kinds that do not tell a time by themselves, and whose values may: numbers that count since 1970, texts in ISO 8601. */
const mayTell = new Set<Column['kind']>(['integer', 'text'])

/** Whether rows can be placed in time by it, if it is named. */
export const canBeTime = (column: Column) => isTimeColumn(column) || mayTell.has(column.kind)

const saysTime = /(^|_)(at|on|ts|date|day|time|datetime|timestamp)$|[a-z](At|On|Date|Time)$/

/** The one text whose name says that it tells when something happened, for tables that have no time; null where there is none, or more than one. */
export const timeTextOf = ({ columns }: Table): Column | null => {
  const found = columns.filter(({ kind, name }) => kind === 'text' && saysTime.test(name) && !loaded.test(name))
  return found.length === 1 ? (found[0] ?? null) : null
}
