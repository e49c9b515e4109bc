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

export const isTimeColumn = ({ kind }: Column) => timed.has(kind)
