import { addDays } from '../shared/calendar.ts'
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

/** A text whose name says that it tells a time, of whatever it is. */
export const isTimeText = ({ kind, name }: Column) => kind === 'text' && saysTime.test(name)

/** The one text whose name says that it tells when something happened, for tables that have no time; null where there is none, or more than one. */
export const timeTextOf = ({ columns }: Table): Column | null => {
  const found = columns.filter(column => isTimeText(column) && !loaded.test(column.name))
  return found.length === 1 ? (found[0] ?? null) : null
}

/** Days that a question may read before and after its own. */
const [earlier, later] = [70, 10]

/** The column as a question reads it: a text that tells a day alone tells that of the question's zone. */
export const readIn = (
  column: Column,
  { day, timeZone }: { readonly day: string; readonly timeZone: string },
): Column => {
  const instant = (days: number) => `${addDays(day, days)}T00:00:00Z`
  return column.kind === 'text'
    ? { ...column, clock: { zone: timeZone, from: instant(-earlier), to: instant(later) } }
    : column
}
