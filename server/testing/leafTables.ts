import type { LeafModel, LeafTable, LeafWindow } from '../core/localisation/leafTable.ts'
import { localise } from '../core/localisation/localise.ts'

export const countries = ['DE', 'FR', 'IT', 'ES'] as const
export const channels = ['web', 'app', 'shop', 'phone'] as const
export const devices = ['new', 'old'] as const

export type LeafRow = {
  readonly country: (typeof countries)[number]
  readonly channel: (typeof channels)[number]
  readonly device: (typeof devices)[number]
}

/** Every combination of the three columns, one leaf each. */
export const leafRows: readonly LeafRow[] = countries.flatMap(country =>
  channels.flatMap(channel => devices.map(device => ({ country, channel, device }))),
)

/** A small wobble that repeats, so that no leaf is exactly as expected. */
export const wobble = (place: number) => 1 + 0.03 * Math.sin(place * 2.3)

/** A window of `n` rows per leaf, of which the share `k` is flagged; amounts of 10, give or take a third. */
export const leafWindow = (
  n: (row: LeafRow, place: number) => number,
  k: (row: LeafRow) => number = () => 0,
): LeafWindow => {
  const count = Float64Array.from(leafRows, n)
  return {
    n: count,
    k: Float64Array.from(leafRows, (row, place) => (count[place] ?? 0) * k(row)),
    s: count.map(x => x * 10),
    ss: count.map(x => x * 110),
    scale: 1,
  }
}

/** The same rows at other amounts: the mean of each leaf. */
export const priced = (window: LeafWindow, mean: (row: LeafRow, place: number) => number): LeafWindow => {
  const means = Float64Array.from(leafRows, mean)
  return {
    ...window,
    s: window.n.map((n, leaf) => n * (means[leaf] ?? 0)),
    ss: window.n.map((n, leaf) => n * 1.1 * (means[leaf] ?? 0) ** 2),
  }
}

export const leafTableOf = (today: LeafWindow, usual: LeafWindow = leafWindow(() => 100)): LeafTable => ({
  dimensions: [
    { column: 'country', values: countries },
    { column: 'channel', values: channels },
    { column: 'device', values: devices },
  ],
  windows: [today, usual],
  codes: [
    Int32Array.from(leafRows, row => countries.indexOf(row.country)),
    Int32Array.from(leafRows, row => channels.indexOf(row.channel)),
    Int32Array.from(leafRows, row => devices.indexOf(row.device)),
  ],
})

/** The table with one column more, before the others or after them. */
export const withColumn = (
  table: LeafTable,
  {
    column,
    values,
    of,
  }: { readonly column: string; readonly values: readonly string[]; readonly of: (row: LeafRow) => string },
): LeafTable => ({
  ...table,
  dimensions: [{ column, values }, ...table.dimensions],
  codes: [Int32Array.from(leafRows, row => values.indexOf(of(row))), ...table.codes],
})

/** The segments that explain the change, as text. */
export const places = (table: LeafTable, model: LeafModel, direction: 'up' | 'down') =>
  localise(table, model, { direction }).causes.map(({ segment }) =>
    segment.map(({ column, value }) => `${column}=${value ?? ''}`).join(' '),
  )
