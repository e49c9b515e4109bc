import { isTimeColumn } from '../dataset/timeColumn.ts'
import type { Column, Table } from '../dataset/table.ts'
import type { Dialect, Sql } from './dialect.ts'
import { keyText } from './keyText.ts'
import { quote, tableSql } from './sql.ts'

const begins = /from|start|begin|effective|since|(^|_)(ab|von|seit|depuis|debut|desde|inicio|dal|da)($|_)/i
const ends = /to$|end|until|thru|expir|close|(^|_)(bis|ende|fin|jusqu\w*|hasta|al|fine)($|_)/i

/** The columns that say from when until when a row of a history holds: by name, else the first two times in order. */
export const versionColumns = ({ columns }: Table): { readonly from: Column; readonly to: Column } | null => {
  const times = columns.filter(isTimeColumn)
  const from = times.find(({ name }) => begins.test(name)) ?? times[0]
  const to = times.find(column => column !== from && ends.test(column.name)) ?? times.find(column => column !== from)
  return from && to ? { from, to } : null
}

/** Whether its columns say by their names from when until when a row holds. */
export const isHistory = ({ columns }: Table): boolean => {
  const times = columns.filter(isTimeColumn)
  return times.some(({ name }) => begins.test(name)) && times.some(({ name }) => ends.test(name))
}

/** The end of a row's validity; one still open ends beyond all. */
export const versionEnd = (to: Column, dialect: Dialect): Sql =>
  `coalesce(${quote(to.name)}, ${dialect.instant('9999-12-31T00:00:00Z', to.kind)})`

type Referred = { readonly parent: Table; readonly parentColumn: string; readonly mixed: boolean }

/** The spans of each key of a history in which no version of it holds, from `g0` until `g1`: none overlaps another. */
export const versionGaps = (reference: Referred, dialect: Dialect): Sql | null => {
  const { parent, parentColumn } = reference
  const columns = versionColumns(parent)
  if (!columns) return null
  const { from, to } = columns
  const [key, start, end] = [
    keyText(quote(parentColumn), reference, dialect),
    quote(from.name),
    versionEnd(to, dialect),
  ]
  const instant = (iso: string) => dialect.instant(iso, from.kind)
  const closed = `max(${end}) OVER (PARTITION BY ${quote(parentColumn)} ORDER BY ${start}, ${end} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`
  const table = tableSql(parent.name)
  return (
    `SELECT pk, coalesce(g0, ${instant('1000-01-01T00:00:00Z')}) AS g0, g1 FROM (SELECT ${key} AS pk, ${closed} AS g0, ${start} AS g1 FROM ${table}) AS v WHERE g0 IS NULL OR g0 < g1 ` +
    `UNION ALL SELECT ${key} AS pk, max(${end}) AS g0, ${instant('9999-12-31T00:00:00Z')} AS g1 FROM ${table} GROUP BY 1 HAVING max(${end}) < ${instant('9999-12-31T00:00:00Z')}`
  )
}
