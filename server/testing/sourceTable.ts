// Everything that two data sources could tell apart, in one table; and a shop with a fault of its own. The same rows in every dialect.
import type { ColumnKind } from '../core/dataset/table.ts'

type Value = string | number | boolean | null

/** How a dialect spells types and values. */
export type Spelling = {
  readonly types: Readonly<
    Record<
      | 'integer'
      | 'decimal'
      | 'huge'
      | 'ratio'
      | 'text'
      | 'char'
      | 'long'
      | 'boolean'
      | 'date'
      | 'timestamp'
      | 'timestamptz',
      string
    >
  >
  readonly value: (value: Value, kind: ColumnKind) => string
}

type SourceColumn = readonly [name: string, kind: ColumnKind, type: keyof Spelling['types']]

export const sourceColumns = [
  ['id', 'integer', 'integer'],
  ['at', 'timestamp', 'timestamp'],
  ['loaded', 'timestamptz', 'timestamptz'],
  ['on_day', 'date', 'date'],
  ['shop', 'text', 'text'],
  ['channel', 'text', 'text'],
  ['paid', 'boolean', 'boolean'],
  ['customer_id', 'integer', 'integer'],
  ['amount', 'decimal', 'decimal'],
  ['ratio', 'decimal', 'ratio'],
  ['big', 'integer', 'integer'],
  ['note', 'text', 'text'],
  ['at_ms', 'integer', 'integer'],
  ['at_text', 'text', 'text'],
  ['day_text', 'text', 'text'],
  ['number_text', 'text', 'text'],
] as const

const shops = ['Łódź', 'łódź', 'Berlin', 'berlin ', 'São Paulo', '東京 🦆']
const notes = ['12.50', '1,234.50', 'N/A', 'It\'s "odd"', '', null, 'back\\slash', 'unknown']
const HOUR = 3_600_000
const NEGATIVE_ZERO = '-0'
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const time = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

/** A time as sources write it, by turns; one in fifty is none. */
const writtenTime = (ms: number, n: number) => {
  if (n % 50 === 7)
    return ['n/a', '', '2026-06-31 10:00:00', '2026-02-29', '06/10/2026', null][((n - 7) / 50) % 6] ?? null
  const iso = (at: number) => new Date(at).toISOString().slice(0, 19)
  const forms = [
    time(ms),
    iso(ms),
    `${iso(ms)}.250Z`,
    `${iso(ms + 2 * HOUR)}+02:00`,
    `${time(ms - 5 * HOUR)}.123456-05`,
    `${time(ms)} UTC`,
    `${iso(ms + 5.5 * HOUR)}.5+0530`,
  ]
  return forms[n % forms.length] ?? null
}

/** A day as sources write it, now with dashes, now without. */
const writtenDay = (ms: number, n: number) => (n % 2 === 0 ? day(ms) : day(ms).replaceAll('-', ''))

/** Numbers from 20260401 on, of which few are days. */
const writtenNumber = (n: number) => String(20_260_401 + (n % 300))

/** Thirty-five days of rows by the hour; on the last, from noon on, the web shop forgets the customer. */
export const sourceRows = (): readonly (readonly Value[])[] => {
  const start = Date.UTC(2026, 4, 9)
  return Array.from({ length: 35 * 24 * 3 }, (_, n) => {
    const at = start + Math.floor(n / 3) * HOUR + (n % 3) * 600_000
    const channel = ['web', 'app', 'shop'][n % 3] ?? ''
    const lost = channel === 'web' && at >= Date.UTC(2026, 5, 12, 12)
    return [
      n + 1,
      time(at),
      time(at + 90_000),
      day(at),
      shops[n % 6] ?? null,
      channel,
      n % 5 === 0 ? null : n % 2 === 0,
      lost ? null : n % 97,
      (n % 900) + 0.25,
      (n % 7) / 8,
      9_007_199_254_740_000 + n * 1000,
      notes[n % 8] ?? null,
      at + ((n * 37) % 1000),
      writtenTime(at, n),
      writtenDay(at, n),
      writtenNumber(n),
    ]
  })
}

/** Names that are reserved or of several words, and values that servers are known to differ over. */
export const oddColumns = [
  ['id', 'integer', 'integer'],
  ['at', 'timestamp', 'timestamp'],
  ['two words', 'integer', 'integer'],
  ['select', 'text', 'text'],
  ['group by', 'text', 'text'],
  ['code', 'text', 'char'],
  ['huge', 'decimal', 'huge'],
  ['ratio', 'decimal', 'ratio'],
  ['born', 'date', 'date'],
  ['story', 'text', 'long'],
  ['void', 'text', 'text'],
  ['never', 'boolean', 'boolean'],
] as const

