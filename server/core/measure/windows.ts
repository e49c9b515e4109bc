import type { Focus } from '../dataset/focus.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import type { Question } from '../metric/question.ts'
import { addHours } from '../shared/calendar.ts'
import { zoneInstant } from '../shared/zone.ts'
import type { Dialect, Sql } from './dialect.ts'
import { betweenSql, localSql } from './timeSql.ts'

/** Local hours 'YYYY-MM-DDTHH' of the zone, `to` excluded. */
export type Span = { readonly from: string; readonly to: string }

/**
 * The rows to compare: the alert's day from the hour of onset, the same hours of comparable normal days, and of one more normal day
 * (the placebo) that is treated as if it were the alert's. No placebo where fewer than four normal days are at hand.
 */
export type Windows = {
  readonly alert: readonly Span[]
  readonly normal: readonly Span[]
  readonly placebo: readonly Span[]
}

const daySpan = (day: string, fromHour: number): Span => {
  const start = `${day}T00`
  return { from: addHours(start, fromHour), to: addHours(start, 24) }
}

/** At most this many normal days are read: more would cost scans and say little. */
const normalDays = 5

export const windowsOf = (question: Question, anomaly: Anomaly): Windows => {
  const onset = anomaly.onset
  const fromHour = onset?.precision === 'hour' && onset.at.startsWith(question.day) ? Number(onset.at.slice(11, 13)) : 0
  const days = anomaly.baselineDays.slice(0, normalDays)
  const placebo = days.length >= 4 ? days.slice(-1) : []
  const normal = days.slice(0, days.length - placebo.length)
  const spans = (list: readonly string[]) => list.map(day => daySpan(day, fromHour))
  return { alert: spans([question.day]), normal: spans(normal), placebo: spans(placebo) }
}

type Scope = { readonly question: Question; readonly focus: Focus; readonly dialect: Dialect }

/** The first and the last hour of some spans. */
const around = (spans: readonly Span[]): Span => ({
  from: spans.map(({ from }) => from).toSorted()[0] ?? '',
  to:
    spans
      .map(({ to }) => to)
      .toSorted()
      .at(-1) ?? '',
})

/** The local time of the rows of these spans; no time in a table without. */
export const localTimeSql = (spans: readonly Span[], { question, focus, dialect }: Scope): Sql => {
  if (!focus.timeColumn) return dialect.noTime
  const { from, to } = around(spans)
  const [first, last] = [zoneInstant(from, question.timeZone), zoneInstant(to, question.timeZone)]
  return localSql(focus.timeColumn, { zone: question.timeZone, from: first, to: last }, dialect)
}

/** Rows of one span; comparable with the bare column, so that partitions and zone maps prune. */
export const spanSql = (span: Span, { question, focus, dialect }: Scope): Sql => {
  const column = focus.timeColumn
  if (!column) return 'TRUE'
  const instant = (hour: string) => (column.kind === 'date' ? `${hour}:00:00Z` : zoneInstant(hour, question.timeZone))
  return betweenSql(column, { from: instant(span.from), to: instant(span.to) }, dialect)
}

/** `where` keeps the rows of all windows, `code` tells them apart: 0 alert, 1 normal, 2 placebo; `day` every day of them, 0 for the alert's. */
export const windowsSql = (windows: Windows, scope: Scope): { where: Sql; code: Sql; day: Sql } => {
  if (!scope.focus.timeColumn) return { where: 'TRUE', code: '0', day: '0' }
  const any = (spans: readonly Span[]) => spans.map(span => `(${spanSql(span, scope)})`).join(' OR ')
  const all = [...windows.alert, ...windows.normal, ...windows.placebo]
  const placebo = windows.placebo.length > 0 ? ` WHEN ${any(windows.placebo)} THEN 2` : ''
  return {
    where: `${spanSql(around(all), scope)} AND (${any(all)})`,
    day: `CASE ${all.map((span, index) => `WHEN ${spanSql(span, scope)} THEN ${index}`).join(' ')} END`,
    code: `CASE WHEN ${any(windows.alert)} THEN 0${placebo} ELSE 1 END`,
  }
}
