import { locatedSegments } from '../measure/located.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { placeholderShare } from './reading/columns.ts'
import { segmentsAreCurrencies } from './reading/currency.ts'
import { daysApart, hasOtherTimes } from './reading/dates.ts'
import { exchangeExplains } from './reading/exchange.ts'
import { risingShare } from './reading/numbers.ts'
import { bestUnit, unitAdvantage, unitExplains, unitSize } from './reading/scale.ts'
import { segmentsText, times } from './reading/text.ts'
import { intruderShare } from './reading/intruders.ts'
import { watchesNumbers } from './watchesNumbers.ts'

/** F28: the same quantity in another unit. */
export const unitChange: Fault = {
  kind: 'unitChange',
  label: 'Change of unit or scale',
  applies: watchesNumbers,
  prior: { average: 0.15, sum: 0.12, minimum: 0.1, maximum: 0.12, other: 0.02 },
  hasSegment: true,
  statement: () => 'Values arrive in another unit.',
  predictions: [
    {
      name: 'fits',
      claim: 'One unit, for all rows or for some, explains the whole distribution',
      unit: 'share',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0.5),
      strength: 'decisive',
      scan: 'profile',
      read: unitExplains,
    },
    {
      name: 'far',
      claim: 'The factor is far from one',
      unit: 'score',
      ifTrue: atLeast(0.35),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: unitSize,
    },
    {
      name: 'known',
      claim: 'The factor stands between two known units, not just anywhere',
      unit: 'score',
      ifTrue: atLeast(0.5),
      ifFalse: atMost(-1),
      strength: 'decisive',
      scan: 'profile',
      read: unitAdvantage,
    },
    {
      name: 'level',
      claim: 'The values do not add up from row to row',
      unit: 'share',
      ifTrue: atMost(0.25),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: risingShare,
    },
    {
      name: 'other',
      claim: 'No other column moved towards it',
      unit: 'share',
      ifTrue: atMost(0.6),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: exchangeExplains,
    },
    {
      name: 'own',
      claim: 'The values are not those of additional rows that do not belong here',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: intruderShare,
    },
    {
      name: 'mass',
      claim: 'No one placeholder took their place',
      unit: 'share',
      ifTrue: atMost(0.02),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: placeholderShare,
    },
    {
      name: 'prompt',
      claim: 'The rows were not written days after they happened',
      unit: 'share',
      ifTrue: atMost(0.02),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      applies: hasOtherTimes,
      read: daysApart,
    },
    {
      name: 'currency',
      claim: 'It does not go by currency',
      unit: 'score',
      ifTrue: atMost(0.7),
      ifFalse: anything,
      strength: 'strong',
      scan: 'values',
      read: segmentsAreCurrencies,
    },
  ],
  cause: state =>
    `Values of ${segmentsText(locatedSegments(state))} arrive in another unit, ${times(bestUnit(state))} the usual.`,
  nextSteps: state => [
    `Ask the source of ${segmentsText(locatedSegments(state))} which unit it sends, and convert it on the way in.`,
    'Divide the affected rows by the factor once it is confirmed.',
    'Add a range check on the median.',
  ],
}
