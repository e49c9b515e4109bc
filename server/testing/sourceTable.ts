// Everything that two data sources could tell apart, in one table; and a shop with a fault of its own. The same rows in every dialect.
import type { ColumnKind } from '../core/dataset/table.ts'

type Value = string | number | boolean | null

/** How a dialect spells types and values. */
export type Spelling = {
  readonly types: Readonly<Record<'integer' | 'decimal' | 'ratio' | 'text' | 'boolean' | 'date' | 'timestamp' | 'timestamptz', string>>
  readonly value: (value: Value, kind: ColumnKind) => string
}

export const sourceColumns = [
  ['id', 'integer', 'integer'], ['at', 'timestamp', 'timestamp'], ['loaded', 'timestamptz', 'timestamptz'], ['on_day', 'date', 'date'], ['shop', 'text', 'text'],
  ['channel', 'text', 'text'], ['paid', 'boolean', 'boolean'], ['customer_id', 'integer', 'integer'], ['amount', 'decimal', 'decimal'], ['ratio', 'decimal', 'ratio'],
  ['big', 'integer', 'integer'], ['note', 'text', 'text'],
] as const

const shops = ['Łódź', 'łódź', 'Berlin', 'berlin ', 'São Paulo', '東京 🦆']
const notes = ['12.50', '1,234.50', 'N/A', 'It\'s "odd"', '', null, 'back\\slash', 'unknown']
const HOUR = 3_600_000
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const time = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

/** Thirty-five days of rows by the hour; on the last, from noon on, the web shop forgets the customer. */
export const sourceRows = (): readonly (readonly Value[])[] => {
  const start = Date.UTC(2026, 4, 9)
  return Array.from({ length: 35 * 24 * 3 }, (_, n) => {
    const at = start + Math.floor(n / 3) * HOUR + (n % 3) * 600_000
    const channel = ['web', 'app', 'shop'][n % 3] ?? ''
    const lost = channel === 'web' && at >= Date.UTC(2026, 5, 12, 12)
    return [
      n + 1, time(at), time(at + 90_000), day(at), shops[n % 6] ?? null, channel, n % 5 === 0 ? null : n % 2 === 0, lost ? null : n % 97, (n % 900) + 0.25, (n % 7) / 8,
      9_007_199_254_740_000 + n * 1000, notes[n % 8] ?? null,
    ]
  })
}

export const sourceQuestion = {
  metric: { kind: 'nullRate', column: 'customer_id' }, day: '2026-06-12', timeColumn: 'at', timeZone: 'UTC', wholeTable: false,
} as const

/** The statements that make the table, an empty one like it, and the customers. */
export const sourceStatements = ({ types, value }: Spelling, batch = 400): readonly string[] => {
  const columns = sourceColumns.map(([name, , type]) => `"${name}" ${types[type]}`).join(', ')
  const rows = sourceRows().map(row => `(${row.map((cell, index) => value(cell, sourceColumns[index]?.[1] ?? 'text')).join(', ')})`)
  const batches = Array.from({ length: Math.ceil(rows.length / batch) }, (_, place) => `INSERT INTO sales VALUES ${rows.slice(place * batch, (place + 1) * batch).join(', ')}`)
  const customers = Array.from({ length: 90 }, (_, id) => `(${id}, ${value(`customer ${id}`, 'text')})`)
  return [
    `CREATE TABLE sales (${columns})`, ...batches, `CREATE TABLE empty_sales (${columns})`, `CREATE TABLE customers ("id" ${types.integer}, "name" ${types.text})`,
    `INSERT INTO customers VALUES ${customers.join(', ')}`,
  ]
}

const quoted = (text: string) => `'${text.replaceAll('\'', '\'\'')}'`

const plain = (value: Value, kind: ColumnKind) => {
  if (value === null) return 'NULL'
  if (typeof value !== 'string') return String(value)
  return kind === 'date' ? `DATE ${quoted(value)}` : kind === 'timestamp' ? `TIMESTAMP ${quoted(value)}` : kind === 'timestamptz' ? `TIMESTAMPTZ ${quoted(`${value}+00`)}` : quoted(value)
}

const standard = {
  integer: 'bigint', decimal: 'decimal(12, 2)', ratio: 'double precision', text: 'varchar(100)', boolean: 'boolean', date: 'date', timestamp: 'timestamp',
  timestamptz: 'timestamp with time zone',
}

export const spellings = {
  postgres: { types: standard, value: plain },
  mysql: {
    types: { ...standard, timestamp: 'datetime', timestamptz: 'timestamp NULL' },
    value: (value: Value, kind: ColumnKind) => typeof value === 'string' && kind === 'text' ? quoted(value.replaceAll('\\', '\\\\')) : plain(value, kind === 'timestamptz' ? 'timestamp' : kind),
  },
  trino: {
    types: { ...standard, timestamp: 'timestamp(3)', timestamptz: 'timestamp(3) with time zone' },
    value: (value: Value, kind: ColumnKind) => kind === 'timestamptz' ? `TIMESTAMP ${quoted(`${String(value)} UTC`)}` : plain(value, kind),
  },
  snowflake: {
    types: { ...standard, ratio: 'double', timestamp: 'timestamp_ntz', timestamptz: 'timestamp_tz' },
    value: (value: Value, kind: ColumnKind) => {
      if (typeof value === 'string' && kind === 'timestamp') return `CAST(${quoted(value)} AS timestamp_ntz)`
      if (typeof value === 'string' && kind === 'timestamptz') return `CAST(${quoted(`${value} +00:00`)} AS timestamp_tz)`
      return typeof value === 'string' && kind === 'text' ? quoted(value.replaceAll('\\', '\\\\')) : plain(value, kind)
    },
  },
} satisfies Readonly<Record<string, Spelling>>
