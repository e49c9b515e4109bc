import { watchedKind } from '../measure/watchedKind.ts'
import { atLeast, atMost, type Fault } from './fault.ts'
import { sameContent } from './reading/copies.ts'
import { daysApart, hasOtherTimes, lateTogether } from './reading/dates.ts'

const fits = new Set(['rowCount', 'sum', 'average', 'minimum', 'maximum', 'duplicateRate', 'distinctCount'])

/** F09: past days were delivered again, in part or with other values. */
export const restatement: Fault = {
  kind: 'restatement',
  label: 'Past days delivered again',
  applies: state => fits.has(watchedKind(state)) && hasOtherTimes(state),
  prior: { rowCount: 0.05, sum: 0.06, average: 0.04, duplicateRate: 0.06, other: 0.02 },
  hasSegment: true,
  statement: ({ focus }) =>
    `A part of the past days of ${focus.table.name.name} was delivered again, with other values or besides the first.`,
  predictions: [
    {
      name: 'late',
      claim: 'Rows were written days after they happened',
      unit: 'share',
      ifTrue: atLeast(0.02),
      ifFalse: atMost(0.004),
      strength: 'decisive',
      scan: 'profile',
      read: daysApart,
    },
    {
      name: 'together',
      claim: 'They were written in one go',
      unit: 'hours',
      ifTrue: atMost(24),
      ifFalse: atLeast(72),
      strength: 'strong',
      scan: 'profile',
      read: lateTogether,
    },
    {
      name: 'other',
      claim: 'What came again says something else',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: atLeast(0.95),
      strength: 'weak',
      scan: 'keys',
      read: sameContent,
    },
  ],
  cause: state =>
    `Past days were delivered again: ${daysApart(state)?.text ?? ''} ${lateTogether(state)?.text ?? ''}`.trim(),
  nextSteps: () => [
    'Ask who loaded past days again, and whether the new values are meant to replace the first.',
    'Keep one version of each key: the last delivered, or the first.',
    'Store what each day was when it was first reported, so that a restatement shows.',
  ],
}
