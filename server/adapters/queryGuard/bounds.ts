import { deny } from './refusal.ts'

/** A value that can be told from the text alone. */
export type Constant =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'time' | 'span'; readonly ms: number }
  | { readonly kind: 'text'; readonly text: string }

const MAX_SERIES_ROWS = 10_000
const MAX_GROWTH = 10_000
const MAX_REPEATED = 1_000
const MAX_GROUPING_SETS = 256
const DAY = 86_400_000
const UNITS: { readonly [unit: string]: number } = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
  week: 7 * DAY,
  month: 28 * DAY,
  quarter: 84 * DAY,
  year: 365 * DAY,
}

/** The least length of an interval such as '1 day' or '2 hours 30 minutes'; null where it is not so simple. */
export const spanOf = (text: string): number | null => {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/([+-]?\d+(?:\.\d+)?)\s*([a-z]+)\s*/g),
  ]
  if (
    parts.length === 0 ||
    parts
      .map(part => part[0])
      .join('')
      .trim() !== text.trim().toLowerCase()
  )
    return null
  const lengths = parts.map(([, count, unit = '']) => Number(count) * (UNITS[unit.replace(/s$/, '')] ?? Number.NaN))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return Number.isNaN(total) ? null : total
}

export const timeOf = (text: string): number | null => {
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}

const amount = (value: Constant) =>
  value.kind === 'number' ? value.value : value.kind === 'text' ? Number.NaN : value.ms

/** Sum or difference of two constants; null where it makes no sense. */
export const combine = (left: Constant | null, right: Constant | null, sign: 1 | -1): Constant | null => {
  if (!left || !right || left.kind === 'text' || right.kind === 'text') return null
  if (left.kind === 'number' && right.kind === 'number')
    return { kind: 'number', value: left.value + sign * right.value }
  if (left.kind === 'time')
    return { kind: 'time', ms: left.ms + sign * (right.kind === 'number' ? right.value * DAY : right.ms) }
  return left.kind === 'span' && right.kind !== 'number' ? { kind: right.kind, ms: left.ms + sign * right.ms } : null
}

const seriesRows = (args: readonly (Constant | null)[], step: number) => {
  const [from, to] = args
  if (!from || !to) return null
  const rows = Math.abs(amount(to) - amount(from)) / Math.abs(step)
  return Number.isFinite(rows) ? rows : null
}

/** Counts joins over a whole statement. */
export const createJoinCounter = (maxJoins: number) => {
  let joins = 0
  return (more: number) => {
    joins += more
    if (joins > maxJoins) deny('too-many-joins', `A query may join at most ${maxJoins} times.`)
  }
}

/** Each grouping set is a grouping of its own; CUBE doubles them with every column. */
export const checkGroupingSets = (count: number) => {
  if (count > MAX_GROUPING_SETS) deny('too-large', `A query may group in at most ${MAX_GROUPING_SETS} ways at once.`)
}

/** Keeps what a query makes out of nothing small: rows of series, and strings grown from short ones. */
export const createBounds = () => {
  let madeRows = 1
  let growth = 1

  const checkSeries = (args: readonly (Constant | null)[]) => {
    const [first, second, third] = args
    const bounds =
      args.length === 1 ? [{ kind: 'number', value: 0 } as const, first ?? null] : [first ?? null, second ?? null]
    const step = args.length < 3 ? (bounds[0]?.kind === 'number' ? 1 : DAY) : third ? amount(third) : Number.NaN
    const rows = seriesRows(bounds, step)
    if (rows === null)
      return deny(
        'forbidden-function',
        'A generated series needs a first, a last and a step that can be told from the text.',
      )
    madeRows *= Math.max(1, rows)
    if (madeRows > MAX_SERIES_ROWS * 10 || rows > MAX_SERIES_ROWS)
      deny('forbidden-function', `A generated series may have at most ${MAX_SERIES_ROWS} rows.`)
  }

  const factorOf = (name: string, args: readonly (Constant | null)[]) => {
    const [, second, third] = args
    if (name === 'repeat' || name === 'lpad' || name === 'rpad') {
      if (second?.kind !== 'number' || second.value > MAX_REPEATED)
        return deny('forbidden-function', `${name} needs a length of at most ${MAX_REPEATED}, written as a number.`)
      return Math.max(1, second.value)
    }
    if (name !== 'replace' && name !== 'regexp_replace') return 1
    return third?.kind === 'text' ? Math.max(1, third.text.length) : 16
  }

  return {
    checkSeries,
    /** Runs `inner` (the arguments of a call) knowing by how much the call may lengthen them. */
    growing(name: string, args: readonly (Constant | null)[], inner: () => void) {
      const factor = factorOf(name, args)
      growth *= factor
      if (growth > MAX_GROWTH) deny('forbidden-function', 'Calls that lengthen a string are nested too deeply.')
      inner()
      growth /= factor
    },
  }
}
