import { findColumn } from '../../core/dataset/schemaContext.ts'
import { tableText, type Column, type TableName } from '../../core/dataset/table.ts'
import {
  binsQuery,
  extentQuery,
  isCut,
  isOpaque,
  LOOK_ROWS,
  readBins,
  readExtent,
  topQuery,
  type Bin,
  type ColumnExtent,
  type TopValue,
} from '../../core/look/columnLook.ts'
import { maskRows } from '../../core/look/rowsLook.ts'
import type { Answer } from '../../core/ports/dataSource.ts'
import type { SchemaPlace } from '../../core/ports/schemaHistory.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { openLook, type Look, type LookProblem, type LookTools } from './lookAt.ts'

/** `isMasked`: of a column that is somebody's own only counts are told. `isCut`: only the first rows were read. */
export type LookedColumn = {
  readonly column: Column
  readonly extent: ColumnExtent
  readonly top: readonly TopValue[]
  readonly bins: readonly Bin[]
  readonly isMasked: boolean
  readonly isCut: boolean
}

/** Texts of no more values than that are words of a list, and told as they are. */
const LISTED = 200

/** What stands in a column: nulls, values, extent, the most frequent ones, how they are spread. Who looked is in the audit trail. */
export const profileColumn =
  (tools: LookTools) =>
  async (
    place: SchemaPlace,
    { column: name, ...table }: TableName & { readonly column: string },
  ): Promise<Result<LookedColumn, LookProblem>> => {
    const opened = await openLook(tools, place, table)
    if (!opened.ok) return opened
    const column = findColumn(opened.value.table, name)
    if (!column) return refuse({ code: 'no-such-column', message: `${tableText(table)} has no column ${name}.` })
    const looked = await look(opened.value, column)
    if (looked.ok) {
      const subject = { kind: 'dataSource', id: place.dataSourceId, name: `${tableText(table)}.${name}` }
      await tools.audit.note({ tenantId: place.tenantId, action: 'columnProfiled', subject })
    }
    return looked
  }

const look = async (
  { source: { dialect }, table, isHidden, ask }: Look,
  column: Column,
): Promise<Result<LookedColumn, LookProblem>> => {
  const asked = await ask(extentQuery(table, column, dialect))
  if (!asked.ok) return asked
  const extent = readExtent(asked.value)
  const told = { column, isCut: isCut(table) && extent.rows >= LOOK_ROWS }
  if (isHidden(column.name))
    return ok({ ...told, extent: { ...extent, least: null, most: null }, top: [], bins: [], isMasked: true })
  const top = isOpaque(column) ? null : await ask(topQuery(table, column, dialect))
  if (top && !top.ok) return top
  const planned = binsQuery(table, column, { dialect, extent })
  const bins = planned ? await ask(planned) : null
  if (bins && !bins.ok) return bins
  return ok({
    ...told,
    extent,
    bins: bins ? readBins(bins.value, extent) : [],
    ...topOf(column, extent, top?.value ?? null),
  })
}

const topOf = (
  column: Column,
  { distinct }: ColumnExtent,
  answer: Answer | null,
): Pick<LookedColumn, 'top' | 'isMasked'> => {
  if (!answer) return { top: [], isMasked: false }
  // The masking knows a column by its name: it is given back its own.
  const named = {
    ...answer,
    columns: answer.columns.map((each, place) => (place === 0 ? { ...each, name: column.name } : each)),
  }
  const safe = maskRows(named, { listed: new Set(distinct <= LISTED ? [column.name] : []), hidden: new Set() })
  return {
    top: safe.answer.rows.map(([value, rows]) => ({
      value: value === null || value === undefined ? null : String(value),
      rows: Number(rows),
    })),
    isMasked: safe.masked.length > 0,
  }
}
