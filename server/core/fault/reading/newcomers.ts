import { signalOf } from '../../investigation/state.ts'
import { turnsOver } from '../../measure/keyColumns.ts'
import type { Case } from '../../measure/planned.ts'
import { isRestless } from '../../measure/restless.ts'
import type { ValueCount } from '../../measure/signal.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Reading } from '../fault.ts'
import { kinOf, type Kin, type Kinship } from './kinship.ts'
import { percent, whole } from './text.ts'

/** A value that the normal days do not know. `borrowed`: the other column whose normal values it is one of. */
export type Newcomer = { readonly value: string; readonly rows: number; readonly kin: Kin; readonly borrowed: string | null }

/** What is new in one column: the newcomers, most rows first, their rows together, and all rows of both windows. */
export type Arrivals = { readonly column: string; readonly newcomers: readonly Newcomer[]; readonly come: number; readonly rows: number; readonly usual: number }

/** A value is new while the normal days hold less than this share of its rows. */
const known = 0.02

export const isNew = ({ value, rows }: ValueCount) => value !== null && rows.alert > 0 && rows.normal <= rows.alert * known

const columns = (state: Case) => signalOf(state, 'values')?.columns ?? []

const total = (values: readonly ValueCount[], window: 'alert' | 'normal') => values.reduce((sum, { rows }) => sum + rows[window], 0)

const ofRows = new Set(['rowCount', 'freshness', 'sum', 'average', 'minimum', 'maximum', 'nullRate', 'duplicateRate'])

/** The columns whose newcomers the case is about: the watched one, else every column whose values hold still on normal days. */
const spoken = (state: Case) => {
  const watched = metricColumns(state.question.metric)
  const own = columns(state).filter(({ column }) => watched.includes(column))
  return ofRows.has(state.question.metric.kind) === false ? own : columns(state).filter(({ values }) => !turnsOver(values) && !isRestless(values.filter(item => !isNew(item))))
}

/** The other column in which most normal rows hold this value. */
const lenderOf = (state: Case, column: string, value: string): string | null => {
  const lenders = columns(state).filter(item => item.column !== column)
    .map(item => ({ column: item.column, rows: item.values.find(other => other.value === value)?.rows.normal ?? 0 }))
    .filter(({ rows }) => rows >= 1)
  return lenders.toSorted((a, b) => b.rows - a.rows)[0]?.column ?? null
}

/** Share of a normal day's rows whose value no other normal day has: names and dates that are new every day. */
const usuallyNew = (values: readonly ValueCount[]) => {
  const sizes = (values[0]?.days ?? []).map((_, day) => values.reduce((sum, { days }) => sum + (days[day] ?? 0), 0))
  const alone = values.reduce((sum, { days }) => sum + (days.filter(rows => rows > 0).length === 1 ? Math.max(...days) : 0), 0)
  const all = sizes.reduce((sum, size) => sum + size, 0)
  return all > 0 ? alone / all : 0
}

/** Where so many rows have a new value on any day, new values tell nothing. */
const mostNew = 0.25

/** What is new in one column; null where its values were not read, or are new every day. */
export const arrivalsIn = (state: Case, column: string): Arrivals | null => {
  const values = columns(state).find(item => item.column === column)?.values
  if (!values || usuallyNew(values) > mostNew) return null
  const fresh = values.filter(isNew).toSorted((a, b) => b.rows.alert - a.rows.alert)
  const kin = kinOf(new Map(fresh.map(({ value, rows }) => [value ?? '', rows.alert])), values.flatMap(item => item.value === null || isNew(item) ? [] : [item.value]))
  return {
    column, rows: total(values, 'alert'), usual: total(values, 'normal'), come: total(fresh, 'alert'),
    newcomers: fresh.map(({ value, rows }) => ({
      value: value ?? '', rows: rows.alert, kin: kin.get(value ?? '') ?? { kinship: 'none', known: null }, borrowed: lenderOf(state, column, value ?? ''),
    })),
  }
}

/** What is new in the column the case is about, or in the one with most new rows; null where no column's values were read. */
export const arrivals = (state: Case): Arrivals | null => {
  const found = spoken(state).flatMap(({ column }) => arrivalsIn(state, column) ?? [])
  return found.length === 0 ? null : found.reduce((a, b) => b.come > a.come ? b : a)
}

const of = (newcomers: readonly Newcomer[], keep: (item: Newcomer) => boolean) => newcomers.filter(keep)

/** Share of all rows whose value is new. */
export const newShare = (state: Case): Reading | null => {
  const found = arrivals(state)
  if (!found || found.rows === 0) return null
  const [first] = found.newcomers
  if (!first) return { value: 0, text: `No value of ${found.column} is new.` }
  const more = found.newcomers.length > 1 ? ` and ${whole(found.newcomers.length - 1)} more` : ''
  return { value: found.come / found.rows, text: `'${first.value}'${more}, new in ${found.column}, ${found.newcomers.length > 1 ? 'hold' : 'holds'} ${percent(found.come / found.rows)} of its rows.` }
}

const named = ({ value, kin, borrowed }: Newcomer) => kin.known !== null ? `'${value}' for '${kin.known}'` : borrowed !== null ? `'${value}' of ${borrowed}` : `'${value}'`

/** Of the rows with a new value, the share for which `keep` holds; null where nothing new was read. */
const shareOf = (state: Case, keep: (item: Newcomer) => boolean, words: string): Reading | null => {
  const found = arrivals(state)
  if (!found || found.come === 0) return found ? { value: 0, text: `No value of ${found.column} is new.` } : null
  const kept = of(found.newcomers, keep)
  const value = kept.reduce((sum, { rows }) => sum + rows, 0) / found.come
  const examples = kept.slice(0, 2).map(named).join(', ')
  return { value, text: `${percent(value)} of the rows with a new value in ${found.column} hold ${words}${examples === '' ? '' : `: ${examples}`}.` }
}

const words: Readonly<Record<Exclude<Kinship, 'none'>, string>> = {
  spelling: 'a known one in another spelling', encoding: 'one with damaged characters', cut: 'the beginning of a known one', format: 'a known one in another format',
}

/** Of the rows with a new value, the share whose value is a known one changed in this way. */
export const kinShare = (kinship: Exclude<Kinship, 'none'>) => (state: Case): Reading | null =>
  shareOf(state, ({ kin }) => kin.kinship === kinship, words[kinship])

/** Of the rows with a new value, the share whose value is no known one changed, nor another column's. */
export const unrelatedShare = (state: Case): Reading | null =>
  shareOf(state, ({ kin, borrowed }) => kin.kinship === 'none' && borrowed === null, 'one that no known one turns into')

/** Of the rows with a new value, the share whose value belongs to one other column. */
export const borrowedShare = (state: Case): Reading | null =>
  shareOf(state, ({ kin, borrowed }) => kin.kinship === 'none' && borrowed !== null, 'a value of another column')

/** The newcomers as examples for a sentence, those of the kinship first. */
export const examples = (state: Case, kinship: Kinship): string => {
  const found = of(arrivals(state)?.newcomers ?? [], ({ kin }) => kin.kinship === kinship)
  return found.slice(0, 2).map(named).join(', ')
}
