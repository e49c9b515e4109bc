import { repeatsMatter } from './duplicatedLoad.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { anyPurity, followsVersions, repeatedKeys } from './reading/copies.ts'
import { daysApart, hasOtherTimes } from './reading/dates.ts'

/** F07: rows delivered more than once here and there. */
export const scatteredDuplicates: Fault = {
  kind: 'scatteredDuplicates',
  label: 'Scattered duplicates',
  applies: repeatsMatter,
  prior: { duplicateRate: 0.25, rowCount: 0.05, other: 0.03 },
  hasSegment: true,
  statement: ({ focus }) =>
    `Rows of ${focus.table.name.name} are delivered more than once here and there, and not removed.`,
  predictions: [
    {
      name: 'repeated',
      claim: 'Rows repeat each other',
      unit: 'share',
      ifTrue: atLeast(0.008),
      ifFalse: atMost(0.002),
      strength: 'decisive',
      scan: 'keys',
      read: repeatedKeys,
    },
    {
      name: 'scattered',
      claim: 'Nothing tells which rows are repeated',
      unit: 'score',
      ifTrue: atMost(0.65),
      ifFalse: atLeast(0.85),
      strength: 'decisive',
      scan: 'keys',
      read: anyPurity,
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
      name: 'versions',
      claim: 'They are no versions of a history',
      unit: 'score',
      ifTrue: atMost(0.6),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      read: followsVersions,
    },
  ],
  cause: state => `Single rows were delivered twice and not removed: ${repeatedKeys(state)?.text ?? ''}`,
  nextSteps: () => [
    'Look at the deduplication of this table: its key, and how it breaks ties.',
    'Remove the copies by key, keeping the first.',
    'Add a uniqueness check on the key.',
  ],
}
