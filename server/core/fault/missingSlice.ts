import { atLeast, atMost, between, no, yes, type Fault } from './fault.ts'
import { clockShift } from './reading/clock.ts'
import { emptyRun, hasHours, missingInEmptyHours, restOfDay, rowsAfterGap, rowsDown } from './reading/rows.ts'

/** F01: whole hours or files never arrived; all else is complete. */
export const missingSlice: Fault = {
  kind: 'missingSlice',
  label: 'Missing hours or file',
  applies: state => rowsDown(state) && hasHours(state),
  prior: { rowCount: 0.13, sum: 0.1, freshness: 0.1, other: 0.05 },
  hasSegment: false,
  statement: ({ focus }) => `A stretch of hours or a file never arrived in ${focus.table.name.name}.`,
  predictions: [
    { name: 'empty', claim: 'Whole hours are empty and hold the missing rows', unit: 'share', ifTrue: atLeast(0.7), ifFalse: atMost(0.3), strength: 'decisive', scan: 'series', read: missingInEmptyHours },
    { name: 'rest', claim: 'The other hours are complete', unit: 'ratio', ifTrue: between(0.88, 1.15), ifFalse: atMost(0.8), strength: 'strong', scan: 'series', read: restOfDay },
    { name: 'after', claim: 'Rows follow the gap', unit: 'score', ifTrue: yes, ifFalse: no, strength: 'decisive', scan: 'series', read: rowsAfterGap },
    { name: 'clock', claim: 'The other rows stand in their own hours', unit: 'share', ifTrue: atMost(0.6), ifFalse: atLeast(0.85), strength: 'decisive', scan: 'hours', read: clockShift },
  ],
  cause: state => {
    const { hours } = emptyRun(state)
    return `The rows of ${hours.length} hours, from ${hours[0]?.at.replace('T', ' ') ?? ''}:00 to ${hours.at(-1)?.at.slice(11) ?? ''}:59, never arrived.`
  },
  nextSteps: () => ['Find the load of those hours in the scheduler and run it again.', 'Add a check on empty hours, so that the next gap is seen within the hour.'],
}
