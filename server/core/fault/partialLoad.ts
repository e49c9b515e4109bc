import { anything, atLeast, atMost, between, no, yes, type Fault } from './fault.ts'
import { dayIsNewest, emptyRun, hasHours, missingAtTheEnd, restOfDay, rowsAfterGap, rowsDown } from './reading/rows.ts'
import { silence, stillComing, steadyLevel, thinning } from './reading/arrival.ts'
import { capNats } from './reading/cap.ts'
import { isBehindItsSource, othersGoOn } from './reading/neighbours.ts'
import { filteredShare } from './reading/vanished.ts'
import { watchesRows } from './watchesNumbers.ts'

/** F02: the newest slice is not all there yet; what came before is complete. */
export const partialLoad: Fault = {
  kind: 'partialLoad',
  label: 'Load still in progress or late',
  applies: state => watchesRows(state) && (rowsDown(state) || state.question.metric.kind === 'freshness'),
  prior: { rowCount: 0.18, freshness: 0.3, sum: 0.12, other: 0.06 },
  hasSegment: false,
  statement: ({ focus }) => `The newest load of ${focus.table.name.name} has not finished.`,
  predictions: [
    { name: 'newest', claim: 'It is the newest day of the table', unit: 'score', ifTrue: yes, ifFalse: no, strength: 'decisive', scan: 'series', read: dayIsNewest },
    {
      name: 'tail', claim: 'The missing rows are the last hours', unit: 'share',
      ifTrue: atLeast(0.8), ifFalse: atMost(0.5), strength: 'decisive', scan: 'series', applies: hasHours, read: missingAtTheEnd,
    },
    {
      name: 'days', claim: 'The days before it lack rows as well, the nearer the more, or the missing rows have their numbers', unit: 'score',
      ifTrue: yes, ifFalse: no, strength: 'decisive', scan: 'profile', applies: state => !hasHours(state), read: stillComing,
    },
    { name: 'open', claim: 'Nothing follows the gap', unit: 'score', ifTrue: atMost(0), ifFalse: atLeast(1), strength: 'strong', scan: 'series', read: rowsAfterGap },
    { name: 'alike', claim: 'Rows of all kinds are missing alike', unit: 'share', ifTrue: atMost(0.4), ifFalse: anything, strength: 'decisive', scan: 'profile', read: filteredShare },
    { name: 'thin', claim: 'The hours before it thin out', unit: 'score', ifTrue: atLeast(2), ifFalse: atMost(-1), strength: 'strong', scan: 'series', applies: hasHours, read: thinning },
    { name: 'level', claim: 'The last hours do not go on at one level', unit: 'score', ifTrue: no, ifFalse: anything, strength: 'decisive', scan: 'series', read: steadyLevel },
    {
      name: 'soon', claim: 'It has been silent for no longer than a load takes', unit: 'hours',
      ifTrue: atMost(24), ifFalse: anything, strength: 'decisive', scan: 'series', read: silence,
    },
    {
      name: 'others', claim: 'The tables beside it end as early', unit: 'share',
      ifTrue: atMost(0.5), ifFalse: atLeast(0.85), strength: 'weak', scan: 'siblings', read: othersGoOn,
    },
    {
      name: 'before', claim: 'Until then the day is complete', unit: 'ratio',
      ifTrue: between(0.85, 1.15), ifFalse: atMost(0.7), strength: 'weak', scan: 'series', applies: hasHours, read: restOfDay,
    },
    { name: 'cap', claim: 'The number of rows is no limit', unit: 'score', ifTrue: atMost(4), ifFalse: anything, strength: 'decisive', scan: 'series', read: capNats },
  ],
  origin: state => isBehindItsSource(state) ? state.focus.table.name : null,
  cause: state => !hasHours(state) ? `The rows of the last days take days to arrive and are not all there yet. ${stillComing(state)?.text ?? ''}`
    : `The load of ${state.question.day} had got as far as ${emptyRun(state).hours[0]?.at.slice(11) ?? 'the evening'}:00; the rows after that are not there yet.`,
  nextSteps: () => ['Wait for the load to finish, or look why it is late.', 'Evaluate this check after the load, or against the same time of day.'],
}
