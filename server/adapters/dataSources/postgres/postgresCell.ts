import type { ColumnKind } from '../../../core/dataset/table.ts'
import type { Cell } from '../../../core/ports/dataSource.ts'
import { floatCell, numberCell, textCell } from '../shared/cell.ts'

/** Types that every server numbers alike. */
const kinds: ReadonlyMap<number, ColumnKind> = new Map([
  [16, 'boolean'],
  [20, 'integer'],
  [21, 'integer'],
  [23, 'integer'],
  [26, 'integer'],
  [700, 'decimal'],
  [701, 'decimal'],
  [1700, 'decimal'],
  [18, 'text'],
  [19, 'text'],
  [25, 'text'],
  [1042, 'text'],
  [1043, 'text'],
  [2950, 'text'],
  [705, 'text'],
  [1082, 'date'],
  [1114, 'timestamp'],
  [1184, 'timestamptz'],
  [1083, 'time'],
  [1266, 'time'],
  [114, 'json'],
  [3802, 'json'],
  [17, 'binary'],
])

const FLOATS = [700, 701]

/** Our word for a type; `sort` is 'text' for enums and kinds of strings that the server itself defines. */
export const postgresKind = (oid: number, sort: string): ColumnKind =>
  kinds.get(oid) ?? (sort === 'text' ? 'text' : 'other')

export const isKnownType = (oid: number) => kinds.has(oid)

/** SQL: the `sort` of a row `t` of pg_type. */
export const SORT_OF_TYPE = `CASE WHEN t.typtype = 'e' OR t.typcategory = 'S' THEN 'text' ELSE 'other' END`

/** A value as the server prints it under `SESSION` settings. */
export const postgresCell = (text: string | null, oid: number): Cell => {
  if (text === null) return null
  switch (kinds.get(oid)) {
    case 'boolean':
      return text === 't'
    case 'integer':
      return numberCell(text)
    case 'decimal':
      return FLOATS.includes(oid) ? floatCell(Number(text)) : numberCell(text)
    case 'timestamp':
    case 'timestamptz':
      return isoOf(text)
    default:
      return textCell(text)
  }
}

/** Years beyond four digits, before Christ, and infinity stay as they are printed. */
const isoOf = (text: string) => {
  const [, day, time, fraction = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:\+00)?$/.exec(text) ?? []
  if (day === undefined) return text
  return `${day}T${time}.${fraction.padEnd(fraction.length > 3 ? 6 : 3, '0')}Z`
}
