import { repeatsMatter } from './duplicatedLoad.ts'
import { atLeast, atMost, type Fault } from './fault.ts'
import { followsVersions, repeatedKeys } from './reading/copies.ts'

/** F14: a history says two things of one key at the same time. */
export const validityOverlap: Fault = {
  kind: 'validityOverlap',
  label: 'Overlapping versions in a history',
  applies: repeatsMatter,
  prior: { duplicateRate: 0.1, rowCount: 0.03, sum: 0.03, other: 0.02 },
  hasSegment: true,
  statement: () => 'A history holds two valid versions of some keys at once.',
  predictions: [
    {
      name: 'repeated', claim: 'Rows repeat each other', unit: 'share',
      ifTrue: atLeast(0.008), ifFalse: atMost(0.002), strength: 'decisive', scan: 'keys', read: repeatedKeys,
    },
    {
      name: 'versions', claim: 'They are those whose key has two versions at once', unit: 'score',
      ifTrue: atLeast(0.8), ifFalse: atMost(0.4), strength: 'decisive', scan: 'keys', read: followsVersions,
    },
  ],
  cause: state => `A history holds two valid versions of some keys at once, so their rows are there several times. ${followsVersions(state)?.text ?? ''}`.trim(),
  nextSteps: () => ['Close the older version of these keys where the newer one begins.', 'Build what is joined to it again.', 'Add a check that no key has two versions at one time.'],
}
