import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { capNats } from './reading/cap.ts'
import { clockShift } from './reading/clock.ts'
import { repeatedKeys } from './reading/copies.ts'
import { daysApart, redated } from './reading/dates.ts'
import { missingInEmptyHours, rowRatio } from './reading/rows.ts'
import { watchesRows } from './watchesNumbers.ts'

const moved: Fault['applies'] = state => Math.abs(1 - rowRatio(state)) > 0.02

/** F35: rows that came late stand on the day they came, and not on their own. */
export const redatedEvents: Fault = {
  kind: 'redatedEvents',
  label: 'Rows on the wrong day',
  applies: state => watchesRows(state) && moved(state) && state.focus.timeColumn !== null,
  prior: { rowCount: 0.05, sum: 0.04, freshness: 0.02, other: 0.03 },
  hasSegment: true,
  statement: () => 'Rows that came late stand on the day they came.',
  predictions: [
    {
      name: 'moved',
      claim: 'Other days lack what this one has too many, or other times of the rows are earlier',
      unit: 'share',
      ifTrue: atLeast(0.5),
      ifFalse: atMost(0.15),
      strength: 'decisive',
      scan: 'profile',
      read: redated,
    },
    {
      name: 'clock',
      claim: 'They did not move by hours, as another time zone would have them',
      unit: 'share',
      ifTrue: atMost(0.6),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'hours',
      read: clockShift,
    },
    {
      name: 'once',
      claim: 'No rows are there twice',
      unit: 'share',
      ifTrue: atMost(0.01),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      read: repeatedKeys,
    },
    {
      name: 'gap',
      claim: 'No hours are empty',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'series',
      read: missingInEmptyHours,
    },
    {
      name: 'cap',
      claim: 'The number of rows is no limit',
      unit: 'score',
      ifTrue: atMost(4),
      ifFalse: anything,
      strength: 'strong',
      scan: 'series',
      read: capNats,
    },
    {
      name: 'restated',
      claim: 'They were not delivered days after',
      unit: 'share',
      ifTrue: atMost(0.02),
      ifFalse: anything,
      strength: 'strong',
      scan: 'profile',
      read: daysApart,
    },
  ],
  cause: state => `Rows stand on another day than they belong to. ${redated(state)?.text ?? ''}`.trim(),
  nextSteps: () => [
    'Look which time places a row: when it happened, or when it came.',
    'Put the rows back on their own day once it is confirmed.',
    'Count by when it happened, and wait for what comes late.',
  ],
}
