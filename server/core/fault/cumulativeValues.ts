import { locatedSegments } from '../measure/located.ts'
import { atLeast, atMost, type Fault } from './fault.ts'
import { medianMove, risingShare } from './reading/numbers.ts'
import { segmentsText } from './reading/text.ts'
import { watchesNumbers } from './watchesNumbers.ts'

/** F15: running totals come where amounts came, or a counter began anew. */
export const cumulativeValues: Fault = {
  kind: 'cumulativeValues',
  label: 'Running totals, or a counter that began anew',
  applies: watchesNumbers,
  prior: { sum: 0.05, maximum: 0.05, average: 0.04, other: 0.02 },
  hasSegment: true,
  statement: () => 'Running totals arrive where amounts came, or a counter began anew.',
  predictions: [
    {
      name: 'rising',
      claim: 'From one row to the next the value goes up, for all entities or some',
      unit: 'share',
      ifTrue: atLeast(0.3),
      ifFalse: atMost(0.12),
      strength: 'decisive',
      scan: 'profile',
      read: risingShare,
    },
    {
      name: 'far',
      claim: 'The level is another',
      unit: 'score',
      ifTrue: atLeast(0.3),
      ifFalse: atMost(0.05),
      strength: 'strong',
      scan: 'profile',
      read: medianMove,
    },
  ],
  cause: state =>
    `Values of ${segmentsText(locatedSegments(state))} add up from row to row. ${risingShare(state)?.text ?? ''}`.trim(),
  nextSteps: () => [
    'Ask the source whether it now sends totals instead of amounts, or whether a counter was set back.',
    'Take the difference from row to row for the rows since the onset.',
    'Add a check on the level of the column.',
  ],
}
