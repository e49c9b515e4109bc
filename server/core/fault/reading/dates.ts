import { isTimeColumn, isTimeText } from '../../dataset/timeColumn.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Pair } from '../../measure/pair.ts'
import { laterDays } from '../../measure/series.ts'
import { addDays } from '../../shared/calendar.ts'
import { median } from '../../shared/statistics.ts'
import type { Reading } from '../fault.ts'
import { rowRatio } from './rows.ts'
import { percent, whole } from './text.ts'

const lags = (state: Case) => signalOf(state, 'profile')?.joint?.lags ?? []
export const hasOtherTimes = ({ focus: { table, timeColumn } }: Case) =>
  timeColumn !== null &&
  table.columns.some(column => (isTimeColumn(column) || isTimeText(column)) && column.name !== timeColumn.name)

const gain = ({ alert, normal }: Pair) => alert - normal

/** A time that is usually days away says when something else happened, and not when the row was written. */
const usuallyNear = 0.3

/** The gain in the share of rows written days after they happened, whichever of the two times places them. */
export const daysApart = (state: Case): Reading | null => {
  const all = lags(state)
    .map(({ column, hours, late, lateHours, past }) =>
      hours.normal >= 0
        ? { column, what: lateHours === undefined ? 'days after' : `${lateHours} hours or more after`, share: late }
        : { column, what: 'days before', share: past },
    )
    .filter(({ share }) => share.normal <= usuallyNear)
  if (all.length === 0) return null
  const best = all.reduce((a, b) => (gain(b.share) > gain(a.share) ? b : a))
  return {
    value: gain(best.share),
    text: `Rows whose ${best.column} is ${best.what} went from ${percent(best.share.normal)} to ${percent(best.share.alert)}.`,
  }
}

/** Hours in which four of five of the late rows were written; null where none are late. */
export const lateTogether = (state: Case): Reading | null => {
  const late = lags(state)
    .filter(item => gain(item.late) > 0.01 && item.batchHours !== null)
    .toSorted((a, b) => gain(b.late) - gain(a.late))[0]
  return late?.batchHours == null
    ? null
    : {
        value: late.batchHours,
        text: `Four of five of them were written within ${whole(Math.max(1, late.batchHours))} hours.`,
      }
}

/** By how many hours the distance between the times of a row changed, where it changed most. */
export const clocksApart = (state: Case): Reading | null => {
  const all = lags(state)
  if (all.length === 0) return null
  const change = ({ hours }: (typeof all)[number]) => Math.abs(hours.alert - hours.normal)
  const most = all.reduce((a, b) => (change(b) > change(a) ? b : a))
  return {
    value: change(most),
    text: `${most.column} is ${most.hours.alert.toFixed(1)} hours from the time the rows stand at, ${most.hours.normal.toFixed(1)} on normal days.`,
  }
}

/** Nobody lives more hours from UTC. */
const widestZone = 14
/** Half of the rows of a stretch were written before they happened. */
const mostlyEarly = 0.5
/** Hours by which the middle of many distances may be off. */
const offBy = 0.03
/** The middle half of the rows lie together within so many hours where a load takes as long for all of them. */
const together = 0.25
/** Of such rows at least three in four are off by as much. */
const middleHalf = 0.75

/** The whole hours by which the time that places the rows is late (or early, below zero): their other time is off by as much for all. Null where other times tell no such thing. */
export const clockOff = (
  state: Case,
): { readonly hours: number; readonly share: number; readonly text: string } | null => {
  const all = lags(state).flatMap(({ column, hours, spread, early }) => {
    const late = hours.normal - hours.alert
    const whole = Math.round(late)
    const size = Math.abs(whole)
    if (size < 1 || size > widestZone || Math.abs(late - whole) > offBy) return []
    if (whole > 0 && gain(early) >= mostlyEarly) {
      const text = `${percent(early.alert)} of the rows have a ${column} before the time they stand at, ${size} hours less after it than usual.`
      return [{ hours: whole, share: gain(early), text }]
    }
    // Rows that waited for a load waited for times of their own; those of another zone are off by one.
    if (whole > 0 || !spread || spread.normal > together || spread.alert > together) return []
    const text = `${column} is ${size} hours farther after the time that the rows stand at than usual, for all of them alike.`
    return [{ hours: whole, share: middleHalf, text }]
  })
  return all.length === 0 ? null : all.reduce((a, b) => (b.share > a.share ? b : a))
}

