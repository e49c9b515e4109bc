import type { Segment } from '../../finding/finding.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { metricColumns } from '../../metric/metric.ts'

/** What the missing rows had in common, and how many rows that is. */
export type Vanished = {
  readonly what: string
  readonly rows: number
  readonly segments: readonly Segment[]
  readonly missing: number
}

/** Enough normal rows that none of them left says something. */
const fewest = 15
/** Gone but for so small a share. */
const left = 0.03
/** Standard deviations that a number of rows swings by itself. */
export const mostSwing = 2.5

export const isGone = (alert: number, normal: number) => normal >= fewest && alert <= normal * left

/** The watched values themselves, where a share watches rows of one value and none of those is left. */
export const vanishedValues = (state: Case): Vanished | null => {
  const {
    question: { metric },
    anomaly,
  } = state
  const rows = signalOf(state, 'series')?.rows
  if (metric.kind !== 'share' || !rows || !['=', 'in'].includes(metric.where.operator)) return null
  const { column, value } = metric.where
  const counted =
    signalOf(state, 'values')
      ?.columns.find(item => item.column === column)
      ?.values.filter(item => [value].flat().includes(item.value)) ?? []
  const [now, usual] =
    counted.length > 0
      ? // Since the onset, which may be in the middle of the day.
        [
          counted.reduce((sum, item) => sum + item.rows.alert, 0),
          counted.reduce((sum, item) => sum + item.rows.normal, 0),
        ]
      : [(anomaly.observed ?? 0) * rows.alert, anomaly.expected * rows.normal]
  if (!isGone(now, usual)) return null
  const segments: readonly Segment[] = [value]
    .flat()
    .map(item => [{ column, value: item === null ? null : String(item) }])
  const what = segments.map(([item]) => `${column} is ${item?.value ?? 'null'}`).join(' or ')
  // Whether the day as a whole lacks as many rows drowns in its noise where the value is a small part of it.
  const missing = rows.normal - rows.alert
  const swing = usualSwing * rows.normal
  return { what, rows: usual - now, segments, missing: Math.abs(missing - usual) <= swing ? usual - now : missing }
}

/** A day has so many rows more or less than the others by itself. */
const usualSwing = 0.1

/** The rows whose watched number is above zero, below it, or not above it: some on every normal day, none now. */
export const vanishedNumbers = (state: Case): readonly Vanished[] => {
  const [watched] = metricColumns(state.question.metric)
  const parts = (signalOf(state, 'profile')?.columns ?? []).filter(
    ({ column, numbers }) => column === watched && numbers !== null,
  )
  const count = (window: 'alert' | 'normal', share: (part: (typeof parts)[number]) => number) =>
    parts.reduce((sum, part) => sum + part.rows[window] * (1 - part.nullRate[window]) * share(part), 0)
  const missing = parts.reduce((sum, { rows }) => sum + rows.normal - rows.alert, 0)
  const below = (window: 'alert' | 'normal') => count(window, ({ numbers }) => numbers?.negativeRate[window] ?? 0)
  const zero = (window: 'alert' | 'normal') => count(window, ({ numbers }) => numbers?.zeroRate[window] ?? 0)
  const above = (window: 'alert' | 'normal') => count(window, () => 1) - below(window) - zero(window)
  // Numbers that changed their sign are gone too, and their rows are not: only rows that can be seen to be missing tell a filter.
  const swing = mostSwing * Math.sqrt(parts.reduce((sum, { rows }) => sum + rows.normal, 0))
  const isMissing = (rows: number) => rows > swing && missing >= 0.5 * rows
  const found = (what: string, now: number, usual: number): readonly Vanished[] =>
    isGone(now, usual) && isMissing(usual - now) ? [{ what, rows: usual - now, segments: [], missing }] : []
  return [
    ...found(`${watched ?? ''} is above zero`, above('alert'), above('normal')),
    ...found(`${watched ?? ''} is below zero`, below('alert'), below('normal')),
    ...(isGone(zero('alert'), zero('normal'))
      ? found(`${watched ?? ''} is not above zero`, below('alert') + zero('alert'), below('normal') + zero('normal'))
      : []),
  ]
}
