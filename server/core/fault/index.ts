import { bots } from './bots.ts'
import { caseDrift } from './caseDrift.ts'
import { columnDropped } from './columnDropped.ts'
import { columnSwap } from './columnSwap.ts'
import { deletesKept } from './deletesKept.ts'
import { cumulativeValues } from './cumulativeValues.ts'
import { currencyMix } from './currencyMix.ts'
import { definitionChange } from './definitionChange.ts'
import { duplicatedLoad } from './duplicatedLoad.ts'
import { encodingDamage } from './encodingDamage.ts'
import { expectedChange } from './expectedChange.ts'
import type { Fault } from './fault.ts'
import type { FaultKind } from './faultKind.ts'
import { feedOutage } from './feedOutage.ts'
import { formatDrift } from './formatDrift.ts'
import { joinFanOut } from './joinFanOut.ts'
import { lookupMiss } from './lookupMiss.ts'
import { missingSlice } from './missingSlice.ts'
import { newCategory } from './newCategory.ts'
import { nullFromRelease } from './nullFromRelease.ts'
import { orphanKeys } from './orphanKeys.ts'
import { outliers } from './outliers.ts'
import { partialLoad } from './partialLoad.ts'
import { restrictiveFilter } from './restrictiveFilter.ts'
import { precisionLoss } from './precisionLoss.ts'
import { redatedEvents } from './redatedEvents.ts'
import { restatement } from './restatement.ts'
import { rowCap } from './rowCap.ts'
import { scatteredDuplicates } from './scatteredDuplicates.ts'
import { sentinelValues } from './sentinelValues.ts'
import { signFlip } from './signFlip.ts'
import { staleReplica } from './staleReplica.ts'
import { testData } from './testData.ts'
import { timeZoneShift } from './timeZoneShift.ts'
import { truncatedText } from './truncatedText.ts'
import { typeChange } from './typeChange.ts'
import { unitChange } from './unitChange.ts'
import { validityOverlap } from './validityOverlap.ts'
import { valueRecoded } from './valueRecoded.ts'

/** Every kind of fault there is. */
export const faults: readonly Fault[] = [
  columnDropped,
  duplicatedLoad,
  expectedChange,
  feedOutage,
  joinFanOut,
  lookupMiss,
  missingSlice,
  nullFromRelease,
  orphanKeys,
  partialLoad,
  scatteredDuplicates,
  sentinelValues,
  signFlip,
  timeZoneShift,
  typeChange,
  unitChange,
  valueRecoded,
  bots,
  caseDrift,
  columnSwap,
  deletesKept,
  encodingDamage,
  formatDrift,
  newCategory,
  restrictiveFilter,
  testData,
  truncatedText,
  cumulativeValues,
  currencyMix,
  definitionChange,
  outliers,
  precisionLoss,
  redatedEvents,
  restatement,
  rowCap,
  staleReplica,
  validityOverlap,
]

export const faultOf = (kind: FaultKind): Fault => {
  const found = faults.find(fault => fault.kind === kind)
  if (!found) throw new Error(`No fault is listed as ${kind}`)
  return found
}
