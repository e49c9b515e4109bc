import { watchedKind } from '../measure/watchedKind.ts'
import { anything, atLeast, atMost, between, type Fault } from './fault.ts'
import {
  distinctKeys,
  followsReference,
  madeByJoin,
  repeatedKeys,
  sameContent,
  sameCopies,
  wholeBatches,
} from './reading/copies.ts'
import { rowsUp } from './reading/rows.ts'

const countsRows = new Set(['rowCount', 'sum'])

/** Metrics that copies move: duplicates themselves, and what adds rows up. */
export const repeatsMatter = (state: Parameters<Fault['applies']>[0]) => {
  const kind = watchedKind(state)
  return kind === 'duplicateRate' || (countsRows.has(kind) && rowsUp(state))
}

/** F06: a batch was loaded twice. */
export const duplicatedLoad: Fault = {
  kind: 'duplicatedLoad',
  label: 'Batch loaded twice',
  applies: repeatsMatter,
  prior: { rowCount: 0.12, sum: 0.12, duplicateRate: 0.3, other: 0.06 },
  hasSegment: true,
  statement: ({ focus }) => `A batch of ${focus.table.name.name} was loaded more than once.`,
  predictions: [
    {
      name: 'repeated',
      claim: 'Rows repeat each other',
      unit: 'share',
      ifTrue: atLeast(0.02),
      ifFalse: atMost(0.004),
      strength: 'decisive',
      scan: 'keys',
      read: repeatedKeys,
    },
    {
      name: 'batch',
      claim: 'The copies fill whole batches',
      unit: 'score',
      ifTrue: atLeast(0.85),
      ifFalse: atMost(0.55),
      strength: 'decisive',
      scan: 'keys',
      read: wholeBatches,
    },
    {
      name: 'copies',
      claim: 'Every repeated row is there equally often',
      unit: 'share',
      ifTrue: atLeast(0.95),
      ifFalse: atMost(0.8),
      strength: 'weak',
      scan: 'keys',
      read: sameCopies,
    },
    {
      name: 'reference',
      claim: 'The copies follow no reference',
      unit: 'score',
      ifTrue: atMost(0.6),
      ifFalse: atLeast(0.85),
      strength: 'strong',
      scan: 'keys',
      read: followsReference,
    },
    {
      name: 'distinct',
      claim: 'There are no more distinct keys than usual',
      unit: 'ratio',
      ifTrue: between(0.8, 1.1),
      ifFalse: atLeast(1.25),
      strength: 'weak',
      scan: 'keys',
      read: distinctKeys,
    },
    {
      name: 'join',
      claim: 'No table that is looked up holds the keys of those rows more than once',
      unit: 'share',
      ifTrue: atMost(0.7),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      read: madeByJoin,
    },
    {
      name: 'same',
      claim: 'The copies say the same',
      unit: 'share',
      ifTrue: atLeast(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      read: sameContent,
    },
  ],
  cause: state => `A batch was loaded twice: ${wholeBatches(state)?.text ?? ''}`,
  nextSteps: () => [
    'Delete the second copy of the batch (keep the first load).',
    'Make the load idempotent: replace the batch instead of adding to it.',
    'Add a uniqueness check on the key.',
  ],
}
