import { watchedKind } from '../measure/watchedKind.ts'
import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { atLeast, atMost, type Fault } from './fault.ts'
import { addedRowsMatter } from './addedRows.ts'
import { keptUpstream, mark, markedShare } from './reading/tombstones.ts'

/** What a mark itself moves, however few rows have it. */
const ofMarks = new Set(['share', 'distinctCount'])

const watchesMarks = (state: Case) => ofMarks.has(watchedKind(state))

const wereLeftOut = (state: Case) => watchesMarks(state) && keptUpstream(state) !== null

/** F13: rows that were deleted at the source are kept and counted. */
export const deletesKept: Fault = {
  kind: 'deletesKept',
  label: 'Deleted rows kept',
  applies: state => addedRowsMatter(state) || watchesMarks(state),
  prior: { rowCount: 0.06, sum: 0.05, share: 0.05, other: 0.03 },
  hasSegment: true,
  // Where the rows sit in no other segment, their mark tells them.
  segments: state => {
    const place = locatedSegments(state)
    const found = mark(state)
    return place.length > 0 || found === null || found.value === null
      ? place
      : [[{ column: found.column, value: found.value }]]
  },
  statement: ({ focus }) => `${focus.table.name.name} keeps rows that were deleted at the source.`,
  predictions: [
    {
      name: 'marked',
      claim: 'The additional rows carry a mark that normal rows do not',
      unit: 'share',
      ifTrue: atLeast(0.6),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'profile',
      read: markedShare,
    },
    {
      name: 'kept',
      claim: 'The table upstream had these rows on normal days too',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0),
      strength: 'decisive',
      scan: 'upstream',
      applies: watchesMarks,
      read: keptUpstream,
    },
  ],
  cause: state =>
    wereLeftOut(state)
      ? `Rows that the step before this table used to leave out are kept: ${keptUpstream(state)?.text ?? ''}`
      : `Deleted rows are kept: ${markedShare(state)?.text ?? ''}`,
  nextSteps: state => [
    `Put the filter on deleted rows back${mark(state) ? ` (${mark(state)?.column ?? ''})` : ''}, or apply the deletes of the source.`,
    'Add a check that no row is marked as deleted.',
  ],
}
