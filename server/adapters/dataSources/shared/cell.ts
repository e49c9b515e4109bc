// How values of every data source become cells: see `Answer` in the port.
import type { Cell } from '../../../core/ports/dataSource.ts'

const MAX_DIGITS = 15
const plainNumber = /^-?(\d+)(?:\.(\d+))?$/

/** A whole or decimal number given as text: a number where a double holds it exactly as written, else the text. */
export const numberCell = (text: string): Cell => {
  const [, whole, fraction] = plainNumber.exec(text) ?? []
  if (whole === undefined) return textCell(text)
  if (fraction === undefined || /^0*$/.test(fraction)) {
    const value = Number(text)
    return Number.isSafeInteger(value) ? value + 0 : text
  }
  const digits = `${whole}${fraction}`.replace(/^0+|0+$/g, '').length
  return digits <= MAX_DIGITS ? Number(text) : text
}

/** NaN and the infinities have no JSON; negative zero is zero. */
export const floatCell = (value: number): Cell => (Number.isFinite(value) ? value + 0 : String(value))

/** PostgreSQL's JSON, where answers are kept, cannot hold NUL. */
export const textCell = (text: string): Cell => (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text)

const MICROS_PER_MS = 1000n
const MAX_MS = 8_640_000_000_000_000n

/** Microseconds since 1970 as ISO 8601 UTC text, with milliseconds, or microseconds where there are any; null beyond what ISO years hold. */
export const isoFromMicros = (micros: bigint): string | null => {
  const rest = ((micros % MICROS_PER_MS) + MICROS_PER_MS) % MICROS_PER_MS
  const ms = (micros - rest) / MICROS_PER_MS
  if (ms > MAX_MS || ms < -MAX_MS) return null
  const iso = new Date(Number(ms)).toISOString()
  return rest === 0n ? iso : iso.replace('Z', `${String(rest).padStart(3, '0')}Z`)
}
