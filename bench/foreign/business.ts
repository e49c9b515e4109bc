import type { Weighted } from './sql.ts'

/** A column of the watched table, and what it is called in the landing table; `source` null where the step between makes it. */
export type Col = { readonly name: string; readonly source: string | null }
export type Dim = Col & { readonly values: readonly string[] }
export type Scale = 'money' | 'duration' | 'weight' | 'length' | 'percent' | 'count'
/** `asText`: the landing table has the number as a text, which the step between casts. */
export type Measure = Col & { readonly scale: Scale; readonly asText?: boolean }
export type TimeKind = 'timestamp' | 'timestamptz' | 'text' | 'date'

/** What each column is to the business; the faults choose by it. */
export type Roles = {
  readonly id: Col & { readonly sort: 'number' | 'uuid' | 'text' }
  readonly time: Col & { readonly kind: TimeKind; readonly sourceKind: TimeKind }
  /** When a row was loaded, a TIMESTAMP. */
  readonly loaded: Col | null
  readonly dims: readonly Dim[]
  readonly version: Dim | null
  /** Who acted: a customer, an agent, a device. */
  readonly who: Col
  readonly measures: readonly Measure[]
  readonly texts: readonly Col[]
  /** Columns with nulls now and then, that a release may stop filling. */
  readonly optional: readonly Col[]
  /** Days written as texts, null now and then. */
  readonly dates?: readonly Col[]
  /** Codes with leading zeros. */
  readonly code: Dim | null
  /** Joined from a table of keys without history. */
  readonly lookup: {
    readonly table: string
    readonly key: Dim
    readonly keyThere: string
    readonly brings: readonly Col[]
  } | null
  /** Joined from a table with validity. `strict`: an inner join. */
  readonly history: {
    readonly table: string
    readonly key: Dim
    readonly keyThere: string
    readonly from: string
    readonly to: string
    readonly brings: readonly Col[]
    readonly strict: boolean
  } | null
  /** Rows that the landing table holds and the step between leaves out (unlayered: that the source leaves out). */
  readonly hidden: { readonly column: Col; readonly value: string } | null
  /** total = net + other. */
  readonly parts: { readonly total: Measure; readonly net: Measure; readonly other: Measure } | null
  /** `converted` is what `local` is in the common currency. */
  readonly currency: { readonly column: Dim; readonly converted: Measure; readonly local: Measure | null } | null
  /** Rows of this value carry negative amounts. */
  readonly credits: { readonly column: Dim; readonly value: string; readonly measure: Measure } | null
}

export type Table = {
  readonly name: string
  /** Over `grain(g, i, day, t, seg)` and the tables before it. */
  readonly sql: string
  readonly filter?: string
  readonly view?: boolean
  readonly key?: string
}

export type Business = {
  readonly name: string
  readonly zone: string
  readonly start: string
  readonly days: readonly [number, number]
  readonly rows: readonly [number, number]
  readonly rhythm: {
    /** Monday first. */
    readonly week: readonly number[]
    readonly hours: readonly number[]
    /** Growth over the whole time. */
    readonly trend: number
    readonly noise: number
    /** The factor of a month's last two days. */
    readonly monthEnd?: number
  }
  /** The dimension with noise of its own. */
  readonly segments: Weighted
  readonly tables: (first: string) => readonly Table[]
  readonly landing: string
  readonly watched: string
  readonly roles: Roles
}

export const watchedTable = (business: Business, first: string): Table => {
  const table = business.tables(first).find(({ name }) => name === business.watched)
  if (!table) throw new Error(`${business.name} has no ${business.watched}`)
  return table
}

export const isView = (business: Business) => watchedTable(business, business.start).view === true
export const isLayered = ({ landing, watched }: Business) => landing !== watched
export const hasKey = (business: Business, name: string) =>
  business.tables(business.start).some(table => table.name === name && table.key !== undefined)

/** 'schema.table' or, in main, 'table'. */
export const bare = (name: string) => name.split('.').at(-1) ?? name
export const schemaOf = (name: string) => (name.includes('.') ? (name.split('.')[0] ?? 'main') : 'main')

export const same = (name: string): Col => ({ name, source: name })
export const kept = (name: string, source: string | null): Col => ({ name, source })

export const office = [0, 0, 0, 0, 0, 0, 0.2, 1, 4, 7, 8, 8, 6, 7, 8, 7, 5, 3, 1, 0.3, 0, 0, 0, 0]
export const clock = [2, 1.4, 1.1, 1, 1, 1.4, 2.2, 3.5, 4.4, 4.8, 5, 5.1, 5.2, 5, 5, 5, 5.2, 5.6, 6, 6.2, 5.8, 5, 4, 3]
export const evening = [0.6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.4, 2, 6, 5, 2.2, 1.6, 2, 4, 7.5, 9, 8, 5, 3, 1.4]
export const day = [0, 0, 0, 0, 0.2, 0.8, 2, 3, 4.5, 6, 7, 7, 6, 6, 6.5, 6.5, 6, 6, 5, 3, 1.5, 0.6, 0.2, 0.1]
