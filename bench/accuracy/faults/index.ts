import type { Recipe } from '../recipe.ts'
import { bots } from './bots.ts'
import { caseDrift } from './caseDrift.ts'
import { columnDropped } from './columnDropped.ts'
import { columnSwap } from './columnSwap.ts'
import { cumulativeValues } from './cumulativeValues.ts'
import { currencyMix } from './currencyMix.ts'
import { definitionChange } from './definitionChange.ts'
import { deletesKept } from './deletesKept.ts'
import { duplicatedLoad } from './duplicatedLoad.ts'
import { encodingDamage } from './encodingDamage.ts'
import { externalCause } from './externalCause.ts'
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
import { precisionLoss } from './precisionLoss.ts'
import { redatedEvents } from './redatedEvents.ts'
import { restatement } from './restatement.ts'
import { restrictiveFilter } from './restrictiveFilter.ts'
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

/** The faults a run draws from, in the order of the catalogue; the last is a cause outside of the data. */
export const recipes: readonly Recipe[] = [
  missingSlice,
  partialLoad,
  staleReplica,
  feedOutage,
  restrictiveFilter,
  duplicatedLoad,
  scatteredDuplicates,
  joinFanOut,
  restatement,
  rowCap,
  testData,
  bots,
  deletesKept,
  validityOverlap,
  cumulativeValues,
  nullFromRelease,
  columnDropped,
  lookupMiss,
  sentinelValues,
  valueRecoded,
  caseDrift,
  newCategory,
  truncatedText,
  encodingDamage,
  formatDrift,
  columnSwap,
  typeChange,
  unitChange,
  currencyMix,
  signFlip,
  precisionLoss,
  outliers,
  definitionChange,
  timeZoneShift,
  redatedEvents,
  orphanKeys,
  externalCause,
]
