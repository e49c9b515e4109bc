import { locatedSegments } from '../measure/located.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { exchangedSizes } from './reading/exchange.ts'
import { bulkMove, carriedByFew, extremeRatio, farAlike } from './reading/numbers.ts'
import { segmentsText } from './reading/text.ts'
import { watchesNumbers } from './watchesNumbers.ts'

/** The farthest value is one row, whatever the others do. */
const watchesMost: Fault['applies'] = ({ question: { metric } }) =>
  metric.kind !== 'minimum' && metric.kind !== 'maximum'

/** F32: a few rows are far out: mistyped amounts, a sensor's spike. */
export const outliers: Fault = {
  kind: 'outliers',
  label: 'A few extreme values',
  applies: watchesNumbers,
  prior: { maximum: 0.2, minimum: 0.15, average: 0.08, sum: 0.08, other: 0.03 },
  hasSegment: true,
  statement: () => 'A few rows hold values far beyond all others.',
  predictions: [
    {
      name: 'few',
      claim: 'A few rows beyond all usual values make up the change',
      unit: 'share',
      ifTrue: atLeast(0.5),
      ifFalse: atMost(0.2),
      strength: 'decisive',
      scan: 'profile',
      read: carriedByFew,
    },
    {
      name: 'bulk',
      claim: 'Most rows are as usual',
      unit: 'score',
      ifTrue: atMost(0.1),
      ifFalse: atLeast(0.3),
      strength: 'decisive',
      scan: 'profile',
      applies: watchesMost,
      read: bulkMove,
    },
    {
      name: 'far',
      claim: 'They are several times beyond',
      unit: 'ratio',
      ifTrue: atLeast(2),
      ifFalse: atMost(1.1),
      strength: 'strong',
      scan: 'series',
      read: extremeRatio,
    },
    {
      name: 'varied',
      claim: 'They are not one and the same value',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: farAlike,
    },
    {
      name: 'own',
      claim: 'They are not the values of another column',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'strong',
      scan: 'profile',
      read: exchangedSizes,
    },
  ],
  cause: state =>
    `A few rows of ${segmentsText(locatedSegments(state))} hold values far beyond all others. ${carriedByFew(state)?.text ?? ''}`.trim(),
  nextSteps: () => [
    'Look at these rows at their source: a mistyped amount, a lost decimal point, a sensor.',
    'Correct or leave out the rows once it is confirmed; a real large sale stays.',
    'Add a range check on single values.',
  ],
}
