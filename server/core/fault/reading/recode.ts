import { signalOf } from '../../investigation/state.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Case } from '../../measure/planned.ts'
import type { ValueCount } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { watched } from './columns.ts'
import { percent, whole } from './text.ts'

type Swap = {
  readonly column: string
  readonly lost: string
  readonly found: string
  readonly gone: number
  readonly come: number
  readonly share: number
  /** Whether the other value was there before as well. */
  readonly merged?: true
}

const change = ({ rows }: ValueCount) => rows.alert - rows.normal

/** A value that has hardly a row left of so many is gone. */
const fewestGone = 30
const hardlyAny = 0.02
/** Standard deviations by which another known value must have grown, and how near to what is gone. */
const grown = 5
const asMany = { least: 0.7, most: 1.4 }

/** In one column: a value that is gone, and the only other one that grew, by as many rows: two values written as one. */
const mergedIn = (column: string, values: readonly ValueCount[]): Swap | null => {
  const total = values.reduce((sum, { rows }) => sum + rows.alert, 0)
  const known = values.filter(({ value, rows }) => value !== null && rows.normal > 0)
  const gone = known.filter(({ rows }) => rows.normal >= fewestGone && rows.alert <= hardlyAny * rows.normal)
  const more = known.filter(item => change(item) > grown * Math.sqrt(item.rows.normal))
  const [lost, taker] = [gone[0], more[0]]
  if (gone.length !== 1 || more.length !== 1 || !lost || !taker || total === 0) return null
  const [left, come] = [-change(lost), change(taker)]
  return come >= asMany.least * left && come <= asMany.most * left
    ? { column, lost: lost.value ?? '', found: taker.value ?? '', gone: left, come, share: come / total, merged: true }
    : null
}

/** In one column: the new value with most rows, and the old one whose loss comes nearest to them. */
const swapIn = (column: string, values: readonly ValueCount[]): Swap | null => {
  const total = values.reduce((sum, { rows }) => sum + rows.alert, 0)
  const fresh = values.filter(({ value, rows }) => value !== null && rows.normal <= rows.alert * 0.02 && rows.alert > 0)
  const found = fresh.toSorted((a, b) => b.rows.alert - a.rows.alert)[0]
  if (!found) return mergedIn(column, values)
  if (total === 0) return null
  const come = found.rows.alert
  const shrunk = values.filter(
    item => item.value !== null && change(item) < -Math.max(come * 0.3, 2 * Math.sqrt(item.rows.normal)),
  )
  const lost = shrunk.toSorted((a, b) => Math.abs(change(a) + come) - Math.abs(change(b) + come))[0]
  if (!lost) return null
  return { column, lost: lost.value ?? '', found: found.value ?? '', gone: -change(lost), come, share: come / total }
}

type Counted = { readonly column: string; readonly values: readonly ValueCount[] }

/** The values of the watched columns: inside the located segments where they were counted there, for elsewhere nothing changed; else in all rows. */
export const counted = (state: Case): readonly Counted[] => {
  const columns = metricColumns(state.question.metric)
  const named = watched(state)?.texts?.named ?? []
  const [column] = columns
  if (named.length > 0 && column !== undefined)
    return [{ column, values: named.map(({ value, rows }) => ({ value, rows, days: [], lens: null })) }]
  return (signalOf(state, 'values')?.columns ?? []).filter(item => columns.includes(item.column))
}

/** The swap of one value for a new one that matches best, in the watched column first. */
export const bestSwap = (state: Case): Swap | null => {
  const swaps = counted(state).flatMap(({ column, values }) => swapIn(column, values) ?? [])
  return swaps.toSorted((a, b) => b.come - a.come)[0] ?? null
}

/** By how many nats the counts are likelier if one value lost these rows than if all gave of theirs; what choosing among so many values gains by chance is taken off. */
const lossLikelihood = (values: readonly ValueCount[], lost: string, come: number) => {
  const old = values.filter(({ value, rows }) => value !== null && rows.normal > rows.alert * 0.02)
  const normal = old.reduce((sum, { rows }) => sum + rows.normal, 0)
  return old.reduce(
    (sum, { value, rows }) => {
      const left = Math.max(0.5, rows.normal - (value === lost ? come : 0))
      return sum + rows.alert * Math.log(((left / rows.normal) * normal) / Math.max(1, normal - come))
    },
    -Math.log(Math.max(1, old.length)),
  )
}

