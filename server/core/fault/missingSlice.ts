import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { anything, atLeast, atMost, between, no, yes, type Fault, type Reading } from './fault.ts'
import { clockShift } from './reading/clock.ts'
import { coverage, rowsInside, rowsOutside, segmentIsFile } from './reading/place.ts'
import { emptyRun, hasHours, missingInEmptyHours, restOfDay, rowsAfterGap, rowsDown } from './reading/rows.ts'
import { rowsOfOthers, silentActors, silentForADay } from './reading/silentActors.ts'
import { segmentsText } from './reading/text.ts'
import { capNats } from './reading/cap.ts'
import { watchesRows } from './watchesNumbers.ts'

/** The share of the missing rows in empty hours, in a file that has lost nearly all of its rows, or of whole actors that have none. */
const emptyOrFile = (state: Case): Reading | null => {
  const actors = silentActors(state)
  const empty = hasHours(state) ? missingInEmptyHours(state) : null
  const hours = actors && actors.value > (empty?.value ?? 0) ? actors : empty
  const file = segmentIsFile(state)
  const inside = rowsInside(state)
  const share = coverage(state)
  if (file?.value !== 1 || !inside || inside.value > 0.35 || !share || share.value <= (hours?.value ?? 0)) return hours
  return { value: share.value, text: `${file.text} ${inside.text}` }
}

/** Complete but for the gap: the other hours, or the other files. */
const restComplete = (state: Case): Reading | null =>
  segmentIsFile(state)?.value === 1
    ? rowsOutside(state)
    : (rowsOfOthers(state) ?? (hasHours(state) ? restOfDay(state) : null))

const goesOn = (state: Case): Reading | null => rowsAfterGap(state) ?? silentForADay(state)

/** F01: whole hours or files never arrived; all else is complete. */
export const missingSlice: Fault = {
  kind: 'missingSlice',
  label: 'Missing hours or file',
  applies: state => watchesRows(state) && rowsDown(state) && state.focus.timeColumn !== null,
  prior: { rowCount: 0.13, sum: 0.1, freshness: 0.1, other: 0.05 },
  hasSegment: false,
  segments: state => (segmentIsFile(state)?.value === 1 ? locatedSegments(state) : []),
  statement: ({ focus }) => `A stretch of hours or a file never arrived in ${focus.table.name.name}.`,
  predictions: [
    {
      name: 'empty',
      claim: 'Whole hours, a whole file, or all that some of many sent hold the missing rows',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'segments',
      read: emptyOrFile,
    },
    {
      name: 'rest',
      claim: 'All else is complete',
      unit: 'ratio',
      ifTrue: between(0.88, 1.15),
      ifFalse: atMost(0.8),
      strength: 'strong',
      scan: 'segments',
      read: restComplete,
    },
    {
      name: 'after',
      claim: 'Rows follow the gap',
      unit: 'score',
      ifTrue: yes,
      ifFalse: no,
      strength: 'decisive',
      scan: 'series',
      read: goesOn,
    },
    {
      name: 'clock',
      claim: 'The other rows stand in their own hours',
      unit: 'share',
      ifTrue: atMost(0.6),
      ifFalse: atLeast(0.85),
      strength: 'decisive',
      scan: 'hours',
      read: clockShift,
    },
    {
      name: 'cap',
      claim: 'The number of rows is no limit',
      unit: 'score',
      ifTrue: atMost(4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'series',
      read: capNats,
    },
  ],
  cause: state => {
    if (segmentIsFile(state)?.value === 1) return `The rows of ${segmentsText(locatedSegments(state))} never arrived.`
    const { hours } = emptyRun(state)
    if (hours.length === 0) return `A part of the day's load never arrived. ${silentActors(state)?.text ?? ''}`.trim()
    return `The rows of ${hours.length} hours, from ${hours[0]?.at.replace('T', ' ') ?? ''}:00 to ${hours.at(-1)?.at.slice(11) ?? ''}:59, never arrived.`
  },
  nextSteps: () => [
    'Find the load of those hours in the scheduler and run it again.',
    'Add a check on empty hours, so that the next gap is seen within the hour.',
  ],
}
