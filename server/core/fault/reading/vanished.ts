import type { Segment } from '../../finding/finding.ts'
import { signalOf } from '../../investigation/state.ts'
import { locatedSegments, placeOf } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { extraRows } from './added.ts'
import { vanishedBeyond } from './cutOff.ts'
import { isGone, mostSwing, vanishedNumbers, vanishedValues, type Vanished } from './selection.ts'
import { lostBetween } from './source.ts'
import { percent, whole } from './text.ts'

/** Null in so many rows, a column tells nothing about any of them. */
const mostlyNull = 0.97

const counted = (parts: readonly ColumnProfile[], window: 'alert' | 'normal') =>
  parts.reduce((sum, { rows, nullRate }) => sum + rows[window] * nullRate[window], 0)

const missingIn = (parts: readonly ColumnProfile[]) =>
  parts.reduce((sum, { rows }) => sum + rows.normal - rows.alert, 0)

/** The segments with the null as a condition more, where they do not have it yet. */
const withNull = (column: string, place: readonly Segment[]): readonly Segment[] => {
  const has = (segment: Segment) => segment.some(item => item.column === column && item.value === null)
  if (place.some(has)) return place
  return (place.length > 0 ? place : [[]]).map(segment => [...segment, { column, value: null }])
}

/** The rows in which a column is null: some in every normal window, none now; in the whole table or in the located segments. */
const nulls = (state: Case): readonly Vanished[] => {
  const columns = signalOf(state, 'profile')?.columns ?? []
  const place = locatedSegments(state)
  const { metric } = state.question
  // Where new values are what is watched, a null of theirs has become one of them.
  const filled = metric.kind === 'distinctCount' && state.anomaly.direction === 'up' ? metric.column : null
  const names = new Set(columns.map(({ column }) => column).filter(column => column !== filled))
  return [...names].flatMap(column => {
    const all = columns.filter(item => item.column === column)
    // Where every row has the null anyway, it is not what tells the missing ones; a place that names it does.
    const named = place.some(segment => segment.some(item => item.column === column && item.value === null))
    const inside = all.filter(({ part, nullRate }) => part === 'inside' && (named || nullRate.normal < mostlyNull))
    if (all.every(({ nullRate }) => nullRate.normal >= mostlyNull)) return []
    const what = `${column} is null`
    if (isGone(counted(all, 'alert'), counted(all, 'normal'))) {
      const whole = named ? place : withNull(column, [])
      return [{ what, rows: counted(all, 'normal') - counted(all, 'alert'), segments: whole, missing: missingIn(all) }]
    }
    if (!isGone(counted(inside, 'alert'), counted(inside, 'normal'))) return []
    return [
      {
        what,
        rows: counted(inside, 'normal') - counted(inside, 'alert'),
        segments: withNull(column, place),
        missing: missingIn(inside),
      },
    ]
  })
}

/** The rows whose key has no parent: some in every normal window, none now. */
const orphans = (state: Case): readonly Vanished[] => {
  const rows = signalOf(state, 'series')?.rows
  return (signalOf(state, 'references')?.references ?? []).flatMap(({ column, parent, orphanRate }) => {
    const [now, usual] = [orphanRate.alert * (rows?.alert ?? 0), orphanRate.normal * (rows?.normal ?? 0)]
    return isGone(now, usual)
      ? [
          {
            what: `${parent} does not hold ${column}`,
            rows: usual - now,
            segments: locatedSegments(state),
            missing: -(extraRows(state) ?? 0),
          },
        ]
      : []
  })
}

/** Whether hardly any row is left: then no condition tells those that are gone. */
const isEmptied = (state: Case) => {
  const [first] = signalOf(state, 'profile')?.columns ?? []
  const all = (signalOf(state, 'profile')?.columns ?? []).filter(({ column }) => column === first?.column)
  const rows = (window: 'alert' | 'normal') => all.reduce((sum, item) => sum + item.rows[window], 0)
  return rows('alert') <= rows('normal') / 10
}

/** The condition whose rows are gone and that explains the missing ones best. */
export const vanished = (state: Case): Vanished | null => {
  const all = isEmptied(state)
    ? []
    : [
        ...nulls(state),
        ...orphans(state),
        ...vanishedNumbers(state),
        ...vanishedBeyond(state),
        ...[vanishedValues(state)].flatMap(found => found ?? []),
      ]
  const off = ({ rows, missing }: Vanished) => Math.abs(Math.log(Math.max(rows, 0.5) / Math.max(missing, 0.5)))
  return all.length === 0 ? null : all.reduce((a, b) => (off(b) < off(a) ? b : a))
}

/** That none of fewer is left may be chance, in one of the many places looked at. */
const fewestTold = 30

/** How much of the missing rows those are that a filter on nulls, or an inner join, would take. */
export const filteredShare = (state: Case): Reading | null => {
  const extra = extraRows(state)
  if (extra === null) return null
  const found = vanished(state)
  // The table upstream tells how many there should be, however many the day has.
  const missing = Math.max(found?.missing ?? -extra, lostBetween(state) ?? 0)
  const swing = mostSwing * Math.sqrt(Math.max(1, signalOf(state, 'series')?.rows.normal ?? 1))
  if (missing <= 0 && (!found || found.rows > swing)) return { value: 0, text: 'No rows are missing.' }
  if (!found)
    return { value: 0, text: 'Rows with nulls, of one value or without a parent are missing no more than others.' }
  const match = Math.min(found.rows, missing) / Math.max(found.rows, missing)
  // That none of so many is left is no chance, even where the day's number of rows swings by more.
  const value = found.rows >= fewestTold && Math.abs(found.rows - missing) <= swing ? Math.max(match, 0.7) : match
  const share = percent(Math.min(1, found.rows / Math.max(missing, 1)))
  return {
    value,
    text: `Of the rows in which ${found.what}, ${whole(found.rows)} in a normal window, hardly one is left; that explains ${share} of the ${whole(missing)} missing rows.`,
  }
}

/** 1 when the located segments are rows in which a column is null: no source sends those alone. */
export const segmentIsNull = (state: Case): Reading | null => {
  const place = locatedSegments(state)
  if (!signalOf(state, 'segments')) return null
  const all = place.length > 0 && place.every(segment => segment.some(({ value }) => value === null))
  return all
    ? { value: 1, text: 'What is missing are rows in which a column is null.' }
    : { value: 0, text: 'What is missing is told by a value.' }
}

/** 1 where one condition on nulls takes more of the missing rows than several values together do: what a filter does, and no feed. */
export const simplerCondition = (state: Case): Reading | null => {
  const share = filteredShare(state)
  const place = placeOf(state)
  if (!share || !place) return null
  const several = locatedSegments(state).length > 1
  const value = several && share.value >= 0.9 && share.value > place.coverage ? 1 : 0
  return {
    value,
    text: value === 1 ? share.text : 'No single condition on nulls explains it better than the values do.',
  }
}