const hasValues = (state: Case) => signalOf(state, 'values') !== null

/** So much of the rows with new values is no single category any more. */
const nearlyAll = 0.5

/** How alike the rows that old values lost and new ones have are, the greatest beside the greatest, where most rows have a new value: a column written anew as a whole; else null. */
const wholeMatch = (column: string, values: readonly ValueCount[]): Reading | null => {
  const filled = values.filter(({ value }) => value !== null)
  const isFresh = ({ rows }: ValueCount) => rows.normal <= rows.alert * 0.02 && rows.alert > 0
  const fresh = filled
    .filter(isFresh)
    .map(({ rows }) => rows.alert)
    .toSorted((a, b) => b - a)
  const gone = filled
    .filter(item => !isFresh(item) && item.rows.alert < item.rows.normal)
    .map(item => -change(item))
    .toSorted((a, b) => b - a)
  const come = fresh.reduce((sum, rows) => sum + rows, 0)
  const all = filled.reduce((sum, { rows }) => sum + rows.alert, 0)
  if (fresh.length < 2 || come < nearlyAll * all) return null
  // The day may have more or fewer rows than a normal one; only the shares are compared.
  const lost = gone.reduce((sum, rows) => sum + rows, 0)
  const apart = Array.from({ length: Math.max(fresh.length, gone.length) }, (_, index) =>
    Math.abs((fresh[index] ?? 0) / come - (gone[index] ?? 0) / Math.max(lost, 1)),
  )
  const value = Math.max(0, 1 - apart.reduce((sum, part) => sum + part, 0))
  return {
    value,
    text: `${whole(fresh.length)} new values of ${column} have the rows that ${whole(gone.length)} old ones lost, in the same proportions to ${percent(value)}.`,
  }
}

/** How equal the rows that one value lost and a new one gained are, 0..1; of all values where all are new. */
export const massMatch = (state: Case): Reading | null => {
  if (!hasValues(state)) return null
  const swap = bestSwap(state)
  if (!swap) return { value: 0, text: 'No value came in the place of another.' }
  const values = counted(state).find(({ column }) => column === swap.column)?.values ?? []
  if (swap.merged)
    return {
      value: Math.min(swap.gone, swap.come) / Math.max(swap.gone, swap.come),
      text: `'${swap.lost}' is gone with ${whole(swap.gone)} rows, and '${swap.found}' of ${swap.column} has ${whole(swap.come)} more.`,
    }
  const anew = wholeMatch(swap.column, values)
  if (anew && anew.value >= 0.75) return anew
  const match = Math.min(swap.gone, swap.come) / Math.max(swap.gone, swap.come)
  // Where many values are new, one of them has the rows of some lost one by chance.
  const come = values.reduce(
    (sum, item) => sum + (item.value !== null && item.rows.normal <= item.rows.alert * 0.02 ? item.rows.alert : 0),
    0,
  )
  if (swap.come < come / 4)
    return { value: 0.4, text: `'${swap.found}' is only one of many new values of ${swap.column}.` }
  // A value may have lost as many rows by chance.
  const value = lossLikelihood(values, swap.lost, swap.come) > 0 ? match : Math.min(match, 0.4)
  return {
    value,
    text: `'${swap.lost}' lost ${whole(swap.gone)} rows and '${swap.found}', new in ${swap.column}, has ${whole(swap.come)}.`,
  }
}

/** Share of rows with a value that the normal days do not know. */
export const newValueShare = (state: Case): Reading | null => {
  if (!hasValues(state)) return null
  const swap = bestSwap(state)
  return swap
    ? {
        value: swap.share,
        text: swap.merged
          ? `${percent(swap.share)} of ${swap.column} have '${swap.found}' besides those that had it before.`
          : `'${swap.found}' is ${percent(swap.share)} of ${swap.column} and was not there before.`,
      }
    : { value: 0, text: 'No value is new.' }
}
