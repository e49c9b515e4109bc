import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { anything, atLeast, atMost, between, no, yes, type Fault, type Reading } from './fault.ts'
import { clockShift } from './reading/clock.ts'
import { coverage, rowsInside, rowsOutside, segmentIsFile } from './reading/place.ts'
import { emptyRun, hasHours, missingInEmptyHours, restOfDay, rowsAfterGap, rowsDown } from './reading/rows.ts'
import { segmentsText } from './reading/text.ts'
import { capNats } from './reading/cap.ts'
import { watchesRows } from './watchesNumbers.ts'

/** The share of the missing rows in empty hours, or in a file that has lost nearly all of its rows. */
const emptyOrFile = (state: Case): Reading | null => {
  const hours = missingInEmptyHours(state)
  const file = segmentIsFile(state)
  const inside = rowsInside(state)
  const share = coverage(state)
  if (file?.value !== 1 || !inside || inside.value > 0.35 || !share || share.value <= (hours?.value ?? 0)) return hours
  return { value: share.value, text: `${file.text} ${inside.text}` }
}

/** Complete but for the gap: the other hours, or the other files. */
const restComplete = (state: Case): Reading | null =>
  segmentIsFile(state)?.value === 1 ? rowsOutside(state) : restOfDay(state)

/** F01: whole hours or files never arrived; all else is complete. */
export const missingSlice: Fault = {
  kind: 'missingSlice',
  label: 'Missing hours or file',
  applies: state => watchesRows(state) && rowsDown(state) && hasHours(state),
  prior: { rowCount: 0.13, sum: 0.1, freshness: 0.1, other: 0.05 },
  hasSegment: false,
  segments: state => (segmentIsFile(state)?.value === 1 ? locatedSegments(state) : []),
  statement: ({ focus }) => `A stretch of hours or a file never arrived in ${focus.table.name.name}.`,
  predictions: [
    {
      name: 'empty',
      claim: 'Whole hours, or a whole file, hold the missing rows',
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
      read: rowsAfterGap,
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
    return `The rows of ${hours.length} hours, from ${hours[0]?.at.replace('T', ' ') ?? ''}:00 to ${hours.at(-1)?.at.slice(11) ?? ''}:59, never arrived.`
  },
  nextSteps: () => [
    'Find the load of those hours in the scheduler and run it again.',
    'Add a check on empty hours, so that the next gap is seen within the hour.',
  ],
}
