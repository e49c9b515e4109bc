import { metricColumns } from '../../metric/metric.ts'
import type { Case } from '../../measure/planned.ts'
import { changeTime, differenceText, type SchemaChange } from '../../schemaHistory/schemaChange.ts'
import type { SchemaDifferenceKind } from '../../schemaHistory/schemaDifference.ts'
import type { Reading } from '../fault.ts'

const DAY_MS = 86_400_000

/** A change that may have come on any of more days than these says nothing of the onset. */
const WIDEST_DAYS = 3

const onsetDay = ({ anomaly, question }: Case) => Date.parse((anomaly.onset?.at ?? question.day).slice(0, 10))

/** Changes of the tables at hand that came within a day of the onset, as closely as the readings of the schema tell. */
export const changesAtOnset = (state: Case): readonly SchemaChange[] => {
  const onset = onsetDay(state)
  return (state.focus.past?.changes ?? []).filter(({ seenBefore, seenAt }) => {
    const [from, to] = [seenBefore === null ? Number.NEGATIVE_INFINITY : Date.parse(seenBefore), Date.parse(seenAt)]
    return to - from <= WIDEST_DAYS * DAY_MS && from <= onset + 2 * DAY_MS && to >= onset - DAY_MS
  })
}

/** Whether the schema was known well before the onset, so that a change then would have been seen. */
export const knewSchemaAtOnset = (state: Case): boolean => {
  const since = state.focus.past?.knownSince ?? null
  return since !== null && Date.parse(since) <= onsetDay(state) - DAY_MS
}

/** Those among them that touch what the metric counts: a column of that name, in this table or in one it refers to. */
export const changesOfMetric = (state: Case): readonly SchemaChange[] => {
  const columns = metricColumns(state.question.metric)
  const counts = (change: SchemaChange) =>
    [change.column, change.before, change.after].some(name => name !== null && columns.includes(name))
  return changesAtOnset(state).filter(counts)
}

export const changeText = (change: SchemaChange) => `${differenceText(change)}, ${changeTime(change)}.`

/** 1 where the metric's column changed so at the onset; null where nothing is known of it, for most changes of a source are not in the schema at hand. */
export const schemaChanged =
  (...kinds: readonly SchemaDifferenceKind[]) =>
  (state: Case): Reading | null => {
    const [change] = changesOfMetric(state).filter(({ kind }) => kinds.includes(kind))
    return change ? { value: 1, text: changeText(change) } : null
  }
