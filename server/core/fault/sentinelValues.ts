import { watchedKind } from '../measure/watchedKind.ts'
import type { Case } from '../measure/planned.ts'
import { anything, atLeast, atMost, no, yes, type Fault, type Reading } from './fault.ts'
import { factorSpread, othersMoved, placeholderGain } from './reading/columns.ts'
import { intruderShare } from './reading/intruders.ts'
import { isNumberColumn } from './reading/numbersAsText.ts'
import { coarserBeside } from './reading/numbers.ts'
import { lowestIsPlaceholder } from './reading/lowest.ts'
import { watchesNumbers } from './watchesNumbers.ts'

const mass = (state: Case): Reading | null => {
  const low = lowestIsPlaceholder(state)
  return low && low.value >= 0.75 ? low : placeholderGain(state)
}

const fits = new Set(['distinctCount', 'share', 'nullRate'])

/** F19: a placeholder stands where there is no value. */
export const sentinelValues: Fault = {
  kind: 'sentinelValues',
  label: 'Placeholder values',
  applies: state => {
    const kind = watchedKind(state)
    return watchesNumbers(state) || (fits.has(kind) && !(kind === 'nullRate' && state.anomaly.direction === 'up'))
  },
  prior: { average: 0.12, nullRate: 0.2, distinctCount: 0.08, other: 0.08 },
  hasSegment: true,
  statement: () => 'A placeholder such as 0, -1 or N/A is written where there is no value.',
  predictions: [
    {
      name: 'mass',
      claim: 'One placeholder takes a large share of the values',
      unit: 'share',
      ifTrue: atLeast(0.01),
      ifFalse: atMost(0.003),
      strength: 'decisive',
      scan: 'profile',
      read: mass,
    },
    {
      name: 'scale',
      claim: 'The values did not all move by one factor',
      unit: 'score',
      ifTrue: atLeast(0.2),
      ifFalse: atMost(0.05),
      strength: 'weak',
      scan: 'profile',
      read: factorSpread,
    },
    {
      name: 'others',
      claim: 'The other values are as usual',
      unit: 'score',
      ifTrue: no,
      ifFalse: yes,
      strength: 'decisive',
      scan: 'profile',
      applies: watchesNumbers,
      read: othersMoved,
    },
    {
      name: 'grain',
      claim: 'The other values have their digits',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: coarserBeside,
    },
    {
      name: 'text',
      claim: 'The column holds no numbers kept as text',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      applies: state => !watchesNumbers(state),
      read: isNumberColumn,
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
  ],
  cause: state => `A placeholder is written instead of a value: ${mass(state)?.text ?? ''}`,
  nextSteps: () => [
    'Find the step that fills in a default, and let it leave the value null.',
    'Turn the placeholder back into null for the rows since the onset.',
    'Add a check that the placeholder is not among the values.',
  ],
}
