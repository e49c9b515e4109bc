import type { Recipe } from '../recipe.ts'
import { columnDropped } from './columnDropped.ts'
import { duplicatedLoad } from './duplicatedLoad.ts'
import { feedOutage } from './feedOutage.ts'
import { joinFanOut } from './joinFanOut.ts'
import { lookupMiss } from './lookupMiss.ts'
import { missingSlice } from './missingSlice.ts'
import { nullFromRelease } from './nullFromRelease.ts'
import { orphanKeys } from './orphanKeys.ts'
import { partialLoad } from './partialLoad.ts'
import { scatteredDuplicates } from './scatteredDuplicates.ts'
import { sentinelValues } from './sentinelValues.ts'
import { signFlip } from './signFlip.ts'
import { timeZoneShift } from './timeZoneShift.ts'
import { typeChange } from './typeChange.ts'
import { unitChange } from './unitChange.ts'
import { valueRecoded } from './valueRecoded.ts'

/** Every fault the benchmark can inject. */
export const recipes: readonly Recipe[] = [
  missingSlice, partialLoad, feedOutage, duplicatedLoad, scatteredDuplicates, joinFanOut, nullFromRelease, columnDropped,
  lookupMiss, sentinelValues, valueRecoded, typeChange, unitChange, signFlip, timeZoneShift, orphanKeys,
]
