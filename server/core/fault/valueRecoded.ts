import { watchedKind } from '../measure/watchedKind.ts'
import type { Case } from '../measure/planned.ts'
import { anything, atLeast, atMost, no, type Fault, type Reading } from './fault.ts'
import { isNextVersion, isRegistered, watchesKeys } from './reading/launches.ts'
import { placeholderShare, unrelatedShare } from './reading/newcomers.ts'
import { bestSwap, massMatch, newValueShare } from './reading/recode.ts'

const fits = new Set(['distinctCount', 'share', 'nullRate'])

/** Two values written as one bring no new one that could be of another kind. */
const unrelated = (state: Case): Reading | null => (bestSwap(state)?.merged ? null : unrelatedShare(state))

/** F20: a value is written under a new name. */
export const valueRecoded: Fault = {
  kind: 'valueRecoded',
  label: 'Value renamed or recoded',
  applies: state =>
    fits.has(watchedKind(state)) && !(state.question.metric.kind === 'nullRate' && state.anomaly.direction === 'up'),
  prior: { distinctCount: 0.25, share: 0.25, other: 0.05 },
  hasSegment: true,
  statement: () => 'A value is written under a new name.',
  predictions: [
    {
      name: 'mass',
      claim: 'A new value has the rows that another one lost',
      unit: 'score',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.45),
      strength: 'decisive',
      scan: 'profile',
      read: massMatch,
    },
    {
      name: 'other',
      claim: 'It is no known value written otherwise',
      unit: 'share',
      ifTrue: atLeast(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'values',
      read: unrelated,
    },
    {
      name: 'release',
      claim: 'It is no next version',
      unit: 'score',
      ifTrue: no,
      ifFalse: anything,
      strength: 'decisive',
      scan: 'values',
      read: isNextVersion,
    },
    {
      name: 'value',
      claim: 'It is no placeholder',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'values',
      read: placeholderShare,
    },
    {
      name: 'new',
      claim: 'That value was not there before',
      unit: 'share',
      ifTrue: atLeast(0.003),
      ifFalse: atMost(0.0005),
      strength: 'decisive',
      scan: 'values',
      read: newValueShare,
    },
    {
      name: 'registered',
      claim: 'No table that is looked up knows it beside the others',
      unit: 'score',
      ifTrue: no,
      ifFalse: anything,
      strength: 'decisive',
      scan: 'references',
      applies: watchesKeys,
      read: isRegistered,
    },
  ],
  cause: state => {
    const swap = bestSwap(state)
    return swap
      ? `In ${swap.column}, '${swap.lost}' is now written as '${swap.found}'.`
      : 'A value is written under a new name.'
  },
  nextSteps: state => {
    const swap = bestSwap(state)
    return [
      swap ? `Ask the source whether '${swap.found}' means '${swap.lost}', and map it.` : 'Map the new value.',
      'Add an accepted-values check on the column.',
    ]
  },
}
