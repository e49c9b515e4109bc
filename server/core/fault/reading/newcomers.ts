import { watchedKind } from '../../measure/watchedKind.ts'
import { signalOf } from '../../investigation/state.ts'
import { isNewEveryDay, usuallyNew } from '../../measure/everyDay.ts'
import { turnsOver } from '../../measure/keyColumns.ts'
import type { Case } from '../../measure/planned.ts'
import { isFilledAnew } from '../../measure/hitToo.ts'
import { isAdded, isRestless } from '../../measure/restless.ts'
import type { ValueCount, ValuesSignal } from '../../measure/signal.ts'
import { textSentinels } from '../../measure/textMeasures.ts'
import { metricColumns } from '../../metric/metric.ts'
import { remember } from '../../shared/remember.ts'
import type { Reading } from '../fault.ts'
import { kinOf, type Kin, type Kinship } from './kinship.ts'
import { percent, whole } from './text.ts'

/** A value that the normal days do not know. `borrowed`: the other column whose normal values it is one of. */
export type Newcomer = {
  readonly value: string
  readonly rows: number
  readonly kin: Kin
  readonly borrowed: string | null
}

/** What is new in one column: the newcomers, most rows first, their rows together, and all rows of both windows. */
export type Arrivals = {
  readonly column: string
  readonly newcomers: readonly Newcomer[]
  readonly come: number
  /** Rows with a new value that are so on any day. */
  readonly usuallyCome: number
  readonly rows: number
  readonly usual: number
}

/** A value is new while the normal days hold less than this share of its rows. */
const known = 0.02

export const isNew = ({ value, rows }: ValueCount) =>
  value !== null && rows.alert > 0 && rows.normal <= rows.alert * known

const columns = (state: Case) => signalOf(state, 'values')?.columns ?? []

const total = (values: readonly ValueCount[], window: 'alert' | 'normal') =>
  values.reduce((sum, { rows }) => sum + rows[window], 0)

const ofRows = new Set(['rowCount', 'freshness', 'sum', 'average', 'minimum', 'maximum', 'nullRate', 'duplicateRate'])

/** The columns whose newcomers the case is about: the watched one, else every column whose values hold still on normal days. */
const spoken = (state: Case) => {
  const watched = metricColumns(state.question.metric)
  const own = columns(state).filter(({ column }) => watched.includes(column))
  return ofRows.has(watchedKind(state)) === false
    ? own
    : columns(state).filter(
        item =>
          !turnsOver(item.values) &&
          !isFilledAnew(item) &&
          (isAdded(item.values) || !isRestless(item.values.filter(value => !isNew(value)))),
      )
}

/** The other column in which most normal rows hold this value. */
const lenders = remember(
  (signal: ValuesSignal): ReadonlyMap<string, readonly { readonly column: string; readonly rows: number }[]> => {
    const found = new Map<string, { readonly column: string; readonly rows: number }[]>()
    for (const { column, values } of signal.columns) {
      for (const { value, rows } of values)
        if (value !== null && rows.normal >= 1)
          found.set(value, [...(found.get(value) ?? []), { column, rows: rows.normal }])
    }
    return found
  },
)

const lenderOf = (signal: ValuesSignal, column: string, value: string): string | null =>
  (lenders(signal).get(value) ?? []).filter(item => item.column !== column).toSorted((a, b) => b.rows - a.rows)[0]
    ?.column ?? null

/** What is new in one column; null where its values were not read, or are new every day. */
export const arrivalsIn = (state: Case, column: string): Arrivals | null => {
  const signal = signalOf(state, 'values')
  return signal ? (allArrivals(signal).get(column)?.() ?? null) : null
}

const allArrivals = remember(
  (signal: ValuesSignal) =>
    new Map(
      signal.columns.map(({ column, values }) => {
        let found: { readonly arrivals: Arrivals | null } | null = null
        return [column, () => (found ??= { arrivals: arrivalsOf(signal, column, values) }).arrivals] as const
      }),
    ),
)

const arrivalsOf = (signal: ValuesSignal, column: string, values: readonly ValueCount[]): Arrivals | null => {
  if (isNewEveryDay(values)) return null
  const fresh = values.filter(isNew).toSorted((a, b) => b.rows.alert - a.rows.alert)
  const kin = kinOf(
    new Map(fresh.map(({ value, rows }) => [value ?? '', rows.alert])),
    values.flatMap(item => (item.value === null || isNew(item) ? [] : [item.value])),
  )
  return {
    column,
    rows: total(values, 'alert'),
    usual: total(values, 'normal'),
    come: total(fresh, 'alert'),
    usuallyCome: usuallyNew(values) * total(values, 'alert'),
    newcomers: fresh.map(({ value, rows }) => ({
      value: value ?? '',
      rows: rows.alert,
      kin: kin.get(value ?? '') ?? { kinship: 'none', known: null },
      borrowed: lenderOf(signal, column, value ?? ''),
    })),
  }
}

/** What is new in the column the case is about, or in the one with most new rows; null where no column's values were read. */
export const arrivals = (state: Case): Arrivals | null => {
  const found = spoken(state).flatMap(({ column }) => arrivalsIn(state, column) ?? [])
  return found.length === 0 ? null : found.reduce((a, b) => (b.come > a.come ? b : a))
}

const of = (newcomers: readonly Newcomer[], keep: (item: Newcomer) => boolean) => newcomers.filter(keep)

/** Rows with a new value beyond those of any day, and beyond how much those vary. */
const beyondUsual = ({ come, usuallyCome }: Arrivals) =>
  Math.max(0, come - usuallyCome - (usuallyCome > 0 ? 3 * Math.sqrt(usuallyCome) : 0))

