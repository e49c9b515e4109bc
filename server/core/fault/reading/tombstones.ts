import { metricColumns } from '../../metric/metric.ts'
import { isTimeColumn } from '../../dataset/timeColumn.ts'
import { metricLabel, metricUnit, valueText } from '../../metric/describe.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { ValueCount } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { alike, extraRows } from './added.ts'
import { isNew } from './newcomers.ts'
import { whole } from './text.ts'

/** Words by which a value says that its row is gone, without accents: English; German and Dutch; French, Spanish, Portuguese, Italian. */
const words: readonly RegExp[] = [
  /^(soft[ _-]?)?(del|delet(ed|e)|remov(ed|e)|purged|archived|erased|tombstone|trash(ed)?|cancel(l?ed)?|void(ed)?|withdrawn|revoked|expired|inactive|d)$/i,
  /^(geloscht|geloescht|storniert|entfernt|ungultig|verwijderd|geannuleerd|vervallen)$/i,
  /^(supprim|annul|effac|elimin|borr|anul|cancel|remov|exclu|apag|cancell|annull)(e|ee|ad[oa]|id[oa]|at[oa])$/i,
]
const saysGone = (value: string | null) => {
  const plain = (value ?? '').normalize('NFD').replaceAll(/\p{M}/gu, '')
  return words.some(word => word.test(plain))
}

/** `word`: a word says that the row is gone. `value`: that of marked rows; null where any value marks them. */
type Marked = {
  readonly column: string
  readonly mark: string
  readonly value: string | null
  readonly rows: number
  readonly word: boolean
}

/** A flag: two values at most, of which the normal days know one. */
const isFlag = (values: readonly ValueCount[]) => {
  const held = values.filter(({ value, rows }) => value !== null && rows.alert > 0)
  return held.length === 2 && values.filter(item => item.value !== null && !isNew(item)).length <= 1
}

/** How nearly a table upstream must say what this one says now. */
const fits = 0.7

/** The metric since the onset, which may have been in the middle of the day: a share is read off the rows since then. */
const sinceOnset = (state: Case): number | null => {
  const [column] = signalOf(state, 'values')?.columns ?? []
  if (state.question.metric.kind !== 'share' || !column) return state.anomaly.observed
  const rows = column.values.reduce((sum, item) => sum + item.rows.alert, 0)
  const flagged = column.values.reduce((sum, { rows: { alert }, lens }) => sum + alert * (lens?.alert ?? 0), 0)
  return rows > 0 ? flagged / rows : null
}

/**
 * How nearly the metric is now what the nearest table upstream has it on normal days too, 0..1, where it was another here: then the rows that make the difference were always
 * there, and the step between used to leave them out. Null where that is not so, which tells nothing: they may be new upstream as well.
 */
export const keptUpstream = (state: Case): Reading | null => {
  const [nearest] = signalOf(state, 'upstream')?.tables ?? []
  const [now, { expected }] = [sinceOnset(state), state.anomaly]
  if (!nearest || nearest.observed === null || nearest.usual === null || now === null || now === expected) return null
  const distance = Math.max(...[nearest.observed, nearest.usual].map(value => Math.abs(value - now)))
  const value = 1 - distance / Math.abs(now - expected)
  if (value < fits) return null
  const label = valueIn(state)
  const there = `${capital(metricLabel(state.question.metric))} in ${nearest.table.name} is ${label(nearest.observed)}, and ${label(nearest.usual)} on normal days`
  return { value, text: `${there}; here it went from ${label(expected)} to ${label(now)}.` }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const valueIn =
  ({ question: { metric } }: Case) =>
  (value: number) =>
    valueText(value, metricUnit(metric))

const byValue = (state: Case): readonly Marked[] =>
  (signalOf(state, 'values')?.columns ?? []).flatMap(({ column, values }) => {
    const fresh = values.filter(isNew)
    const isKnown = metricColumns(state.question.metric).includes(column) && keptUpstream(state) !== null
    const marks = isKnown || isFlag(values) ? fresh : fresh.filter(({ value }) => saysGone(value))
    return marks.map(({ value, rows }) => ({
      column,
      mark: `= ${value ?? ''}`,
      value,
      rows: rows.alert - rows.normal,
      word: saysGone(value),
    }))
  })

/** A time or a flag that is null in every normal row, such as when a row was deleted, and now is not; a text that is new tells other things. */
const byTime = (state: Case): readonly Marked[] => {
  const marks = new Set(
    state.focus.table.columns
      .filter(column => isTimeColumn(column) || column.kind === 'boolean')
      .map(({ name }) => name),
  )
  const columns = (signalOf(state, 'profile')?.columns ?? []).filter(({ column }) => marks.has(column))
  return [...new Set(columns.map(({ column }) => column))].flatMap(column => {
    const parts = columns.filter(item => item.column === column)
    const filled = (window: 'alert' | 'normal') =>
      parts.reduce((sum, { rows, nullRate }) => sum + rows[window] * (1 - nullRate[window]), 0)
    const all = (window: 'alert' | 'normal') => parts.reduce((sum, { rows }) => sum + rows[window], 0)
    const isFresh =
      filled('alert') > 0 && filled('normal') <= filled('alert') * 0.1 && filled('normal') <= all('normal') * 0.1
    return isFresh
      ? [{ column, mark: 'is filled', value: null, rows: filled('alert') - filled('normal'), word: false }]
      : []
  })
}

/** What marks rows as deleted that hardly any normal row has: a flag set, a time of deletion, a word; the one with most rows. */
export const mark = (state: Case): Marked | null => {
  const all = [...byTime(state), ...byValue(state)]
  return all.length === 0 ? null : all.reduce((a, b) => (b.rows > a.rows ? b : a))
}

const unsure = 0.6
/** A day has so many rows more or less than the others by itself. */
const usualSwing = 0.15

/** How nearly the marked rows are the additional ones. */
export const markedShare = (state: Case): Reading | null => {
  const extra = extraRows(state)
  if (extra === null) return null
  const found = mark(state)
  if (!found) return { value: 0, text: 'No column marks rows in a way that the normal days do not know.' }
  const usual = signalOf(state, 'series')?.rows.normal ?? 0
  // Fewer marked rows than a day's number swings by itself: whether they are additional cannot be told, that the mark is new can.
  const isTold = found.word || metricColumns(state.question.metric).includes(found.column)
  const isSwing = found.rows <= 3 * Math.sqrt(usual) || (isTold && Math.abs(found.rows - extra) <= usualSwing * usual)
  const value = isSwing ? Math.max(unsure, alike(found.rows, extra)) : alike(found.rows, extra)
  return {
    value,
    text: `${whole(found.rows)} rows in which ${found.column} ${found.mark}, as in hardly any normal row; there are ${whole(extra)} rows more than usual.`,
  }
}
