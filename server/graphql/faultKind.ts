import type { FaultKind } from '../core/fault/faultKind.ts'
import { wordEnum, wordOf } from './words.ts'

export const faultLabel: Readonly<Record<FaultKind, string>> = {
  expectedChange: 'An expected change', missingSlice: 'A segment is missing', partialLoad: 'A load stopped half-way', feedOutage: 'A feed stood still',
  duplicatedLoad: 'A load ran twice', scatteredDuplicates: 'Scattered duplicates', joinFanOut: 'A join multiplies rows',
  nullFromRelease: 'Nulls from an app release', columnDropped: 'A column is no longer filled', lookupMiss: 'A lookup finds nothing',
  sentinelValues: 'A placeholder instead of values', valueRecoded: 'A value is spelt differently', typeChange: 'A column changed its type',
  unitChange: 'A column changed its unit', signFlip: 'A sign was flipped', timeZoneShift: 'Times moved to another zone', orphanKeys: 'Keys without a parent',
}

export const FaultKindEnum = wordEnum('FaultKind', 'The kinds of fault that are tested for.', faultLabel)

export const faultKindOf = (kind: string) => wordOf(faultLabel, kind)
