import { locatedSegments } from '../measure/located.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { noCode } from './noCode.ts'
import { segmentsAreCurrencies } from './reading/currency.ts'
import { risingShare } from './reading/numbers.ts'
import { newRelation } from './reading/relations.ts'
import { bestFactor, factorExplains, factorSize, unitAdvantage } from './reading/scale.ts'
import { segmentsText, times } from './reading/text.ts'
import { watchesNumbers } from './watchesNumbers.ts'

/** Where several currencies moved, each did by a rate of its own. */
const rateExplains: Fault['predictions'][number]['read'] = state =>
  locatedSegments(state).length > 1 ? null : factorExplains(state)

/** F29: amounts of one currency stand among those of another, or an exchange rate is not applied. */
export const currencyMix: Fault = {
  kind: 'currencyMix',
  label: 'Currencies mixed',
  applies: watchesNumbers,
  prior: { average: 0.06, sum: 0.08, maximum: 0.04, minimum: 0.04, other: 0.02 },
  hasSegment: true,
  statement: () => 'Amounts of some currencies are not converted, or converted twice.',
  predictions: [
    {
      name: 'currency',
      claim: 'What moved are currencies, or the countries that pay in them',
      unit: 'score',
      ifTrue: atLeast(0.5),
      ifFalse: atMost(0.1),
      strength: 'decisive',
      scan: 'values',
      read: segmentsAreCurrencies,
    },
    noCode,
    {
      name: 'rate',
      claim: 'Their amounts moved by a rate, not by a unit',
      unit: 'score',
      ifTrue: atMost(1),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: unitAdvantage,
    },
    {
      name: 'rigid',
      claim: 'One rate explains their whole distribution',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.4),
      strength: 'strong',
      scan: 'profile',
      read: rateExplains,
    },
    {
      name: 'far',
      claim: 'The rate is not one',
      unit: 'score',
      ifTrue: atLeast(0.04),
      ifFalse: atMost(0.01),
      strength: 'strong',
      scan: 'profile',
      read: factorSize,
    },
    {
      name: 'rule',
      claim: 'No other rule between its columns took the place of the old one',
      unit: 'share',
      ifTrue: atMost(0.2),
      ifFalse: anything,
      strength: 'weak',
      scan: 'profile',
      read: newRelation,
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
  ],
  cause: state =>
    `Amounts of ${segmentsText(locatedSegments(state))} are ${times(bestFactor(state))} the usual, by a rate and no unit: they are in another currency than before.`,
  nextSteps: state => [
    `Look at the conversion of ${segmentsText(locatedSegments(state))} before and after the onset: which rate was applied, and whether it was applied once.`,
    'Convert the affected rows once the rate is confirmed.',
    'Watch the median by currency.',
  ],
}
