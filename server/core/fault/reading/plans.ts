import { watchedKind } from '../../measure/watchedKind.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { locatedSegments, sharedPlace } from '../../measure/located.ts'
import type { CalendarSignal } from '../../measure/tableSignals.ts'
import { dayText } from '../../shared/calendar.ts'
import type { Reading } from '../fault.ts'
import { rowsMadeIt, rowsThereMadeIt } from './rows.ts'
import { segmentsText } from './text.ts'

/** Days that more of the rows carry, or more than a few, are no news: somebody is always hired, and every row is touched some day. */
const rarest = 0.1
const few = 3
/** A calendar says of at most so many of its days what it says of a special one. */
const special = 0.04
const fewestDays = 30

type Entry = CalendarSignal['entries'][number]

/** Whether a day that a row carries says something, for few rows have one near, and few had one in the weeks before. */
const isRare = ({ near, recent, rows }: Entry) =>
  near <= Math.max(1, rarest * rows) && recent <= Math.max(few, rarest * rows)

/** Values that come or go with their rows. */
const ofValues = new Set(['distinctCount', 'share'])

/** Whether rows came or stayed away, and not values: of those a plan says nothing. */
const movedRows = (state: Case): boolean =>
  sharedPlace(state) === null ? rowsMadeIt(state) : rowsThereMadeIt(state) || ofValues.has(watchedKind(state))

const found = (state: Case, signal: CalendarSignal): string | null => {
  const place = sharedPlace(state)
  if (place) {
    const entry = signal.entries.find(item => item.named.near > 0 && item.named.recent <= few && isRare(item))
    return entry
      ? `${entry.table} has the ${entry.column} of ${segmentsText([[place]])} on a day next to the onset`
      : null
  }
  if (locatedSegments(state).length > 0) return null
  const entry = signal.entries.find(item => item.ofDays && item.thatDay > 0 && isRare(item))
  if (entry) return `${entry.table} lists the day in ${entry.column}, and few others around it`
  const mark = signal.marks.find(
    ({ days, thatDay, alike, distinct }) =>
      thatDay === 1 && days >= fewestDays && alike <= special * days && distinct <= rarest * days,
  )
  return mark ? `${mark.table} says of the day in ${mark.column} what it says of few others` : null
}

/** 1 where a register, a calendar or a plan beside the table names the day: of the located value, or of all where everything moved; 0 where they say nothing; null without any. */
export const plannedElsewhere = (state: Case): Reading | null => {
  const signal = signalOf(state, 'calendar')
  if (!signal || !movedRows(state)) return null
  const text = found(state, signal)
  return text === null
    ? { value: 0, text: 'No table beside it says that something was planned.' }
    : { value: 1, text: `${text} (${dayText(state.anomaly.onset?.at.slice(0, 10) ?? state.question.day)}).` }
}

/** The same where it is said; silence is no evidence that nothing was planned. */
export const plannedWhereSaid = (state: Case): Reading | null => {
  const reading = plannedElsewhere(state)
  return reading?.value === 1 ? reading : null
}

/** Whether what is said is about the segment that explains the change, and not about everything. */
export const isPlannedThere = (state: Case): boolean => sharedPlace(state) !== null && plannedWhereSaid(state) !== null
