import { watchedKind } from '../../measure/watchedKind.ts'
import { signalOf } from '../../investigation/state.ts'
import { placeOf } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { percent, whole } from './text.ts'

/** Rows of the alert's day over those expected; 1 where nothing was expected. */
export const rowRatio = (state: Case): number => {
  const rows = signalOf(state, 'series')?.rows
  return rows && rows.normal > 0 ? rows.alert / rows.normal : 1
}

const ofRows = new Set(['rowCount', 'sum', 'freshness'])
/** Where the values moved more than the rows, the rows tell nothing. */
const shareOfRows = 0.3

/** By what factor a sum moved, in logarithms; endless where it changed its sign. */
const metricMoved = ({ question, anomaly: { observed, expected } }: Case) => {
  if (question.metric.kind !== 'sum' || observed === null || expected === 0) return 0
  return observed / expected > 0 ? Math.abs(Math.log(observed / expected)) : Infinity
}

/** Whether rows moved by this factor, more than a little, and made up most of what a metric of rows did. */
const isMostOfIt = (state: Case, ratio: number) => {
  const moved = Math.abs(Math.log(Math.max(ratio, 0.01)))
  return ofRows.has(watchedKind(state)) && moved > 0.05 && moved >= shareOfRows * metricMoved(state)
}

/** Whether the metric moved because there are more rows, or fewer. */
export const rowsMadeIt = (state: Case) => isMostOfIt(state, rowRatio(state))

/** The same of the rows of the leading segment. */
export const rowsThereMadeIt = (state: Case) => {
  const [leading] = placeOf(state)?.causes ?? []
  return leading !== undefined && isMostOfIt(state, (leading.rows.alert + 1) / (leading.rows.normal + 1))
}

export const rowsDown = (state: Case) => rowRatio(state) < 0.98
/** Whether the table has less than it should by now: a table that is fresher than usual waits for nothing. */
export const fallsBehind = (state: Case) =>
  rowsDown(state) || (state.question.metric.kind === 'freshness' && state.anomaly.direction === 'up')
export const rowsUp = (state: Case) => rowRatio(state) > 1.02
export const hasHours = ({ focus }: Case) => focus.timeColumn !== null && focus.timeColumn.kind !== 'date'

type Hour = { readonly at: string; readonly rows: number; readonly expected: number }

/** The hours of the alert's day. */
const dayHours = (state: Case): readonly Hour[] =>
  (signalOf(state, 'series')?.hours ?? [])
    .filter(({ at }) => at.startsWith(state.question.day))
    .map(({ at, rows, expectedRows }) => ({ at, rows, expected: expectedRows ?? 0 }))

/** An hour is empty when it has next to nothing of what it should have, and enough was expected to tell. */
const isEmpty = ({ rows, expected }: Hour) => expected >= 3 && rows <= expected * 0.02

/** Once a whole hour is missing, a neighbour with so little is missing too: a row that another load brought does not end the gap. */
const isNearlyEmpty = ({ rows, expected }: Hour) => rows <= expected * 0.06

/** The longest run of empty hours; hours in which little is expected anyway do not break it. */
export const emptyRun = (state: Case): { hours: readonly Hour[]; reachesEnd: boolean } => {
  const hours = dayHours(state)
  let best: readonly Hour[] = []
  let run: readonly Hour[] = []
  for (const hour of hours) {
    run = isEmpty(hour) || (run.length > 0 && isNearlyEmpty(hour)) ? [...run, hour] : []
    if (expectedOf(run) > expectedOf(best)) best = run
  }
  return { hours: best, reachesEnd: best.length > 0 && best.at(-1) === hours.at(-1) }
}

/** Hours with fewer rows are empty by chance. */
const enough = 10
/** So many more than those of the longest run are a pattern. */
const fewestMore = 2

/** The hours that are empty here and there, where they are more than a run. */
const scatteredHours = (state: Case): readonly Hour[] => {
  const empty = dayHours(state).filter(hour => hour.expected >= enough && isEmpty(hour))
  return empty.length >= emptyRun(state).hours.length + fewestMore ? empty : []
}

/** The run and, on either side, the hour that it begins or ends in: a load does not begin on the hour. */
const gapOf = (state: Case): readonly Hour[] => {
  const scattered = scatteredHours(state)
  if (scattered.length > 0) return scattered
  const hours = dayHours(state)
  const { hours: run } = emptyRun(state)
  const [first, last] = [
    hours.findIndex(({ at }) => at === run[0]?.at),
    hours.findIndex(({ at }) => at === run.at(-1)?.at),
  ]
  if (first < 0) return []
  const isPart = (hour: Hour | undefined) => hour !== undefined && hour.expected >= 3 && hour.rows < 0.8 * hour.expected
  return hours.slice(isPart(hours[first - 1]) ? first - 1 : first, isPart(hours[last + 1]) ? last + 2 : last + 1)
}

