import { watchedKind } from '../measure/watchedKind.ts'
import { countedPlace, locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { anything, atLeast, atMost, type Fault, type Reading } from './fault.ts'
import { bestShift, clockShift } from './reading/clock.ts'
import { clocksApart, hasOtherTimes } from './reading/dates.ts'
import { hasHours } from './reading/rows.ts'
import { filteredShare } from './reading/vanished.ts'
import { segmentsText } from './reading/text.ts'

const fits = new Set(['rowCount', 'freshness', 'sum', 'share'])

/** How far the times of a row are apart was measured where the change was located; of a share that nothing locates, in all rows, which says nothing of its own. */
const clocksThere = (state: Case): Reading | null =>
  state.question.metric.kind === 'share' && locatedSegments(state).length === 0 ? null : clocksApart(state)

/** F34: times are written in another zone, so rows stand in the wrong hours. */
export const timeZoneShift: Fault = {
  kind: 'timeZoneShift',
  label: 'Time zone or clock change',
  applies: state => fits.has(watchedKind(state)) && hasHours(state),
  prior: { rowCount: 0.06, freshness: 0.12, other: 0.04 },
  hasSegment: true,
  segments: countedPlace,
  statement: () => 'Times are written in another zone.',
  predictions: [
    {
      name: 'shift',
      claim: 'The hours of the day fit once they are moved',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.5),
      strength: 'decisive',
      scan: 'hours',
      read: clockShift,
    },
    {
      name: 'alike',
      claim: 'Rows with and without nulls are missing alike',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: filteredShare,
    },
    {
      name: 'clocks',
      claim: 'Other times of the rows did not move with it',
      unit: 'hours',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.25),
      strength: 'strong',
      scan: 'profile',
      applies: hasOtherTimes,
      read: clocksThere,
    },
  ],
  cause: state => {
    const lag = bestShift(state)?.lag ?? 0
    return `Times of ${segmentsText(countedPlace(state))} are ${Math.abs(lag)} hours ${lag > 0 ? 'late' : 'early'}: another time zone is written since the onset.`
  },
  nextSteps: state => [
    `Ask the source of ${segmentsText(countedPlace(state))} which zone it writes, and convert to UTC on the way in.`,
    'Move the affected rows back once it is confirmed.',
  ],
}
