import { atLeast, atMost, type FaultPrediction } from './fault.ts'
import { lostInCast } from './reading/casts.ts'

/** What a number or a time that came as an unreadable text predicts of the table it is read from. */
export const fromText: FaultPrediction = {
  name: 'cast',
  claim: 'What is null here is a text in the table upstream',
  unit: 'share',
  ifTrue: atLeast(0.8),
  ifFalse: atMost(0.5),
  strength: 'decisive',
  scan: 'upstream',
  read: lostInCast,
}