const expectedOf = (hours: readonly Hour[]) => hours.reduce((sum, { expected }) => sum + expected, 0)
const rowsOf = (hours: readonly Hour[]) => hours.reduce((sum, { rows }) => sum + rows, 0)
const clock = (hour: Hour | undefined) => `${hour?.at.slice(11, 13) ?? '00'}:00`

/** The share of the day's missing rows that the empty hours hold. */
export const missingInEmptyHours = (state: Case): Reading | null => {
  const hours = dayHours(state)
  const missing = expectedOf(hours) - rowsOf(hours)
  if (hours.length === 0 || missing <= 0) return null
  const { hours: run } = emptyRun(state)
  if (run.length === 0) return { value: 0, text: 'No hour of the day is empty.' }
  const gap = gapOf(state)
  const value = Math.min(1, (expectedOf(gap) - rowsOf(gap)) / missing)
  if (scatteredHours(state).length > 0)
    return {
      value,
      text: `${gap.length} hours here and there are empty; they hold ${percent(value)} of the ${whole(missing)} missing rows.`,
    }
  return {
    value,
    text: `${run.length} hours from ${clock(run[0])} are empty; with the hours they begin and end in they hold ${percent(value)} of the ${whole(missing)} missing rows.`,
  }
}

/** Rows over expected in the hours that are not empty. */
export const restOfDay = (state: Case): Reading | null => {
  const empty = new Set(gapOf(state).map(({ at }) => at))
  const rest = dayHours(state).filter(({ at }) => !empty.has(at))
  if (expectedOf(rest) <= 0) return null
  const value = rowsOf(rest) / expectedOf(rest)
  return { value, text: `The other hours have ${percent(value)} of the rows expected of them.` }
}

/** 1 when rows follow the gap, in the day or after it; 0 when it reaches to the newest row. */
export const rowsAfterGap = (state: Case): Reading | null => {
  const last = emptyRun(state).hours.at(-1)
  const newest = signalOf(state, 'series')?.newest
  if (!last || !newest) return null
  return newest > last.at
    ? { value: 1, text: 'Later hours have rows again.' }
    : { value: 0, text: `The newest row is from ${newest.replace('T', ' ')}:00; nothing came after the gap.` }
}

/** 1 when the table holds nothing newer than the alert's day. */
export const dayIsNewest = (state: Case): Reading | null => {
  const newest = signalOf(state, 'series')?.newest
  if (!newest) return null
  const value = newest.slice(0, 10) <= state.question.day ? 1 : 0
  return {
    value,
    text:
      value === 1
        ? 'The alert is about the newest day of the table.'
        : `The table goes on until ${newest.slice(0, 10)}.`,
  }
}

/** Whether the last hours that should have rows have less than half of them: a load thins out, it does not go on at a lower level. */
const endsThin = (hours: readonly Hour[]) => {
  const last = hours.filter(({ expected }) => expected >= 3).slice(-2)
  return last.length > 0 && rowsOf(last) < 0.5 * expectedOf(last)
}

/** Rows expected in the hours from the newest row to the end of the day; next to nothing of them is there. */
export const emptyTail = (state: Case): Reading | null => {
  const hours = dayHours(state)
  if (hours.length === 0) return null
  const tail = hours.slice(hours.findLastIndex(({ rows }) => rows > 0) + 1)
  return {
    value: expectedOf(tail),
    text: `After ${clock(tail[0])} nothing came, where ${whole(expectedOf(tail))} rows were to be expected.`,
  }
}

/** The hour, by its place, from which on the hours taken together have least of what `share` of their rows would be; one that is busy by chance does not end it. */
export const silentFrom = (
  hours: readonly { readonly rows: number; readonly expected: number }[],
  share: number,
): number => {
  let [best, lacking, total] = [hours.length, 0, 0]
  for (let index = hours.length - 1; index >= 0; index--) {
    total += share * (hours[index]?.expected ?? 0) - (hours[index]?.rows ?? 0)
    if (total > lacking) [best, lacking] = [index, total]
  }
  return best
}

/** The share of the day's missing rows that lie in its last hours, where loading stopped or thins out. Hours before that had more than usual hide none of them. */
export const missingAtTheEnd = (state: Case): Reading | null => {
  const hours = dayHours(state)
  const tail = hours.slice(silentFrom(hours, 0.8))
  const late = expectedOf(tail) - rowsOf(tail)
  const missing = Math.max(late, expectedOf(hours) - rowsOf(hours))
  if (hours.length === 0 || missing <= 0) return null
  if (!endsThin(hours)) return { value: 0, text: 'Up to its end the day has rows.' }
  const value = Math.max(0, late / missing)
  return { value, text: `From ${clock(tail[0])} on the rows thin out or stop: ${percent(value)} of the missing ones.` }
}