const reach = 7
/** Over the rows that are lacking, far fewer or far more without a day are some that always were. */
const [fewestStrays, mostStrays] = [0.5, 2]
/** The same where days follow that were not looked at, and may lack as many. */
const mostStraysLater = 8
const goesOn = ({ anomaly: { series }, question: { day } }: Case) =>
  (series.at(-1)?.at ?? day) >= addDays(day, laterDays)
/** Standard deviations beyond which a stretch of days is no chance, for having looked at every stretch. */
const beyondChance = 3.5

type Deviation = { readonly change: number; readonly expected: number; readonly variance: number }

/** Rows of the same weekday in the weeks before, but for the last one; null where fewer than two are known. */
export const usualRows = ({ anomaly }: Case, day: string): number | null => {
  const rows = new Map(anomaly.series.map(point => [point.at, point.rows]))
  const usual = [-14, -21, -28, -35].flatMap(offset => rows.get(addDays(day, offset)) ?? [])
  return usual.length < 2 ? null : median(usual)
}

/** Rows of a day less the usual ones; counts vary by themselves, and days by a few per cent more. */
const deviation = (state: Case, day: string): Deviation | null => {
  const now = state.anomaly.series.find(({ at }) => at === day)?.rows
  const expected = usualRows(state, day)
  if (now === undefined || expected === null) return null
  return { change: now - expected, expected, variance: 1.25 * 1.5 * expected + (0.03 * expected) ** 2 }
}

/** By what share of their rows the days of the weeks before were off: in the middle, for a table grows or shrinks, and around it as a standard deviation; none where too few are known. */
const usualOff = (state: Case): { readonly drift: number; readonly swing: number } => {
  const off = Array.from({ length: 3 * reach }, (_, index) =>
    addDays(state.question.day, -(reach + 1 + index)),
  ).flatMap(day => {
    const found = deviation(state, day)
    return found && found.expected > 0 ? [found.change / found.expected] : []
  })
  if (off.length <= reach) return { drift: 0, swing: 0 }
  const drift = median(off)
  return { drift, swing: 1.4826 * median(off.map(share => Math.abs(share - drift))) }
}

/** Stretches of days on one side of the day, nearest first. */
const stretches = (days: readonly Deviation[]) =>
  days.flatMap((_, from) => days.slice(from).map((_item, length) => days.slice(from, from + length + 1)))

/** Of the rows that the days since the onset lack, the share that stand on no day at all. */
const balancedByStrays = (state: Case): Reading | null => {
  const strays = signalOf(state, 'hours')?.strays
  const from = state.anomaly.days[0] ?? state.question.day
  if (strays === undefined || state.focus.timeColumn === null) return null
  const all = state.anomaly.series.filter(({ at }) => at >= from).map(({ at }) => deviation(state, at))
  const lacking = -all.reduce((sum, found) => sum + (found?.change ?? 0), 0)
  const most = goesOn(state) ? mostStraysLater : mostStrays
  return lacking > 0 &&
    all.every(found => found !== null) &&
    strays >= fewestStrays * lacking &&
    strays <= most * lacking
    ? {
        value: Math.min(1, strays / lacking),
        text: `The days since ${from} lack ${whole(lacking)} rows, and ${whole(strays)} have no ${state.focus.timeColumn.name}, or one that is written where none is known.`,
      }
    : null
}

/** Of the rows that a day has too many or lacks, the share that days on one side of it lack or have too many, or that stand on none. */
export const balancedByOthers = (state: Case): Reading | null => balancedByStrays(state) ?? balancedByDays(state)

