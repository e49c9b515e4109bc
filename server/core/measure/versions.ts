import { isTimeColumn } from '../dataset/timeColumn.ts'
import type { Column, Table } from '../dataset/table.ts'
import type { Dialect, Sql } from './dialect.ts'
import { quote } from './sql.ts'

const begins = /from|start|begin|effective|since/i
const ends = /to$|end|until|thru|expir|close/i

/** The columns that say from when until when a row of a history holds: by name, else the first two times in order. */
export const versionColumns = ({ columns }: Table): { readonly from: Column; readonly to: Column } | null => {
  const times = columns.filter(isTimeColumn)
  const from = times.find(({ name }) => begins.test(name)) ?? times[0]
  const to = times.find(column => column !== from && ends.test(column.name)) ?? times.find(column => column !== from)
  return from && to ? { from, to } : null
}

/** The end of a row's validity; one still open ends beyond all. */
export const versionEnd = (to: Column, dialect: Dialect): Sql => `coalesce(${quote(to.name)}, ${dialect.instant('9999-12-31T00:00:00Z', to.kind)})`
