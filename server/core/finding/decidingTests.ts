import type { FaultKind } from '../fault/faultKind.ts'

/** Kinds of fault that look alike, and of each the prediction whose answer tells it from the other: `kind.prediction`. */
export const decidingTests: readonly {
  readonly between: readonly [FaultKind, FaultKind]
  readonly tests: readonly [string, string]
}[] = [
  { between: ['partialLoad', 'staleReplica'], tests: ['partialLoad.soon', 'staleReplica.long'] },
  { between: ['partialLoad', 'missingSlice'], tests: ['partialLoad.open', 'missingSlice.after'] },
  { between: ['missingSlice', 'feedOutage'], tests: ['missingSlice.empty', 'feedOutage.hours'] },
  { between: ['feedOutage', 'restrictiveFilter'], tests: ['feedOutage.null', 'restrictiveFilter.condition'] },
  {
    between: ['duplicatedLoad', 'scatteredDuplicates'],
    tests: ['duplicatedLoad.batch', 'scatteredDuplicates.scattered'],
  },
  { between: ['duplicatedLoad', 'joinFanOut'], tests: ['duplicatedLoad.reference', 'joinFanOut.reference'] },
  { between: ['scatteredDuplicates', 'joinFanOut'], tests: ['scatteredDuplicates.scattered', 'joinFanOut.reference'] },
  { between: ['joinFanOut', 'validityOverlap'], tests: ['joinFanOut.versions', 'validityOverlap.versions'] },
  { between: ['nullFromRelease', 'lookupMiss'], tests: ['nullFromRelease.keys', 'lookupMiss.orphans'] },
  { between: ['nullFromRelease', 'columnDropped'], tests: ['nullFromRelease.some', 'columnDropped.all'] },
  { between: ['nullFromRelease', 'formatDrift'], tests: ['nullFromRelease.format', 'formatDrift.null'] },
  { between: ['unitChange', 'currencyMix'], tests: ['unitChange.currency', 'currencyMix.rate'] },
  { between: ['unitChange', 'cumulativeValues'], tests: ['unitChange.level', 'cumulativeValues.rising'] },
  { between: ['unitChange', 'columnSwap'], tests: ['unitChange.other', 'columnSwap.other'] },
  { between: ['newCategory', 'valueRecoded'], tests: ['newCategory.kept', 'valueRecoded.mass'] },
  { between: ['newCategory', 'caseDrift'], tests: ['newCategory.unrelated', 'caseDrift.same'] },
  { between: ['newCategory', 'testData'], tests: ['newCategory.trial', 'testData.words'] },
  { between: ['bots', 'testData'], tests: ['bots.trial', 'testData.words'] },
  { between: ['timeZoneShift', 'redatedEvents'], tests: ['timeZoneShift.shift', 'redatedEvents.clock'] },
]

/** The prediction of a rival that tells it from the leader; null where no test of the two is known. */
export const decidingTest = (rival: FaultKind, leader: FaultKind | null): string | null => {
  const pair = decidingTests.find(
    ({ between }) => between.includes(rival) && leader !== null && leader !== rival && between.includes(leader),
  )
  return pair ? (pair.tests[pair.between.indexOf(rival)] ?? null) : null
}