const balancedByDays = (state: Case): Reading | null => {
  const { day } = state.question
  const own = deviation(state, day)
  if (!own || own.change === 0) return null
  const { drift, swing } = usualOff(state)
  const changeOf = ({ change, expected }: Deviation) => change - drift * expected
  const varianceOf = ({ expected, variance }: Deviation) => Math.max(variance, (swing * expected) ** 2)
  const found = ([-1, 1] as const).flatMap(side => {
    const others = Array.from({ length: reach }, (_, index) => addDays(day, side * (index + 1))).flatMap(
      other => deviation(state, other) ?? [],
    )
    return stretches(others).map(list => {
      const change = -Math.sign(own.change) * list.reduce((sum, item) => sum + changeOf(item), 0)
      return { side, change, score: change / Math.sqrt(list.reduce((sum, item) => sum + varianceOf(item), 0)) }
    })
  })
  const usualSide = own.change > 0 ? (-1 as const) : (1 as const)
  const best = found.reduce((a, b) => (b.score > a.score ? b : a), { side: usualSide, change: 0, score: 0 })
  const opposite = best.score > beyondChance ? best.change : 0
  const [few, many] = own.change > 0 ? ['few', 'many'] : ['many', 'few']
  const side = opposite > 0 ? best.side : usualSide
  return {
    value: opposite / Math.abs(own.change),
    text: `The day has ${whole(Math.abs(own.change))} rows too ${many}, days ${side < 0 ? 'before' : 'after'} it ${whole(opposite)} too ${few}.`,
  }
}

/** The gain in the share of rows whose other time is before their own, or the very same: their own was written anew. */
const rewritten = (state: Case): Reading | null => {
  const all = lags(state)
    .filter(({ hours }) => hours.normal >= 0)
    .flatMap(({ column, early, same }) => [
      { column, what: 'before the time they stand at', share: early },
      { column, what: 'the very time they stand at', share: same },
    ])
  if (all.length === 0) return null
  const best = all.reduce((a, b) => (gain(b.share) > gain(a.share) ? b : a))
  return {
    value: gain(best.share),
    text: `Rows whose ${best.column} is ${best.what} went from ${percent(best.share.normal)} to ${percent(best.share.alert)}.`,
  }
}

/** New numbers far beyond the others make a range wide, too; those of rows of the days before reach back. */
const mostAhead = 4
/** Rows of several days leave the range of their numbers so empty. */
const emptied = 0.3

/** Of a day with too many rows, whether the running numbers reach back, as those of rows made days before do: 1 where they fill their range a third less than usual. */
const oldNumbers = (state: Case): Reading | null => {
  const running = signalOf(state, 'profile')?.joint?.running
  if (
    !running ||
    running.ahead === undefined ||
    running.ahead > mostAhead ||
    running.share.normal <= 0 ||
    rowRatio(state) <= 1
  )
    return null
  const value = Math.min(1, Math.max(0, 1 - running.share.alert / running.share.normal) / emptied)
  const usual = percent(running.share.normal)
  return {
    value,
    text: `The rows fill ${percent(running.share.alert)} of the range of ${running.column}, ${usual} on normal days: it reaches back to numbers given out before.`,
  }
}

/** How far the rows stand on another day than they belong to: told by their other times or running numbers, or by days around that have as many rows the other way. */
export const redated = (state: Case): Reading | null => {
  const balance = balancedByOthers(state)
  const dates = rewritten(state)
  const moved = Math.abs(1 - rowRatio(state))
  const share = dates && moved > 0.01 ? Math.min(1, Math.max(0, dates.value / moved)) : 0
  const near = balance ? 1 - Math.min(1, Math.abs(Math.log(Math.max(balance.value, 0.01))) / Math.log(2.5)) : 0
  const numbers = oldNumbers(state)
  if (numbers && numbers.value > Math.max(share, near)) return numbers
  if (!balance && !dates) return null
  return share >= near && dates ? { value: share, text: dates.text } : { value: near, text: balance?.text ?? '' }
}
