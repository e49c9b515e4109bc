import { isSensitiveColumn } from '../approval/sensitiveColumn.ts'
import { isToken, proseOf, replaceSensitive } from '../finding/mask/sensitive.ts'
import type { Case } from '../measure/planned.ts'
import type { Answer } from '../ports/dataSource.ts'
import { tableText } from '../dataset/table.ts'
import type { BriefSection } from './brief.ts'
import { cleanText } from './cleanText.ts'
import { shareValue } from './shareValue.ts'

/** Rows that the case keeps to show, masked before they were kept. */
export type KeptRows = { readonly title: string; readonly answer: Pick<Answer, 'columns' | 'rows'> }

const mostRows = 10
const mostColumns = 20

type RowCell = { readonly table: string; readonly column: string; readonly class: 'row'; readonly isMasked: boolean }

/** The kept rows as far as they may leave. Text that is no token, no known value of many rows and no time is left out. */
export const rowsSection = (
  state: Case,
  kept: readonly KeptRows[],
): { readonly section: BriefSection; readonly cells: readonly RowCell[] } => {
  const table = tableText(state.focus.table.name)
  const cells: RowCell[] = []
  const share = shareValue(state, state.model?.terms.sharing ?? 'aggregates')
  const cellText = (column: string, cell: string | null): string => {
    const told = cell === null ? { text: 'NULL', isMasked: false } : sharedCell(column, cell)
    cells.push({ table, column, class: 'row', isMasked: told.isMasked })
    return `${cleanText(column)}: ${told.text}`
  }
  const sharedCell = (column: string, cell: string) => {
    const kind = state.focus.table.columns.find(({ name }) => name === column)?.kind
    if (isToken(cell)) return { text: cell, isMasked: true }
    if (
      kind !== 'text' &&
      kind !== 'json' &&
      kind !== 'other' &&
      !isSensitiveColumn(column, { sensitiveColumns: [] })
    ) {
      return {
        text: cleanText(
          replaceSensitive(cell, name => name),
          40,
        ),
        isMasked: false,
      }
    }
    return proseOf(cell) === 'text' ? { text: 'a text', isMasked: true } : share(column, cell)
  }
  const lines = kept.flatMap(({ title, answer }) =>
    answer.rows.slice(0, mostRows).map(
      row =>
        `${title} | ${answer.columns
          .slice(0, mostColumns)
          .map(({ name }, place) =>
            cellText(name, row[place] === null || row[place] === undefined ? null : String(row[place])),
          )
          .join(' | ')}`,
    ),
  )
  return { section: { title: 'A few rows', lines }, cells }
}