/** Share of all rows whose value is new, beyond what is new on any day. */
export const newShare = (state: Case): Reading | null => {
  const found = arrivals(state)
  if (!found || found.rows === 0) return null
  const [first] = found.newcomers
  if (!first) return { value: 0, text: `No value of ${found.column} is new.` }
  const more = found.newcomers.length > 1 ? ` and ${whole(found.newcomers.length - 1)} more` : ''
  const holds = found.newcomers.length > 1 ? 'hold' : 'holds'
  return {
    value: beyondUsual(found) / found.rows,
    text: `'${first.value}'${more}, new in ${found.column}, ${holds} ${percent(found.come / found.rows)} of its rows.`,
  }
}

/** Words for whatever no list knows. */
const catchAll =
  /^(others?|misc(ellaneous)?|unmapped|uncategori[sz]ed|unclassified|sonstige[srn]?|andere|autres?|otr[oa]s?|outr[oa]s?|altr[oia]|rest)$/i
/** Of what a catch-all gained, others may have lost so much; else it took their place. */
const mostLost = 0.3
const swing = 3

/** A watched value for whatever no list knows that grew, while no other value lost as many rows: what is new is mapped to it. Null where none is watched. */
export const caughtShare = (state: Case): Reading | null => {
  const {
    question: { metric },
    anomaly,
  } = state
  if (
    metric.kind !== 'share' ||
    metric.where.operator !== '=' ||
    anomaly.direction !== 'up' ||
    !catchAll.test(String(metric.where.value))
  )
    return null
  const { column, value } = metric.where
  const values = columns(state).find(item => item.column === column)?.values ?? []
  const [own, others] = [values.filter(item => item.value === value), values.filter(item => item.value !== value)]
  const gained = total(own, 'alert') - total(own, 'normal')
  const lost = others.reduce(
    (sum, { rows }) => sum + Math.max(0, rows.normal - rows.alert - swing * Math.sqrt(rows.normal + 1)),
    0,
  )
  if (gained <= 0 || lost > mostLost * gained) return null
  const share = gained / Math.max(1, total(values, 'alert'))
  return {
    value: share,
    text: `'${String(value)}' of ${column} has ${whole(gained)} rows more, ${percent(share)} of all, and no other value has as many fewer.`,
  }
}

const named = ({ value, kin, borrowed }: Newcomer) =>
  kin.known !== null ? `'${value}' for '${kin.known}'` : borrowed !== null ? `'${value}' of ${borrowed}` : `'${value}'`

/** Of the rows with a new value, the share for which `keep` holds; null where nothing new was read. */
const shareOf = (state: Case, keep: (item: Newcomer) => boolean, words: string): Reading | null => {
  const found = arrivals(state)
  if (!found || found.come === 0) return found ? { value: 0, text: `No value of ${found.column} is new.` } : null
  const kept = of(found.newcomers, keep)
  const sum = kept.reduce((all, { rows }) => all + rows, 0)
  // No more may be new than on any day, or less.
  const value = sum > 0 ? sum / Math.max(sum, found.come - found.usuallyCome) : 0
  const examples = kept.slice(0, 2).map(named).join(', ')
  return {
    value,
    text: `${percent(value)} of the rows with a new value in ${found.column} hold ${words}${examples === '' ? '' : `: ${examples}`}.`,
  }
}

const words: Readonly<Record<Exclude<Kinship, 'none'>, string>> = {
  spelling: 'a known one in another spelling',
  encoding: 'one with damaged characters',
  cut: 'the beginning of a known one',
  format: 'a known one in another format',
}

/** Of the rows with a new value, the share whose value is a known one changed in this way. */
export const kinShare =
  (kinship: Exclude<Kinship, 'none'>) =>
  (state: Case): Reading | null =>
    shareOf(state, ({ kin }) => kin.kinship === kinship, words[kinship])

/** Of the rows with a new value, the share whose value is no known one changed, nor another column's; those that are new on any day left out. */
export const unrelatedShare = (state: Case): Reading | null => {
  const reading = shareOf(
    state,
    ({ kin, borrowed }) => kin.kinship === 'none' && borrowed === null,
    'one that no known one turns into',
  )
  const found = arrivals(state)
  if (!reading || !found || found.usuallyCome === 0) return reading
  const [come, every] = [found.come, found.usuallyCome]
  const unrelated = found.newcomers.reduce(
    (sum, { kin, borrowed, rows }) => sum + (kin.kinship === 'none' && borrowed === null ? rows : 0),
    0,
  )
  return { ...reading, value: come > every ? Math.max(0, unrelated - every) / (come - every) : 0 }
}

/** Of the rows with a value in this column, the share whose value is new; null where its values were not read. */
export const newRowsIn = (state: Case, column: string): number | null => {
  const found = arrivalsIn(state, column)
  const filled = total(
    (columns(state).find(item => item.column === column)?.values ?? []).filter(({ value }) => value !== null),
    'alert',
  )
  return found && filled > 0 ? beyondUsual(found) / filled : null
}

const placeholders: ReadonlySet<string> = new Set(textSentinels)

/** Of the rows with a new value, the share that hold a placeholder such as N/A. */
export const placeholderShare = (state: Case): Reading | null =>
  shareOf(state, ({ value }) => placeholders.has(value), 'a placeholder')

/** The newcomers as examples for a sentence, those of the kinship first. */
export const examples = (state: Case, kinship: Kinship): string => {
  const found = of(arrivals(state)?.newcomers ?? [], ({ kin }) => kin.kinship === kinship)
  return found.slice(0, 2).map(named).join(', ')
}
