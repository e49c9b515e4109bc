import { signalOf } from '../../investigation/state.ts'
import { locatedSegments, placeOf } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { ValueCount } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { percent, whole } from './text.ts'

/** Fewer values than these are feeds of their own; a file holds what some of many sent. */
const fewestActors = 20
/** Who usually sends fewer rows is silent now and then. */
const fewestRows = 3
/** By chance fewer than a value are left without rows: rows that are missing of all alike leave nearly every one some. */
const unlikely = 0.1
const fewestSilent = 4
/** A place of so few values is one that stopped, whatever of it is counted. */
const fewPlaces = 3
const explains = 0.75
/** What the others have of their usual rows. */
const complete = { least: 0.88, most: 1.15 }

type Rows = { readonly alert: number; readonly normal: number }
/** A column of which some values sent nothing, and what the others sent. */
type Silent = {
  readonly column: string
  readonly gone: readonly ValueCount[]
  readonly all: Rows
  readonly others: Rows
}

const rowsOf = (values: readonly ValueCount[]): Rows => ({
  alert: values.reduce((sum, { rows }) => sum + rows.alert, 0),
  normal: values.reduce((sum, { rows }) => sum + rows.normal, 0),
})

const silentOf = (column: string, values: readonly ValueCount[]): Silent | null => {
  const actors = values.filter(
    ({ value, rows, days }) => value !== null && rows.normal >= fewestRows && days.every(count => count > 0),
  )
  const gone = actors.filter(({ rows }) => rows.alert === 0)
  const [all, others] = [rowsOf(actors), rowsOf(actors.filter(({ rows }) => rows.alert > 0))]
  const byChance = actors.reduce((sum, { rows }) => sum + Math.exp((-rows.normal * all.alert) / all.normal), 0)
  const isTold =
    actors.length >= fewestActors &&
    gone.length >= fewestSilent &&
    byChance <= unlikely * gone.length &&
    others.normal > 0 &&
    others.alert >= complete.least * others.normal &&
    others.alert <= complete.most * others.normal
  return isTold ? { column, gone, all, others } : null
}

/** The column that tells best that whole actors are silent; null where rows are missing of all alike, or one place tells it. */
const silent = (state: Case): Silent | null => {
  const few = locatedSegments(state).length
  if (few > 0 && few <= fewPlaces && (placeOf(state)?.coverage ?? 0) >= explains) return null
  const found = (signalOf(state, 'values')?.columns ?? []).flatMap(
    ({ column, values }) => silentOf(column, values) ?? [],
  )
  return found.length === 0 ? null : found.reduce((a, b) => (b.gone.length > a.gone.length ? b : a))
}

/** The share of the missing rows that are those of actors who sent none, while the others sent all of theirs: what a lost file or batch looks like. Null where nothing tells so. */
export const silentActors = (state: Case): Reading | null => {
  const found = silent(state)
  if (!found) return null
  const missing = found.all.normal - found.all.alert
  const lost = rowsOf(found.gone).normal
  return {
    value: missing > 0 ? Math.min(1, lost / missing) : 0,
    text: `${whole(found.gone.length)} values of ${found.column} that usually have ${whole(lost)} rows have none, and the others have ${percent(found.others.alert / found.others.normal)} of theirs.`,
  }
}

/** Rows of the actors that sent any, over the usual. */
export const rowsOfOthers = (state: Case): Reading | null => {
  const found = silent(state)
  if (!found) return null
  const value = found.others.alert / found.others.normal
  return { value, text: `The values of ${found.column} that have any have ${percent(value)} of their usual rows.` }
}

/** 1 where many whole actors are silent for one day and no longer. */
export const silentForADay = (state: Case): Reading | null => {
  const { anomaly, question } = state
  const found = silentActors(state)
  const wasOneDay = anomaly.days.length === 1 && anomaly.series.some(({ at, rows }) => at > question.day && rows > 0)
  return found && wasOneDay ? { value: 1, text: found.text } : null
}
