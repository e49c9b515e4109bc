import { changesAtOnset, changeText } from '../fault/reading/schemaChanges.ts'
import type { Case } from '../measure/planned.ts'
import type { Statement } from './finding.ts'

const mostTold = 3

/** What changed in the schema around the onset: no proof of the cause, and the first thing to look at. */
export const schemaStatements = (state: Case): readonly Statement[] => {
  const series = state.queries.filter(({ scan }) => scan === 'series').map(({ id }) => id)
  return changesAtOnset(state)
    .slice(0, mostTold)
    .map(change => ({ text: `The schema changed around the onset: ${changeText(change)}`, queries: series }))
}
