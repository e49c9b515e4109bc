import { repeatsMatter } from './duplicatedLoad.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import {
  followedColumn,
  followsParent,
  followsReference,
  followsVersions,
  repeatedKeys,
  repeatingParent,
  usualRepeats,
} from './reading/copies.ts'
import { daysApart, hasOtherTimes } from './reading/dates.ts'
import { hasReferences } from './reading/orphans.ts'

/** F08: a join multiplies rows, because the table joined holds keys more than once. */
export const joinFanOut: Fault = {
  kind: 'joinFanOut',
  label: 'Join that multiplies rows',
  applies: repeatsMatter,
  prior: { duplicateRate: 0.2, rowCount: 0.08, sum: 0.1, other: 0.04 },
  hasSegment: true,
  statement: ({ focus }) => `A join that builds ${focus.table.name.name} finds some keys more than once.`,
  predictions: [
    {
      name: 'repeated',
      claim: 'Rows repeat each other',
      unit: 'share',
      ifTrue: atLeast(0.01),
      ifFalse: atMost(0.003),
      strength: 'decisive',
      scan: 'keys',
      read: repeatedKeys,
    },
    {
      name: 'reference',
      claim: 'All rows of some references are repeated, and of others none',
      unit: 'score',
      ifTrue: atLeast(0.85),
      ifFalse: atMost(0.65),
      strength: 'decisive',
      scan: 'keys',
      read: followsReference,
    },
    {
      name: 'parent',
      claim: 'A parent table holds the keys of those rows more than once',
      unit: 'score',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0.3),
      strength: 'strong',
      scan: 'keys',
      applies: hasReferences,
      read: followsParent,
    },
    {
      name: 'versions',
      claim: 'They are no versions of a history that overlap',
      unit: 'score',
      ifTrue: atMost(0.6),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      read: followsVersions,
    },
    {
      name: 'prompt',
      claim: 'The copies came with the first, not days after',
      unit: 'share',
      ifTrue: atMost(0.01),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      applies: hasOtherTimes,
      read: daysApart,
    },
    {
      name: 'key',
      claim: 'What repeats is a key, and no number that many rows have',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      read: usualRepeats,
    },
  ],
  origin: state => repeatingParent(state, 'parent'),
  cause: state =>
    `A join multiplies rows: all rows of some values of ${followedColumn(state) ?? 'one reference'} are there several times. ${followsParent(state)?.text ?? ''}`.trim(),
  nextSteps: state => [
    `Make the table behind ${followedColumn(state) ?? 'the reference'} hold each key once, then build this one again.`,
    'Add a uniqueness check on the key of that table.',
  ],
}
