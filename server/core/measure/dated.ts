import { isTimeColumn } from '../dataset/timeColumn.ts'
import type { Column, Table } from '../dataset/table.ts'
import { isToldByContent } from './toldByContent.ts'
import { feeds, upstreamOf } from './upstream.ts'
import type { Case } from './planned.ts'
import { referencesOf } from './references.ts'

/** A small table beside the alerted one, and a column in which its rows carry a day. */
export type Dated = { readonly table: Table; readonly column: Column }

/** Tables larger than this hold what happened, and no plan. */
const mostRows = 100_000
const mostTables = 8
const mostColumns = 4

/** Days that a tool writes, and nobody plans: loads, changes of a row, deployments. */
const byTools = /(load|ingest|insert|sync|etl|import|extract|update|modif|chang|seen|check|process|batch|run)/i
const ofTools = /(load|etl|batch|job|run|log|audit|deploy|release|version|migration|sync|import|check)s?(_|$)/i

const days = ({ columns }: Table): readonly Column[] =>
  columns.filter(column => isTimeColumn(column) && !byTools.test(column.name)).slice(0, mostColumns)

/** The registers, calendars and plans beside the alerted table: what the rows refer to first, then whatever else is small and has days. */
export const datedTables = ({ focus, question: { metric } }: Case): readonly Dated[] => {
  const referred = new Set(referencesOf(focus).map(({ parent }) => parent))
  const upstream = new Set(upstreamOf(focus, metric).map(({ table }) => table))
  const isKin = (table: Table) =>
    upstream.has(table) || isToldByContent(focus, table.name) || feeds(table, focus.table) || feeds(focus.table, table)
  const isSmall = ({ rowEstimate, isView }: Table) => (rowEstimate === null ? !isView : rowEstimate <= mostRows)
  return focus.parents
    .filter(table => (referred.has(table) || isSmall(table)) && !isKin(table) && !ofTools.test(table.name.name))
    .toSorted((a, b) => Number(referred.has(b)) - Number(referred.has(a)))
    .map(table => ({ table, columns: days(table) }))
    .filter(({ columns }) => columns.length > 0)
    .slice(0, mostTables)
    .flatMap(({ table, columns }) => columns.map(column => ({ table, column })))
}

/** Whether its rows are about days, and not about things that carry one: the day comes first, or is the key. */
export const isOfDays = ({ table: { columns, primaryKey }, column }: Dated): boolean =>
  columns[0].name === column.name || (primaryKey?.length === 1 && primaryKey[0] === column.name)
