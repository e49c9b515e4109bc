import { rejectedQueries } from '../approval/approvals.ts'
import { faultOf } from '../fault/index.ts'
import type { Case } from '../measure/planned.ts'
import type { Statement } from './finding.ts'

/** What was not tested because people kept its query from running, or left the cause out. */
export const rejectedStatements = ({ approvals, dropped, queries }: Case): readonly Statement[] => {
  const series = queries.filter(({ scan }) => scan === 'series').map(({ id }) => id)
  const rejected = rejectedQueries(approvals)
    .filter(({ content: { scan } }) => scan !== null)
    .map(({ content, text }) => `${content.purpose}: not tested, ${text}.`)
  const left = dropped.map(
    ({ kind, byName, reason }) =>
      `${faultOf(kind).label}: left out by ${byName}${reason === null ? '' : `, because ${reason.replace(/[.!\s]+$/, '')}`}.`,
  )
  return [...rejected, ...left].map(text => ({ text, queries: series }))
}
