import type { Segment } from '../../server/core/finding/finding.ts'
import type { Random } from '../accuracy/random.ts'
import { isLayered, isView, type Business, type Col, type Dim, type Measure, type TimeKind } from './business.ts'
import type { Edit } from './build.ts'
import { text } from './sql.ts'

export type Strength = 'mild' | 'medium' | 'strong'

/** Where and when a fault is put. */
export type Scene = {
  readonly business: Business
  readonly random: Random
  readonly strength: Strength
  /** First and last day of the data. */
  readonly first: string
  readonly last: string
  /** When the fault begins, local to the business. */
  readonly day: string
  readonly hour: number
}

/** A fault that this business, or this draw, cannot have. */
export class Unfit extends Error {}
export const fit = <T>(value: T | null | undefined | false): T => {
  if (value === null || value === undefined || value === false) throw new Unfit()
  return value
}

export type Side = 'landing' | 'watched'
/** A condition that either table can be asked. */
export type Cond = (side: Side) => string

export const named = (col: Col, side: Side) => (side === 'watched' ? col.name : fit(col.source))

/** The local time of a row. */
export const clockOf = ({ zone, roles }: Business, side: Side) => {
  const { time } = roles
  const kind = side === 'watched' ? time.kind : time.sourceKind
  const column = named(time, side)
  return kind === 'timestamptz' ? `(${column} AT TIME ZONE '${zone}')` : `(${column}::TIMESTAMP)`
}
const written: Record<TimeKind, (local: string, zone: string) => string> = {
  timestamp: local => local,
  timestamptz: (local, zone) => `((${local}) AT TIME ZONE '${zone}')`,
  text: local => `strftime(${local}, '%Y-%m-%dT%H:%M:%S')`,
  date: local => `(${local})::DATE`,
}
/** A local time as the column has it. */
export const asTime = ({ zone, roles }: Business, side: Side, local: string) =>
  written[side === 'watched' ? roles.time.kind : roles.time.sourceKind](local, zone)

export const every: Cond = () => 'true'
export const both =
  (...conds: readonly Cond[]): Cond =>
  side =>
    conds.map(cond => `(${cond(side)})`).join(' AND ')
export const is =
  (col: Col, value: string): Cond =>
  side =>
    `${named(col, side)}::VARCHAR = ${text(value)}`

export const stamp = (day: string, hour: number) => `(TIMESTAMP '${day} 00:00:00' + INTERVAL ${hour} HOUR)`
export const sinceOf =
  ({ business, day, hour }: Scene): Cond =>
  side =>
    `${clockOf(business, side)} >= ${stamp(day, hour)}`
/** Local times from one hour of the first day up to another. */
export const hoursOf =
  ({ business, day }: Scene, from: number, to: number): Cond =>
  side =>
    `${clockOf(business, side)} >= ${stamp(day, from)} AND ${clockOf(business, side)} < ${stamp(day, to)}`
export const dayOf = (scene: Scene) => hoursOf(scene, 0, 24)

/** A share of the rows, drawn by a column: the same on both sides. */
export const some =
  (col: Col, share: number, salt: string): Cond =>
  side =>
    `hash(concat_ws('|', ${named(col, side)}, ${text(salt)})) % 10000 < ${Math.round(share * 10_000)}`

export type Place = readonly { readonly column: Dim; readonly value: string }[]
export const inPlace = (place: Place): Cond =>
  place.length === 0 ? every : both(...place.map(({ column, value }) => is(column, value)))
export const segmentOf = (place: Place): Segment => place.map(({ column, value }) => ({ column: column.name, value }))
/** The truth's list of segments of a fault in one place. */
export const placed = (place: Place): readonly (readonly Segment[])[] => [place.length === 0 ? [] : [segmentOf(place)]]

/** A segment of as many dimensions as told, of columns that both tables have. */
export const placeOf = ({ business, random }: Scene, dimensions: number): Place =>
  random
    .shuffle(business.roles.dims.filter(({ source }) => source !== null))
    .slice(0, dimensions)
    .map(column => ({ column, value: random.pick(column.values.slice(0, dimensions === 2 ? 2 : 4)) }))
/** Everywhere in half of the draws, else one or two dimensions. */
export const anyPlace = (scene: Scene) => placeOf(scene, scene.random.pick([0, 0, 1, 1, 1, 2]))

export const level = <T>({ strength }: Scene, [mild, medium, strong]: readonly [T, T, T]): T =>
  ({ mild, medium, strong })[strength]

/** The table a fault is put into. */
export type Site = { readonly side: Side; readonly table: string }
export const siteOf = ({ business, random }: Scene, side?: Side): Site => {
  const possible: Site[] = [
    ...(isLayered(business) ? [{ side: 'landing', table: business.landing } as const] : []),
    ...(isView(business) ? [] : [{ side: 'watched', table: business.watched } as const]),
  ]
  return fit(random.shuffle(possible.filter(one => side === undefined || one.side === side))[0])
}
/** Where data comes into the warehouse. */
export const entryOf = ({ business }: Scene): Site =>
  isLayered(business) ? { side: 'landing', table: business.landing } : { side: 'watched', table: business.watched }
/** The step between, of layered businesses that keep its result. */
export const betweenOf = ({ business }: Scene): Site =>
  fit(isLayered(business) && !isView(business) && { side: 'watched', table: business.watched })

export const change = ({ side, table }: Site, sets: readonly (readonly [Col, string])[], cond: Cond): Edit => ({
  after: table,
  sql: [`UPDATE ${table} SET ${sets.map(([col, to]) => `${named(col, side)} = ${to}`).join(', ')} WHERE ${cond(side)}`],
})
/** A number rewritten, as a text where the landing table has it so. */
export const rewrite = (
  site: Site,
  measure: Measure,
  { to, cond }: { to: (from: string) => string; cond: Cond },
): Edit => {
  const column = named(measure, site.side)
  const texts = site.side === 'landing' && measure.asText === true
  return change(site, [[measure, texts ? `(${to(`TRY_CAST(${column} AS DOUBLE)`)})::VARCHAR` : to(column)]], cond)
}
export const remove = ({ side, table }: Site, cond: Cond): Edit => ({
  after: table,
  sql: [`DELETE FROM ${table} WHERE ${cond(side)}`],
})
/** Copies of rows, with other values in some columns. */
export const copy = (
  { side, table }: Site,
  { cond, replaced = [], from = '' }: { cond: Cond; replaced?: readonly (readonly [Col, string])[]; from?: string },
): Edit => {
  const news = replaced.map(([col, to]) => `${to} AS ${named(col, side)}`)
  return {
    after: table,
    sql: [
      `INSERT INTO ${table} SELECT * ${news.length === 0 ? '' : `REPLACE (${news.join(', ')})`} FROM ${table} ${from} WHERE ${cond(side)}`,
    ],
  }
}
