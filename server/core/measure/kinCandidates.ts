import { findColumn } from '../dataset/schemaContext.ts'
import { layerOf } from '../dataset/neighbours.ts'
import type { Column, ColumnKind, Table } from '../dataset/table.ts'
import { timeColumnOf, timeTextOf } from '../dataset/timeColumn.ts'
import { signalOf } from '../investigation/state.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Case } from './planned.ts'
import { referencesOf } from './references.ts'
import { watchedKey } from './series.ts'
import { isUntold } from './toldByContent.ts'
import { feeds, upstreamOf } from './upstream.ts'
import { watchedKind } from './watchedKind.ts'

/** A column of another table in which the ids of the alerted one may stand, and the column in which they stand here. */
export type Candidate = { readonly table: Table; readonly column: Column; readonly own: Column }

const mostCandidates = 4
const mostOfOne = 2
const mostKeys = 2
/** What a table without a time must have of the rows of this one to hold them all; with one, it may keep only some days. */
const fewestRows = 0.5
const fewestDays = 0.02

/** What is counted without its repeats is a key where there are as many as rows; its values are counted for nothing else. */
const countedKey = (state: Case): readonly string[] => {
  const { metric } = state.question
  return metric.kind === 'distinctCount' && watchedKind(state) === 'rowCount' ? [metric.column] : []
}

const namesKey = /(^|_)(id|uuid|guid|key|no|nr|num|number|code|sk|pk)$|(Id|Key|No)$/

/** Sketches of a few thousand values are off by a third and more. Whether a column is a key after all, the rows that are looked for tell. */
const perhapsUnique = 0.6
const keyKinds = new Set<ColumnKind>(['integer', 'text', 'other'])

/** Columns that may tell rows apart where nobody declared one, the likeliest first: what stands first and is called a key. */
const likelyKeys = (state: Case): readonly string[] => {
  const series = signalOf(state, 'series')
  const { columns } = state.focus.table
  const share = (values: number, rows = 0) => values / Math.max(1, rows)
  return (series?.cardinalities ?? [])
    .flatMap(({ column: name, alert, normal }) => {
      const column = findColumn(state.focus.table, name)
      const unique = Math.max(share(alert, series?.rows.alert), share(normal, series?.rows.normal))
      if (!column || !keyKinds.has(column.kind) || unique < perhapsUnique) return []
      const rank = Math.min(1, unique) + (columns[0] === column ? 1 : 0) + (namesKey.test(name) ? 0.5 : 0)
      return [{ name, rank }]
    })
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ name }) => name)
}

/** The columns that tell the rows of the alerted table apart, the first one above all; none is made of two. */
export const ownKeys = (state: Case): readonly Column[] => {
  const declared = watchedKey(state.question, state.focus)
  const names = [...(declared.length === 1 ? declared : []), ...countedKey(state), ...likelyKeys(state)]
  return [...new Set(names)].flatMap(name => findColumn(state.focus.table, name) ?? []).slice(0, mostKeys)
}

/** The time by which the rows of another table are told apart. */
export const timeThere = (table: Table): Column | null => timeColumnOf(table) ?? timeTextOf(table)

const isLargeEnough = (own: Table, other: Table) => {
  const share = own.rowEstimate && other.rowEstimate !== null ? other.rowEstimate / own.rowEstimate : null
  return timeThere(other) ? share === null || share >= fewestDays : share !== null && share >= fewestRows
}

const holdsWatched = ({ question: { metric } }: Case, { columns }: Table) =>
  metricColumns(metric).every(name => columns.some(column => column.name.toLowerCase() === name.toLowerCase()))

/** Tables that names do not connect with this one, and do not set apart as what it looks up or what is made from it. */
const strange = (state: Case): readonly Table[] => {
  const { focus } = state
  const { table, parents, strangers = [] } = focus
  const [first] = ownKeys(state)
  const lookedUp = new Set(
    referencesOf(focus).flatMap(({ column, parent }) => (column === first?.name ? [] : [parent])),
  )
  return [...parents, ...strangers].filter(
    other =>
      !lookedUp.has(other) &&
      // Most views are made from tables like this one; what they are made from is told by their definitions.
      (!other.isView || layerOf(other.name) < layerOf(table.name)) &&
      // Where the columns have their names in common, those have told already which is made from which; but for what is watched under another name.
      !((feeds(table, other) || feeds(other, table)) && holdsWatched(state, other)) &&
      isLargeEnough(table, other),
  )
}

/** How alike the kinds of the columns of two tables are: 1 where each has as many of every kind. */
export const kindsAlike = (a: Table, b: Table): number => {
  const kinds = new Set<ColumnKind>([...a.columns, ...b.columns].map(({ kind }) => kind))
  const count = ({ columns }: Table, kind: ColumnKind) => columns.filter(column => column.kind === kind).length
  const common = [...kinds].reduce((sum, kind) => sum + Math.min(count(a, kind), count(b, kind)), 0)
  return common / Math.max(a.columns.length, b.columns.length)
}

/** Fewer distinct values than that share of the rows tell no row apart. */
const nearlyUnique = 0.5

const mayBeKey = ({ distinctEstimate }: Column, { rowEstimate }: Table) =>
  distinctEstimate === null || !rowEstimate || distinctEstimate >= nearlyUnique * rowEstimate

const isTyped = (own: Column) => (column: Column) => column.nativeType.toLowerCase() === own.nativeType.toLowerCase()

/** How likely it is that the ids stand there. The type weighs most, then how alike the tables are and what the name says of the layer. */
const likeness = (alerted: Table, { table, column, own }: Candidate): number => {
  const isFirst = table.primaryKey?.length === 1 ? table.primaryKey[0] === column.name : table.columns[0] === column
  const holds = (isTrue: boolean, weight: number) => (isTrue ? weight : 0)
  return (
    holds(isTyped(own)(column), 2) +
    holds(layerOf(table.name) < layerOf(alerted.name), 1) +
    holds(timeThere(table) !== null, 0.5) +
    holds(isFirst, 0.75) +
    holds(namesKey.test(column.name), 0.5) +
    holds(alerted.primaryKey?.[0] === own.name, 0.25)
  )
}

/** Columns of the very type, where there are such: a UUID is sought in texts only where nothing else is one. */
const columnsLike = (own: Column, table: Table): readonly Column[] => {
  const like = table.columns.filter(column => column.kind === own.kind && mayBeKey(column, table))
  const typed = like.filter(isTyped(own))
  return typed.length > 0 ? typed : like
}

type Ranked = Candidate & { readonly likeness: number }

const likeliest = (all: readonly Ranked[], most: number): readonly Ranked[] =>
  all.toSorted((a, b) => b.likeness - a.likeness).slice(0, most)

const ofOne = (alerted: Table, keys: readonly Column[], table: Table): readonly Ranked[] => {
  const alike = kindsAlike(alerted, table)
  const all = keys.flatMap(own => columnsLike(own, table).map((column): Candidate => ({ table, column, own })))
  return likeliest(
    all.map(candidate => ({ ...candidate, likeness: alike + likeness(alerted, candidate) })),
    mostOfOne,
  )
}

/** Where to look for the ids of the alerted table, the likeliest first; nowhere where somebody told, or names do, what it is made from. */
export const kinCandidates = (state: Case): readonly Candidate[] => {
  const { focus, question } = state
  if (!isUntold(focus) || upstreamOf(focus, question.metric).length > 0) return []
  const keys = ownKeys(state)
  return likeliest(
    strange(state).flatMap(table => ofOne(focus.table, keys, table)),
    mostCandidates,
  )
}
