import type { Column } from 'snowflake-sdk'
import type { ColumnKind } from '../../../core/dataset/table.ts'
import type { Cell } from '../../../core/ports/dataSource.ts'
import { floatCell, isoFromMicros, numberCell, textCell } from '../shared/cell.ts'

const kinds: ReadonlyMap<string, ColumnKind> = new Map([
  ['real', 'decimal'],
  ['float', 'decimal'],
  ['double', 'decimal'],
  ['text', 'text'],
  ['varchar', 'text'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['time', 'time'],
  ['timestamp_ntz', 'timestamp'],
  ['timestamp_ltz', 'timestamptz'],
  ['timestamp_tz', 'timestamptz'],
  ['variant', 'json'],
  ['object', 'json'],
  ['array', 'json'],
  ['binary', 'binary'],
])

/** Our word for a type as answers and the catalogue spell it; whole numbers are numbers of scale 0. */
export const snowflakeKind = (type: string, scale: number | null): ColumnKind => {
  const name = type.toLowerCase()
  return name === 'fixed' || name === 'number'
    ? (scale ?? 0) === 0
      ? 'integer'
      : 'decimal'
    : (kinds.get(name) ?? 'other')
}

const INFINITE: Readonly<Record<string, string>> = { inf: 'Infinity', '-inf': '-Infinity' }

type Instant = { readonly getEpochSeconds: () => number; readonly getNanoSeconds: () => number }

const has = <Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> =>
  typeof value === 'object' && value !== null && key in value
const isInstant = (value: unknown): value is Instant => has(value, 'getEpochSeconds')

const instantCell = (value: Instant, kind: ColumnKind): Cell => {
  const iso = isoFromMicros(
    BigInt(value.getEpochSeconds()) * 1_000_000n + BigInt(Math.floor(value.getNanoSeconds() / 1000)),
  )
  return kind === 'date' ? (iso?.slice(0, 10) ?? null) : iso
}

/** The session's format gives six digits; the date that the driver may put before it says nothing. */
const clockCell = (text: string): Cell =>
  (/\d\d:\d\d:\d\d(?:\.\d{1,6})?/.exec(text)?.[0] ?? text).replace(/(\.\d*?)0+$/, (_, kept: string) =>
    kept === '.' ? '' : kept,
  )

/** A value as the driver gives it, with numbers and JSON left as text. */
export const snowflakeCell = (value: unknown, column: Column): Cell => {
  if (value === null || value === undefined) return null
  const kind = snowflakeKind(column.getType(), column.getScale())
  if (typeof value === 'boolean') return value
  if (isInstant(value)) return instantCell(value, kind)
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (kind === 'time') return clockCell(text)
  if (kind === 'decimal' && column.getType().toLowerCase() === 'real') return INFINITE[text] ?? floatCell(Number(text))
  return kind === 'integer' || kind === 'decimal' ? numberCell(text) : textCell(text)
}