/** One letter in two normal forms, letters that some collations take for others, and an emoji of several. */
const labels = ['caf\u00e9', 'cafe\u0301', 'STRASSE', 'stra\u00dfe', '\u0131I', '\u{1f469}\u200d\u{1f4bb}', ' ', '']
const LAST_DAY = Date.UTC(2026, 9, 24, 22)

/** Five weeks by the hour, up to the end of the day on which Berlin's clocks go back; on it, from noon on, the web forgets a number. */
const oddRows = (): readonly (readonly Value[])[] =>
  Array.from({ length: (35 * 24 + 1) * 2 }, (_, n) => {
    const at = LAST_DAY - 34 * 24 * HOUR + Math.floor(n / 2) * HOUR
    const channel = n % 2 === 0 ? 'web' : 'app'
    return [
      n + 1,
      time(at),
      channel === 'web' && at >= LAST_DAY + 12 * HOUR ? null : 40 + (n % 49),
      channel,
      labels[n % 8] ?? null,
      ['ab', 'AB', 'abc', null][n % 4] ?? null,
      `${n % 3 === 0 ? '-' : ''}${'9'.repeat(31)}${100 + (n % 900)}.${n % 7}`,
      n % 5 === 0 ? NEGATIVE_ZERO : (n % 11) / 4 - 1,
      day(Date.UTC(1890 + (n % 80), n % 12, 1 + (n % 28))),
      n % 60 === 0 ? 'x\u00e9'.repeat(8000) : n % 60 === 1 ? '' : `story ${n % 5}`,
      null,
      null,
    ]
  })

export const oddQuestion = {
  table: 'odd',
  metric: { kind: 'nullRate', column: 'two words' },
  day: '2026-10-25',
  timeColumn: 'at',
  timeZone: 'Europe/Berlin',
  wholeTable: false,
} as const

/** Eighty columns, five of them times; the numbers that may be related to others lie last. */
export const wideColumns: readonly SourceColumn[] = [
  ['id', 'integer', 'integer'],
  ...['at', 'shipped_at', 'loaded_at', 'paid_at', 'updated_at'].map(name => [name, 'timestamp', 'timestamp'] as const),
  ['channel', 'text', 'text'],
  ['amount', 'decimal', 'decimal'],
  ...Array.from({ length: 24 }, (_, index) => [`text_of_the_order_${index}`, 'text', 'text'] as const),
  ...Array.from({ length: 24 }, (_, index) => [`number_of_the_order_${index}`, 'decimal', 'decimal'] as const),
  ...Array.from({ length: 24 }, (_, index) => [`count_of_the_order_${index}`, 'integer', 'integer'] as const),
]

/** Five weeks of rows by the hour; on the last day, the web's amounts come in cents. */
const wideRows = (): readonly (readonly Value[])[] =>
  Array.from({ length: 35 * 24 }, (_, n) => {
    const at = Date.UTC(2026, 4, 9) + n * HOUR
    const channel = n % 2 === 0 ? 'web' : 'app'
    const amount = 10 + (n % 40)
    return [
      n + 1,
      ...[0, 1, 2, 3, 4].map(hours => time(at + hours * HOUR)),
      channel,
      channel === 'web' && at >= Date.UTC(2026, 5, 12) ? amount * 100 : amount,
      ...Array.from({ length: 24 }, (_, index) => ['x', 'Y', 'n/a', '12.5'][(n + index) % 4] ?? null),
      ...Array.from({ length: 24 }, (_, index) => ((n * (index + 3)) % 89) + 0.5),
      ...Array.from({ length: 24 }, (_, index) => (n * (index + 7)) % 5),
    ]
  })

export const sourceQuestion = {
  metric: { kind: 'nullRate', column: 'customer_id' },
  day: '2026-06-12',
  timeColumn: 'at',
  timeZone: 'UTC',
  wholeTable: false,
} as const

/** The shop's rows as they came in: by other names, some of them as text. */
const tillColumns = [
  ['no', 'integer', 'integer'],
  ['ts', 'timestamp', 'timestamp'],
  ['ins_ts', 'timestamptz', 'timestamptz'],
  ['dy', 'date', 'date'],
  ['sp', 'text', 'text'],
  ['ch', 'text', 'char'],
  ['pd', 'boolean', 'boolean'],
  ['cust', 'integer', 'integer'],
  ['amt', 'text', 'text'],
  ['rt', 'decimal', 'ratio'],
  ['epoch', 'integer', 'integer'],
] as const
const tillRows = () =>
  sourceRows().map(([id, at, loaded, onDay, shop, channel, paid, customer, amount, ratio, , , ms]) =>
    [id, at, loaded, onDay, shop, channel, paid, customer, String(amount), ratio, ms].map(cell => cell ?? null),
  )

