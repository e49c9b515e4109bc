import { isSensitiveColumn } from '../approval/sensitiveColumn.ts'
import { proseOf, replaceSensitive } from '../finding/mask/sensitive.ts'
import { signalOf } from '../investigation/state.ts'
import type { Case } from '../measure/planned.ts'
import { cleanText } from './cleanText.ts'
import type { Sharing } from './terms.ts'

/** A value that fewer rows share may be somebody's. */
const leastRows = 20

/** A value of the alerted table as the model may read it. Without its own text it is a token, the same one throughout the case. */
export type SharedValue = { readonly text: string; readonly isMasked: boolean }

/** The values that the scans told of, by the token that may stand for each. */
export type ValueTokens = ReadonlyMap<string, { readonly column: string; readonly value: string }>

const known = (state: Case) => signalOf(state, 'values')?.columns ?? []

export const valueTokens = (state: Case): ValueTokens =>
  new Map(
    known(state).flatMap(({ column, values }) =>
      values.flatMap(({ value }, index) =>
        value === null ? [] : [[tokenOf(column, index), { column, value }] as const],
      ),
    ),
  )

const tokenOf = (column: string, index: number) => `${cleanText(column, 40).replaceAll(/\W/g, '_')}_${index + 1}`

/** As it may leave: its own text only where many rows share it, nobody's data is in it, and the column is nobody's. */
export const shareValue =
  (state: Case, sharing: Sharing) =>
  (column: string, value: string | null): SharedValue => {
    if (value === null) return { text: 'NULL', isMasked: false }
    const values = known(state).find(each => each.column === column)?.values ?? []
    const index = values.findIndex(each => each.value === value)
    const rows = values[index]?.rows
    const masked = { text: index < 0 ? 'a value' : tokenOf(column, index), isMasked: true }
    if (state.focus.masked?.includes(column)) return masked
    if (sharing === 'open') return { text: cleanText(value), isMasked: false }
    const isPersonal =
      isSensitiveColumn(column, { sensitiveColumns: [] }) ||
      replaceSensitive(value, () => '') !== value ||
      proseOf(value) === 'text'
    const isShared = rows !== undefined && Math.max(rows.alert, rows.normal) >= leastRows
    return isPersonal || !isShared ? masked : { text: cleanText(value), isMasked: false }
  }
