import { tableText, type TableName } from '../../core/dataset/table.ts'
import { listsQuery, maskRows, readLists, rowsQuery, sampledColumns } from '../../core/look/rowsLook.ts'
import type { Answer } from '../../core/ports/dataSource.ts'
import type { SchemaPlace } from '../../core/ports/schemaHistory.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { openLook, type LookProblem, type LookTools } from './lookAt.ts'

/** `masked`: columns with values replaced by tokens; `left`: columns that are not shown. */
export type SampledTable = {
  readonly answer: Answer
  readonly masked: readonly string[]
  readonly left: readonly string[]
}

/** A few rows of a table, masked. That somebody looked is in the audit trail before they see them. */
export const sampleTable =
  (tools: LookTools) =>
  async (place: SchemaPlace, name: TableName): Promise<Result<SampledTable, LookProblem>> => {
    const opened = await openLook(tools, place, name)
    if (!opened.ok) return opened
    const { source, table, ask, isHidden, showsRows } = opened.value
    if (!showsRows)
      return refuse({
        code: 'not-allowed',
        message: 'This workspace shows no single rows. An admin can change that under Settings, Data and privacy.',
      })
    const shown = sampledColumns(table)
    if (shown.length === 0)
      return refuse({ code: 'nothing-to-show', message: `${tableText(name)} has no column that can be shown as text.` })
    const lists = listsQuery(table, source.dialect)
    const listed = lists ? await ask(lists) : null
    if (listed && !listed.ok) return listed
    const rows = await ask(rowsQuery(table))
    if (!rows.ok) return rows
    const hidden = new Set(shown.filter(column => isHidden(column.name)).map(column => column.name))
    const safe = maskRows(rows.value, { listed: listed ? readLists(table, listed.value) : new Set(), hidden })
    await tools.audit.note({
      tenantId: place.tenantId,
      action: 'rowsSampled',
      subject: { kind: 'dataSource', id: place.dataSourceId, name: tableText(name) },
      after: { rows: safe.answer.rows.length },
    })
    return ok({ ...safe, left: table.columns.filter(column => !shown.includes(column)).map(column => column.name) })
  }
