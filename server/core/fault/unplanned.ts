import { anything, no, type FaultPrediction } from './fault.ts'
import { plannedElsewhere } from './reading/plans.ts'

/** What rules out a fault whose rows are merely not there, or new: it was planned, and another table says so. Silence says nothing. */
export const unplanned: FaultPrediction = {
  name: 'unplanned',
  claim: 'No register, calendar or plan names the day',
  unit: 'score',
  ifTrue: no,
  ifFalse: anything,
  strength: 'decisive',
  scan: 'calendar',
  read: plannedElsewhere,
}
