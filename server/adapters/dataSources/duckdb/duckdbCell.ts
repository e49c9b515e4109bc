import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { ColumnKind } from '../../../core/dataset/table.ts'
import type { Cell } from '../../../core/ports/dataSource.ts'
import { floatCell, isoFromMicros, numberCell, textCell } from '../shared/cell.ts'

const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/(\]|^(STRUCT|MAP|UNION)\b.*)$/, 'other'],
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|^BIGNUM$/, 'integer'],
  [/^(DECIMAL|FLOAT|DOUBLE)\b/, 'decimal'],
  [/^(VARCHAR|UUID|ENUM)\b/, 'text'],
  [/^BOOLEAN$/, 'boolean'],
  [/^DATE$/, 'date'],
  [/^TIMESTAMP WITH TIME ZONE$/, 'timestamptz'],
  [/^TIMESTAMP/, 'timestamp'],
  [/^TIME\b|^TIME_NS$/, 'time'],
  [/^JSON$/, 'json'],
  [/^BLOB$/, 'binary'],
]

/** Our word for a type as DuckDB prints it. */
export const duckdbKind = (nativeType: string): ColumnKind =>
  kinds.find(([pattern]) => pattern.test(nativeType))?.[1] ?? 'other'

/** JSON is text with a name to DuckDB. */
export const kindOfType = (type: DuckDBType): ColumnKind => duckdbKind(type.alias ?? type.toString())

/** How values of one column become cells; made once per column, since there are many rows. */
export const cellReader = (type: DuckDBType) => {
  const float = type.toString() === 'FLOAT' ? shortest : (value: number) => value
  const other = type.toString().startsWith('DECIMAL') ? numberCell : textCell
  return (value: DuckDBValue): Cell => {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'string') return textCell(value)
    if (typeof value === 'bigint') return numberCell(value.toString())
    if (typeof value === 'number') return floatCell(float(value))
    const micros = microsOf(value)
    return micros === null ? other(value.toString()) : (isoFromMicros(micros) ?? value.toString())
  }
}

const microsOf = (value: object): bigint | null => {
  if ('micros' in value && typeof value.micros === 'bigint' && value.constructor.name.startsWith('DuckDBTimestamp'))
    return value.micros
  if ('millis' in value && typeof value.millis === 'bigint') return value.millis * 1000n
  if ('seconds' in value && typeof value.seconds === 'bigint') return value.seconds * 1_000_000n
  if ('nanos' in value && typeof value.nanos === 'bigint' && value.constructor.name.startsWith('DuckDBTimestamp'))
    return value.nanos / 1000n
  return null
}

/** A 4-byte float as it was written: 0.1, not 0.10000000149011612. */
const shortest = (value: number) => {
  if (!Number.isFinite(value)) return value
  const digits = [6, 7, 8, 9].find(precision => Math.fround(Number(value.toPrecision(precision))) === value)
  return digits === undefined ? value : Number(value.toPrecision(digits))
}
