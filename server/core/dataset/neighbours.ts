import { sameTable, type Column, type Table, type TableName } from './table.ts'

/** Words for the layers of a warehouse, from the source on. */
const layers: readonly RegExp[] = [
  /(^|_)(raw|src|source|landing|landed|lnd|inbound|ingest|bronze|replica|cdc|roh|brut[oae]?|crud[oa]|grezz[oi]|ruwe?)(_|$)/i,
  /(^|_)(stg|stage|staging|ods|psa|clean|cleaned|silver|base)(_|$)/i,
  /(^|_)(int|intermediate)(_|$)/i,
]

/** How far from the source a table lies by the words of its names; those that say nothing lie last. */
export const layerOf = ({ schema, name }: TableName) => {
  const found = layers.findIndex(words => words.test(name) || words.test(schema))
  return found < 0 ? layers.length : found
}

/** Parts of names that tell the kind of a table and not what it holds. */
const ofKinds = new Set([
  'raw',
  'src',
  'source',
  'stg',
  'stage',
  'staging',
  'int',
  'base',
  'fact',
  'fct',
  'fait',
  'dim',
  'ref',
  'tbl',
  'table',
  'view',
  'mart',
  'log',
  'hist',
  'data',
])
const fewestLetters = 3
/** Names are akin where a word of one begins as a word of the other for so much of the shorter. */
const leastAlike = 0.75

const wordsOf = (name: string) =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(word => word.length >= fewestLetters && !ofKinds.has(word))

const alike = (a: string, b: string) => {
  const least = Math.max(fewestLetters, Math.ceil(leastAlike * Math.min(a.length, b.length)))
  return a.slice(0, least) === b.slice(0, least)
}

const isAkin = (a: string, b: string) => wordsOf(a).some(word => wordsOf(b).some(other => alike(word, other)))

/** The schemas that hold a table of the same name, and whose names say no earlier layer: copies of the whole. */
const copiesOf = (table: TableName, all: readonly TableName[]): ReadonlySet<string> =>
  new Set(
    all
      .filter(
        other =>
          other.schema !== table.schema &&
          other.name.toLowerCase() === table.name.toLowerCase() &&
          layerOf(other) >= layerOf(table),
      )
      .map(({ schema }) => schema),
  )

/**
 * The tables to describe beside one, at most so many: those named like it, also in other schemas, for raw data and what is made of it seldom lie in one; then the rest of its
 * own schema. A schema that holds a table of the same name is a copy of the whole, unless its name says an earlier layer.
 */
export const neighboursOf = (table: TableName, all: readonly TableName[], most: number): readonly TableName[] => {
  const copies = copiesOf(table, all)
  const others = all.filter(other => !sameTable(other, table))
  const akin = others.filter(
    other => other.schema !== table.schema && !copies.has(other.schema) && isAkin(other.name, table.name),
  )
  const own = others.filter(({ schema }) => schema === table.schema)
  const first = own.filter(other => isAkin(other.name, table.name))
  return [...first, ...akin.slice(0, Math.floor(most / 3)), ...own.filter(other => !first.includes(other))].slice(
    0,
    most,
  )
}

/** Columns named like this hold keys of another table, or codes that it explains. */
const ofKeys = /_?(id|key|code|number|nr|no|sk|fk)$/i
const ofTime = /^(day|date|time|hour|week|month|quarter|year)s?$/i
/** Tables that say what is special about days. */
const ofDays = /^(holidays?|calendars?|campaigns?|promotions?|closures?|closings?|feiertage?|kalender|feries?)$/
const mostElsewhere = 8
/** A register, and its history. */
const mostOfOne = 2

/** Whether a table is called as a column is, but for the plural: hs_codes of hs_code. */
const isCalledAs = (column: string, { name }: TableName) =>
  column.length > fewestLetters &&
  ['', 's', 'es'].some(ending => name.toLowerCase() === `${column.toLowerCase()}${ending}`)

/** What a column speaks of: 'store' of store_id, StoreKey and store_no; a column of text may hold the name of a thing. */
const spokenOf = ({ name, kind }: Column): string | null => {
  const stem = name.replace(ofKeys, '')
  const speaks = !ofTime.test(stem) && (stem !== name || kind === 'text') && wordsOf(stem).length === 1
  return speaks ? stem : null
}
/** 'stores' of a store, or 'store_contracts'. */
const mostWords = 2

/** Of tables of one name in several schemas the first. */
const onceEach = (tables: readonly TableName[]) =>
  tables.filter(
    ({ name }, index) => tables.findIndex(other => other.name.toLowerCase() === name.toLowerCase()) === index,
  )

/** Named by fewer words first, then of the last layer. */
const byNearest = (a: TableName, b: TableName) =>
  wordsOf(a.name).length - wordsOf(b.name).length || layerOf(b) - layerOf(a)

/**
 * The tables of other schemas to describe as well, once the columns of the alerted table are known: what its keys speak of ('ref.stores' of store_id),
 * where no table at hand is called so, and calendars.
 */
export const registersOf = (
  { name: table, columns, foreignKeys }: Table,
  known: readonly TableName[],
  all: readonly TableName[],
): readonly TableName[] => {
  const unknown = all.filter(other => !known.some(name => sameTable(name, other)))
  const isCalled = (stem: string) => (other: TableName) =>
    wordsOf(other.name).length <= mostWords && isAkin(other.name, stem)
  const spoken = columns
    .flatMap(column => spokenOf(column) ?? [])
    .filter(stem => !known.some(name => !sameTable(name, table) && isCalled(stem)(name)))
  const declared = foreignKeys.map(({ references }) => references.table)
  const found = [
    ...declared.flatMap(name => unknown.find(other => sameTable(other, name)) ?? []),
    ...unknown.filter(other => columns.some(({ name }) => isCalledAs(name, other))),
    ...spoken.flatMap(stem => onceEach(unknown.filter(isCalled(stem)).toSorted(byNearest)).slice(0, mostOfOne)),
    ...unknown.filter(({ name }) => wordsOf(name).some(word => ofDays.test(word))),
  ]
  return found
    .filter((name, index) => found.findIndex(other => sameTable(other, name)) === index)
    .slice(0, mostElsewhere)
}

type Listed = Pick<Table, 'name' | 'isView' | 'rowEstimate'>

const mostStrangers = 8
/** A table with fewer rows holds no days of another one. */
const fewestRows = 1000

/**
 * Tables that no name leads to, and that this one may yet be made from: what they hold can tell. Those first whose names say the earliest layer, then the
 * largest. A view among them must say a layer, for most views are made from tables like this one.
 */
export const strangersOf = (
  table: TableName,
  known: readonly TableName[],
  all: readonly Listed[],
): readonly TableName[] => {
  const copies = copiesOf(
    table,
    all.map(({ name }) => name),
  )
  return all
    .filter(
      ({ name, isView, rowEstimate }) =>
        !known.some(other => sameTable(other, name)) &&
        !copies.has(name.schema) &&
        layerOf(name) <= layerOf(table) &&
        (rowEstimate === null || rowEstimate >= fewestRows) &&
        (!isView || layerOf(name) < layerOf(table)),
    )
    .toSorted((a, b) => layerOf(a.name) - layerOf(b.name) || (b.rowEstimate ?? 0) - (a.rowEstimate ?? 0))
    .slice(0, mostStrangers)
    .map(({ name }) => name)
}
