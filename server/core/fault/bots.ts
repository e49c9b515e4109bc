import { addedRowsMatter } from './addedRows.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { trialShare } from './reading/added.ts'
import { repeatedKeys } from './reading/copies.ts'
import { actorShare, crowd, machineShare } from './reading/crowds.ts'

/** F12: a few machines make many rows. */
export const bots: Fault = {
  kind: 'bots',
  label: 'Bots or spam',
  applies: addedRowsMatter,
  prior: { rowCount: 0.06, share: 0.04, average: 0.03, distinctCount: 0.03, other: 0.02 },
  hasSegment: true,
  statement: ({ focus }) => `A few machines write most of the additional rows of ${focus.table.name.name}.`,
  predictions: [
    {
      name: 'few',
      claim: 'A few actors made the additional rows, each far more than one usually makes',
      unit: 'share',
      ifTrue: atLeast(0.6),
      ifFalse: atMost(0.25),
      strength: 'decisive',
      scan: 'keys',
      read: actorShare,
    },
    {
      name: 'agents',
      claim: 'The additional rows say that a machine made them',
      unit: 'share',
      ifTrue: atLeast(0.4),
      ifFalse: atMost(0.1),
      strength: 'strong',
      scan: 'values',
      read: machineShare,
    },
    {
      name: 'copies',
      claim: 'The rows do not repeat each other',
      unit: 'share',
      ifTrue: atMost(0.03),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      read: repeatedKeys,
    },
    {
      name: 'trial',
      claim: 'The rows are no trials',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: trialShare,
    },
  ],
  cause: state => `A few actors made most of the additional rows, as bots do: ${actorShare(state)?.text ?? ''}`,
  nextSteps: state => [
    `Look at the busiest values of ${crowd(state)?.column ?? 'the actor'}, and block or filter them.`,
    'Leave their rows out of what is reported.',
    'Add a check on the rows per actor.',
  ],
}
