import type { ColumnKind } from '../../../core/dataset/table.ts'
import type { Cell } from '../../../core/ports/dataSource.ts'
import { floatCell, isoFromMicros, numberCell, textCell } from '../shared/cell.ts'

/** A column as answers tell it. */
export type BigqueryField = {
  readonly name: string
  readonly type: string
  readonly mode?: string | undefined
  readonly fields?: readonly BigqueryField[] | undefined
}

const kinds: ReadonlyMap<string, ColumnKind> = new Map([
  ['integer', 'integer'],
  ['int64', 'integer'],
  ['float', 'decimal'],
  ['float64', 'decimal'],
  ['numeric', 'decimal'],
  ['bignumeric', 'decimal'],
  ['boolean', 'boolean'],
  ['bool', 'boolean'],
  ['string', 'text'],
  ['bytes', 'binary'],
  ['date', 'date'],
  ['time', 'time'],
  ['datetime', 'timestamp'],
  ['timestamp', 'timestamptz'],
  ['json', 'json'],
  ['array', 'json'],
  ['struct', 'json'],
  ['record', 'json'],
])

/** Our word for a type as answers and the catalogue spell it: 'FLOAT', 'NUMERIC(12, 2)', 'ARRAY<STRUCT<a INT64>>'. */
export const bigqueryKind = (type: string): ColumnKind =>
  kinds.get(type.toLowerCase().replace(/[(<].*$/s, '')) ?? 'other'

export const kindOfField = ({ type, mode }: BigqueryField): ColumnKind =>
  mode === 'REPEATED' ? 'json' : bigqueryKind(type)

type Wrapped = { readonly v: unknown }
type Row = { readonly f: readonly Wrapped[] }

const listOf = (value: unknown): readonly Wrapped[] => (Array.isArray(value) ? (value as readonly Wrapped[]) : [])

/** Lists and records as the JSON they stand for, their leaves as cells. */
const nested = (value: unknown, field: BigqueryField): unknown => {
  if (value === null || value === undefined) return null
  if (field.mode === 'REPEATED') return listOf(value).map(({ v }) => nested(v, { ...field, mode: 'NULLABLE' }))
  if (field.fields === undefined) return bigqueryCell(value, field)
  return Object.fromEntries(field.fields.map((inner, place) => [inner.name, nested((value as Row).f[place]?.v, inner)]))
}

const timeCell = (text: string) => text.replace(/(\.\d*?)0+$/, (_, kept: string) => (kept === '.' ? '' : kept))

const dateTimeCell = (text: string) => {
  const [, day, time, fraction = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/.exec(text) ?? []
  if (day === undefined) return text
  const micros = fraction.replace(/0+$/, '')
  return `${day}T${time}.${micros.padEnd(micros.length > 3 ? 6 : 3, '0')}Z`
}

/** A value as the API carries it: text, whatever its type; times with a zone in microseconds. */
export const bigqueryCell = (value: unknown, field: BigqueryField): Cell => {
  if (value === null || value === undefined) return null
  if (field.mode === 'REPEATED' || field.fields !== undefined) return textCell(JSON.stringify(nested(value, field)))
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  switch (bigqueryKind(field.type)) {
    case 'boolean':
      return text === 'true'
    case 'integer':
      return numberCell(text)
    case 'decimal':
      return /^FLOAT/i.test(field.type) ? floatCell(Number(text)) : numberCell(text)
    case 'timestamptz':
      return isoFromMicros(BigInt(text)) ?? text
    case 'timestamp':
      return dateTimeCell(text)
    case 'time':
      return timeCell(text)
    case 'binary':
      return `0x${Buffer.from(text, 'base64').toString('hex')}`
    default:
      return textCell(text)
  }
}
