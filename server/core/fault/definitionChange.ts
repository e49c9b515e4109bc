import { locatedSegments } from '../measure/located.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { placeholderGain } from './reading/columns.ts'
import { segmentsAreCurrencies } from './reading/currency.ts'
import { daysApart, hasOtherTimes } from './reading/dates.ts'
import { carriedByFew, medianMove, risingShare } from './reading/numbers.ts'
import { brokenRelation, newRelation } from './reading/relations.ts'
import { partExplains, unitAdvantage } from './reading/scale.ts'
import { suddenRule } from './reading/sudden.ts'
import { segmentsText } from './reading/text.ts'
import { watchesNumbers } from './watchesNumbers.ts'

/** F33: the number is worked out by another rule, such as net instead of gross. */
export const definitionChange: Fault = {
  kind: 'definitionChange',
  label: 'Change of definition',
  applies: watchesNumbers,
  prior: { average: 0.08, sum: 0.08, other: 0.03 },
  hasSegment: true,
  statement: ({ question }) =>
    `${'column' in question.metric ? question.metric.column : 'The number'} is worked out by another rule.`,
  predictions: [
    {
      name: 'broken',
      claim: 'It no longer agrees with the columns it is made of',
      unit: 'share',
      ifTrue: atLeast(0.6),
      ifFalse: atMost(0.05),
      strength: 'decisive',
      scan: 'profile',
      read: brokenRelation,
    },
    {
      name: 'rule',
      claim: 'Another rule between the columns took the place of the old one',
      unit: 'share',
      ifTrue: atLeast(0.6),
      ifFalse: atMost(0.2),
      strength: 'decisive',
      scan: 'profile',
      read: newRelation,
    },
    {
      name: 'moved',
      claim: 'The usual value moved',
      unit: 'score',
      ifTrue: atLeast(0.02),
      ifFalse: atMost(0.005),
      strength: 'strong',
      scan: 'profile',
      read: medianMove,
    },
    {
      name: 'rigid',
      claim: 'The values that moved did so by one rule',
      unit: 'share',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0.5),
      strength: 'strong',
      scan: 'profile',
      read: partExplains,
    },
    {
      name: 'sudden',
      claim: 'They did so from one hour to the next in the middle of a day',
      unit: 'share',
      ifTrue: atLeast(0.05),
      ifFalse: atMost(0),
      strength: 'decisive',
      scan: 'profile',
      read: suddenRule,
    },
    {
      name: 'unit',
      claim: 'No unit explains it',
      unit: 'score',
      ifTrue: atMost(1),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: unitAdvantage,
    },
    {
      name: 'currency',
      claim: 'It does not go by currency',
      unit: 'score',
      ifTrue: atMost(0.3),
      ifFalse: anything,
      strength: 'strong',
      scan: 'values',
      read: segmentsAreCurrencies,
    },
    {
      name: 'money',
      claim: 'The segments are no currencies themselves',
      unit: 'score',
      ifTrue: atMost(0.9),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'values',
      read: segmentsAreCurrencies,
    },
    {
      name: 'few',
      claim: 'It is not a few rows',
      unit: 'share',
      ifTrue: atMost(0.2),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: carriedByFew,
    },
    {
      name: 'mass',
      claim: 'No placeholder took their place',
      unit: 'share',
      ifTrue: atMost(0.02),
      ifFalse: anything,
      strength: 'strong',
      scan: 'profile',
      read: placeholderGain,
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
  ],
  cause: state =>
    `The number of ${segmentsText(locatedSegments(state))} is worked out by another rule since the onset. ${(newRelation(state) ?? brokenRelation(state) ?? suddenRule(state))?.text ?? ''}`.trim(),
  nextSteps: () => [
    'Compare the code or the view that works it out before and after the onset.',
    'Work the rows since the onset out again by one rule, or date the change where the number is read.',
    'Add a check on the relation between the columns.',
  ],
}
