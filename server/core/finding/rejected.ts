import { rejectedQueries } from '../approval/approvals.ts'
import type { Case } from '../measure/planned.ts'
import type { Statement } from './finding.ts'

/** What was not tested because people kept its query from running. */
export const rejectedStatements = ({ approvals, queries }: Case): readonly Statement[] => {
  const series = queries.filter(({ scan }) => scan === 'series').map(({ id }) => id)
  return rejectedQueries(approvals)
    .filter(({ content: { scan } }) => scan !== null)
    .map(({ content, text }) => ({ text: `${content.purpose}: not tested, ${text}.`, queries: series }))
}
