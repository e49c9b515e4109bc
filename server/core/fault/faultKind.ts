/** The kinds of fault we can test for, in plain names; the id is the one of the fault catalogue. */
export const faultIds = {
  expectedChange: 'F00', missingSlice: 'F01', partialLoad: 'F02', feedOutage: 'F04', duplicatedLoad: 'F06', scatteredDuplicates: 'F07',
  joinFanOut: 'F08', nullFromRelease: 'F16', columnDropped: 'F17', lookupMiss: 'F18', sentinelValues: 'F19', valueRecoded: 'F20',
  typeChange: 'F27', unitChange: 'F28', signFlip: 'F30', timeZoneShift: 'F34', orphanKeys: 'F36',
  restrictiveFilter: 'F05', testData: 'F11', bots: 'F12', deletesKept: 'F13', caseDrift: 'F21', newCategory: 'F22', truncatedText: 'F23',
  encodingDamage: 'F24', formatDrift: 'F25', columnSwap: 'F26',
  staleReplica: 'F03', restatement: 'F09', rowCap: 'F10', validityOverlap: 'F14', redatedEvents: 'F35',
  cumulativeValues: 'F15', currencyMix: 'F29', precisionLoss: 'F31', outliers: 'F32', definitionChange: 'F33',
} as const

export type FaultKind = keyof typeof faultIds
