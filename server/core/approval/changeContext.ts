import type { Focus } from '../dataset/focus.ts'
import { edgeText, sameEdge } from '../dataset/lineage.ts'
import { sameTable, tableText, type Table } from '../dataset/table.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Question } from '../metric/question.ts'
import { nonEmpty } from '../shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { dropEdges, followedEdges } from './followedEdges.ts'
import { movedAnomaly, windowDays, wrongSince } from './moveWindow.ts'
import type { ContextChange } from './request.ts'

/** The columns without which nothing can be measured: those of the metric, and the one that places a row in time. */
export const neededColumns = (question: Question, { timeColumn }: Focus): readonly string[] => [
  ...metricColumns(question.metric),
  ...(timeColumn ? [timeColumn.name] : []),
]

/** What the reviewer asks for cannot be done; `message` is fit for people. */
export type ContextRefusal = { readonly code: 'not-in-context' | 'needed'; readonly message: string }

type Looked = { readonly question: Question; readonly focus: Focus; readonly anomaly: Anomaly }

const mostDays = 10

/** Days can be compared with only where they were measured. */
const wrongDay = (
  { days, series }: Pick<Anomaly, 'days' | 'series'>,
  wanted: ContextChange['normalDays'],
): string | null => {
  if (wanted === null) return null
  if (wanted.length === 0 || wanted.length > mostDays || new Set(wanted).size < wanted.length)
    return `Compare with 1 to ${mostDays} different days.`
  const wrong = wanted.find(day => days.includes(day) || !series.some(({ at, value }) => at === day && value !== null))
  return wrong === undefined
    ? null
    : `${wrong} cannot be compared with: it was not measured, or is one of the days in question.`
}

/** What is wrong with when it is to begin, or with what to compare it with. */
const wrongWindow = (looked: Looked, change: ContextChange): string | null => {
  const { anomaly } = looked
  const wrong =
    wrongSince(looked, change) ??
    wrongDay({ series: anomaly.series, days: windowDays(looked, change) }, change.normalDays)
  if (wrong !== null || change.since === null || movedAnomaly(looked, change).baselineDays.length > 0) return wrong
  return 'No normal day is left to compare with. Name some that are not in the window.'
}

const isBeside = ({ parents, strangers = [] }: Focus, name: Table['name']) =>
  [...parents, ...strangers].some(table => sameTable(table.name, name))

/** Checks a change against the context that was laid before the reviewer. */
export const checkContextChange = (looked: Looked, change: ContextChange): Result<null, ContextRefusal> => {
  const { question, focus } = looked
  const window = wrongWindow(looked, change)
  if (window !== null) return refuse({ code: 'not-in-context', message: window })
  const missing = change.withoutTables.find(name => !isBeside(focus, name))
  if (missing) {
    return sameTable(missing, focus.table.name)
      ? refuse({
          code: 'needed',
          message: `${tableText(missing)} is what is being investigated; reject the context instead.`,
        })
      : refuse({ code: 'not-in-context', message: `${tableText(missing)} is not part of the context.` })
  }
  const followed = followedEdges(looked) ?? []
  const wrong = change.withoutEdges.find(edge => !followed.some(known => sameEdge(known, edge)))
  if (wrong)
    return refuse({
      code: 'not-in-context',
      message: `${edgeText(wrong)}: no such edge would be followed in this investigation.`,
    })
  const touched = [...change.withoutColumns, ...change.masked]
  const unknown = touched.find(name => !focus.table.columns.some(column => column.name === name))
  if (unknown !== undefined)
    return refuse({ code: 'not-in-context', message: `${tableText(focus.table.name)} has no column ${unknown}.` })
  const needed = neededColumns(question, focus)
  const kept = touched.find(name => needed.includes(name))
  return kept === undefined
    ? ok(null)
    : refuse({ code: 'needed', message: `Without ${kept} the metric cannot be measured; reject the context instead.` })
}

/** The context without what the reviewer took out. What is out cannot even be queried; what is masked is counted and never shown. */
export const changedFocus = (
  { question, focus }: Pick<Looked, 'question' | 'focus'>,
  { withoutTables, withoutEdges, withoutColumns, masked, withTables }: ContextChange,
): Focus => {
  const stays = ({ name }: Table) => !withoutTables.some(out => sameTable(out, name))
  const changed = {
    ...focus,
    ...(focus.strangers && { strangers: focus.strangers.filter(stays) }),
    table: without(focus.table, withoutColumns),
    parents: [...focus.parents.filter(stays), ...withTables],
    masked: [...(focus.masked ?? []), ...masked],
  }
  return dropEdges({ question, focus: changed }, withoutEdges)
}

const without = (table: Table, columns: readonly string[]): Table => {
  const stays = (name: string) => !columns.includes(name)
  return {
    ...table,
    columns: nonEmpty(table.columns.filter(({ name }) => stays(name))) ?? table.columns,
    primaryKey: table.primaryKey?.every(stays) === true ? table.primaryKey : null,
    foreignKeys: table.foreignKeys.filter(key => key.columns.every(stays)),
  }
}
