import { anything, atMost, type FaultPrediction } from './fault.ts'
import { codeGain } from './reading/columns.ts'
import { watchesNumbers } from './watchesNumbers.ts'

/** What a change of numbers predicts of placeholders: that it writes none. */
export const noCode: FaultPrediction = {
  name: 'code',
  claim: 'No number that stands for a missing one takes a share of the values',
  unit: 'share',
  ifTrue: atMost(0.05),
  ifFalse: anything,
  strength: 'decisive',
  scan: 'profile',
  applies: watchesNumbers,
  read: codeGain,
}
