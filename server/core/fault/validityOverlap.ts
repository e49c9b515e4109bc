import { watchesNulls } from '../measure/lens.ts'
import { repeatsMatter } from './duplicatedLoad.ts'
import { anything, atLeast, atMost, no, yes, type Fault } from './fault.ts'
import { nullTogether } from './reading/columns.ts'
import { followsVersions, repeatedKeys, repeatingParent } from './reading/copies.ts'
import { coarserGain } from './reading/numbers.ts'
import { hasHistory, historyWithGaps, nullsInGaps } from './reading/orphans.ts'

/** F14: a history says two things of one key at the same time, or nothing. */
export const validityOverlap: Fault = {
  kind: 'validityOverlap',
  label: 'Overlap or gap in a history',
  applies: state => repeatsMatter(state) || (watchesNulls(state) && hasHistory(state)),
  prior: { duplicateRate: 0.1, rowCount: 0.03, sum: 0.03, nullRate: 0.06, other: 0.02 },
  hasSegment: true,
  statement: state =>
    watchesNulls(state)
      ? 'A history holds no valid version of some keys for a while.'
      : 'A history holds two valid versions of some keys at once.',
  predictions: [
    {
      name: 'repeated',
      claim: 'Rows repeat each other',
      unit: 'share',
      ifTrue: atLeast(0.008),
      ifFalse: atMost(0.002),
      strength: 'decisive',
      scan: 'keys',
      applies: repeatsMatter,
      read: repeatedKeys,
    },
    {
      name: 'versions',
      claim: 'They are those whose key has two versions at once',
      unit: 'score',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'keys',
      applies: repeatsMatter,
      read: followsVersions,
    },
    {
      name: 'exact',
      claim: 'The keys themselves are as exact as before',
      unit: 'share',
      ifTrue: atMost(0.1),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      applies: repeatsMatter,
      read: coarserGain,
    },
    {
      name: 'gap',
      claim: 'The null rows are those whose key has no version at their time',
      unit: 'score',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'references',
      applies: watchesNulls,
      read: nullsInGaps,
    },
    {
      name: 'together',
      claim: 'Other columns of the history are null in the same rows',
      unit: 'count',
      ifTrue: yes,
      ifFalse: no,
      strength: 'weak',
      scan: 'profile',
      applies: watchesNulls,
      read: nullTogether,
    },
  ],
  origin: state => (watchesNulls(state) ? historyWithGaps(state) : repeatingParent(state, 'version')),
  cause: state =>
    watchesNulls(state)
      ? `A history holds no valid version of some keys at the time of their rows, so nothing is found for them. ${nullsInGaps(state)?.text ?? ''}`.trim()
      : `A history holds two valid versions of some keys at once, so their rows are there several times. ${followsVersions(state)?.text ?? ''}`.trim(),
  nextSteps: state =>
    watchesNulls(state)
      ? [
          'Let the newer version of these keys begin where the older one ends.',
          'Look the rows since the onset up again.',
          'Add a check that no key has a gap between its versions.',
        ]
      : [
          'Close the older version of these keys where the newer one begins.',
          'Build what is joined to it again.',
          'Add a check that no key has two versions at one time.',
        ],
}