type SourceTable = {
  readonly name: string
  readonly columns: readonly SourceColumn[]
  readonly rows: readonly (readonly Value[])[]
}

const BATCH = 400

const statementsOf = ({ name, columns, rows }: SourceTable, { types, value }: Spelling): readonly string[] => {
  const spelt = rows.map(row => `(${row.map((cell, index) => value(cell, columns[index]?.[1] ?? 'text')).join(', ')})`)
  return [
    `CREATE TABLE ${name} (${columns.map(([column, , type]) => `"${column}" ${types[type]}`).join(', ')})`,
    ...Array.from(
      { length: Math.ceil(rows.length / BATCH) },
      (_, place) => `INSERT INTO ${name} VALUES ${spelt.slice(place * BATCH, (place + 1) * BATCH).join(', ')}`,
    ),
  ]
}

/** The statements that make the tables: the shop's, an empty one like it, its customers, the odd one, a wide one, and a single row of the odd one. */
export const sourceStatements = (spelling: Spelling): readonly string[] =>
  [
    { name: 'sales', columns: sourceColumns, rows: sourceRows() },
    { name: 'raw_till', columns: tillColumns, rows: tillRows() },
    { name: 'empty_sales', columns: sourceColumns, rows: [] },
    {
      name: 'customers',
      columns: [
        ['id', 'integer', 'integer'],
        ['name', 'text', 'text'],
      ] as const,
      rows: Array.from({ length: 90 }, (_, id) => [id, `customer ${id}`]),
    },
    { name: 'odd', columns: oddColumns, rows: oddRows() },
    { name: 'wide', columns: wideColumns, rows: wideRows() },
    { name: 'one_row', columns: oddColumns, rows: oddRows().slice(-1) },
  ].flatMap(table => statementsOf(table, spelling))

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

const plain = (value: Value, kind: ColumnKind) => {
  if (value === null) return 'NULL'
  if (value === NEGATIVE_ZERO) return "CAST('-0' AS double)"
  if (typeof value !== 'string' || kind === 'decimal') return String(value)
  return kind === 'date'
    ? `DATE ${quoted(value)}`
    : kind === 'timestamp'
      ? `TIMESTAMP ${quoted(value)}`
      : kind === 'timestamptz'
        ? `TIMESTAMPTZ ${quoted(`${value}+00`)}`
        : quoted(value)
}

const standard = {
  integer: 'bigint',
  decimal: 'decimal(12, 2)',
  huge: 'decimal(38, 4)',
  ratio: 'double precision',
  text: 'varchar(100)',
  char: 'char(6)',
  long: 'text',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamp with time zone',
}

export const spellings = {
  postgres: {
    types: standard,
    value: (value: Value, kind: ColumnKind) => plain(value, kind).replace('AS double)', 'AS double precision)'),
  },
  mysql: {
    types: { ...standard, long: 'mediumtext', timestamp: 'datetime', timestamptz: 'timestamp NULL' },
    value: (value: Value, kind: ColumnKind) =>
      typeof value === 'string' && kind === 'text'
        ? quoted(value.replaceAll('\\', '\\\\'))
        : plain(value, kind === 'timestamptz' ? 'timestamp' : kind),
  },
  trino: {
    types: { ...standard, long: 'varchar', timestamp: 'timestamp(3)', timestamptz: 'timestamp(3) with time zone' },
    value: (value: Value, kind: ColumnKind) =>
      kind === 'timestamptz' ? `TIMESTAMP ${quoted(`${String(value)} UTC`)}` : plain(value, kind),
  },
  snowflake: {
    types: { ...standard, ratio: 'double', timestamp: 'timestamp_ntz', timestamptz: 'timestamp_tz' },
    value: (value: Value, kind: ColumnKind) => {
      if (typeof value === 'string' && kind === 'timestamp') return `CAST(${quoted(value)} AS timestamp_ntz)`
      if (typeof value === 'string' && kind === 'timestamptz')
        return `CAST(${quoted(`${value} +00:00`)} AS timestamp_tz)`
      return typeof value === 'string' && kind === 'text' ? quoted(value.replaceAll('\\', '\\\\')) : plain(value, kind)
    },
  },
} satisfies Readonly<Record<string, Spelling>>
