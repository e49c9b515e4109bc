import type { ColumnKind } from '../../../core/dataset/table.ts'
import type { Cell } from '../../../core/ports/dataSource.ts'
import { zoneInstantOf } from '../../../core/shared/zone.ts'
import { floatCell, isoFromMicros, numberCell, textCell } from '../shared/cell.ts'

const kinds: ReadonlyMap<string, ColumnKind> = new Map([
  ['tinyint', 'integer'],
  ['smallint', 'integer'],
  ['integer', 'integer'],
  ['bigint', 'integer'],
  ['decimal', 'decimal'],
  ['double', 'decimal'],
  ['real', 'decimal'],
  ['varchar', 'text'],
  ['char', 'text'],
  ['uuid', 'text'],
  ['ipaddress', 'text'],
  ['unknown', 'text'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['json', 'json'],
  ['varbinary', 'binary'],
])

/** Our word for a type as Trino spells it: 'varchar(20)', 'timestamp(3) with time zone'. */
export const trinoKind = (type: string): ColumnKind => {
  const name = type.toLowerCase()
  if (name.startsWith('timestamp')) return name.endsWith('with time zone') ? 'timestamptz' : 'timestamp'
  return name.startsWith('time') ? 'time' : (kinds.get(name.replace(/\(.*$/, '')) ?? 'other')
}

/** A value as the protocol carries it; whole numbers beyond 2^53 are text by then. */
export const trinoCell = (value: unknown, type: string): Cell => {
  if (value === null || value === undefined) return null
  const kind = trinoKind(type)
  if (kind === 'boolean') return value === true
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (kind === 'integer') return numberCell(text)
  if (kind === 'decimal') return type.startsWith('decimal') ? numberCell(text) : floatCell(Number(text))
  switch (kind) {
    case 'timestamp':
      return isoOf(text)
    case 'timestamptz':
      return zonedIsoOf(text)
    case 'time':
      return text.replace(/\.?0+(?=$|[+-])/, match => (match.startsWith('.') ? '' : match))
    case 'binary':
      return `0x${Buffer.from(text, 'base64').toString('hex')}`
    default:
      return textCell(text)
  }
}

const PATTERN = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?(?: (.+))?$/

/** Years beyond four digits stay as they are printed. */
const isoOf = (text: string) => {
  const [, day, time, fraction = ''] = PATTERN.exec(text) ?? []
  return day === undefined ? text : `${day}T${time}.${fractionOf(fraction)}Z`
}

/** Milliseconds, or microseconds where there are any. */
const fractionOf = (digits: string) => {
  const micros = digits.slice(0, 6).replace(/0+$/, '')
  return micros.padEnd(micros.length > 3 ? 6 : 3, '0')
}

/** A time with the zone it is shown in, 'Europe/Berlin' or '+02:00'. */
const zonedIsoOf = (text: string) => {
  const [, day, time, fraction = '', zone = 'UTC'] = PATTERN.exec(text) ?? []
  if (day === undefined) return text
  const local = Date.parse(`${day}T${time}Z`)
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? []
  const at =
    sign === undefined
      ? zoneInstantOf(local, zone)
      : local - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return isoFromMicros(BigInt(at) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'))) ?? text
}
