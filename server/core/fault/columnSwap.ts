import { watchedKind } from '../measure/watchedKind.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { exchangedSizes, factorBeyond } from './reading/exchange.ts'
import { bestSwapped, swapFit } from './reading/swaps.ts'
import { watchesNumbers } from './watchesNumbers.ts'

const fits = new Set(['distinctCount', 'share', 'nullRate', 'average', 'sum', 'minimum', 'maximum'])

/** F26: two columns exchanged, or a row of them shifted by one. */
export const columnSwap: Fault = {
  kind: 'columnSwap',
  label: 'Columns swapped or shifted',
  applies: state => fits.has(watchedKind(state)),
  prior: { distinctCount: 0.04, share: 0.04, average: 0.03, nullRate: 0.03, other: 0.02 },
  hasSegment: true,
  statement: () => 'Values stand in the wrong column.',
  predictions: [
    {
      name: 'other',
      claim: 'What came into the column is what another one lost, or holds',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'profile',
      read: swapFit,
    },
    {
      name: 'mixture',
      claim: 'Both columns hold what is made of the usual values of the two',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'profile',
      applies: watchesNumbers,
      read: exchangedSizes,
    },
    {
      name: 'factor',
      claim: 'A factor explains no more of it',
      unit: 'share',
      ifTrue: atMost(0.2),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      applies: watchesNumbers,
      read: factorBeyond,
    },
  ],
  cause: state => {
    const found = bestSwapped(state)
    return found
      ? `Values of ${found.other} stand in ${found.column} since the onset. ${found.text}`
      : 'Values stand in the wrong column.'
  },
  nextSteps: state => [
    `Compare the order of ${bestSwapped(state)?.column ?? 'the columns'} in the source with that of the load; look for a delimiter inside a field.`,
    'Load the rows since the onset again.',
    'Add a check on the values each of them may hold.',
  ],
}
