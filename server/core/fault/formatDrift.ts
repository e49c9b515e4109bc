import { watchesNulls } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import { atLeast, atMost, type Fault, type Reading } from './fault.ts'
import { cameAsText, isTimeCast, lostInCast, mayBeTimeCast } from './reading/casts.ts'
import { migratedAsNull, migratedShare, migration } from './reading/formats.ts'
import { nullsAreOrphans } from './reading/orphans.ts'
import { watchesText } from './watchesText.ts'
import { fromText } from './fromText.ts'

const moved = (state: Case) => migration(state, !watchesNulls(state))
const share = (state: Case): Reading | null => migratedShare(!watchesNulls(state))(state)

/** F25: the same dates, numbers or ids in another format. */
export const formatDrift: Fault = {
  kind: 'formatDrift',
  label: 'Format changed',
  applies: state =>
    watchesText(state) ||
    isTimeCast(state) ||
    (watchesNulls(state) && state.focus.table.columns.some(({ kind }) => kind === 'text')),
  prior: { distinctCount: 0.06, share: 0.06, nullRate: 0.06, other: 0.02 },
  hasSegment: true,
  origin: cameAsText,
  statement: () => 'Dates, numbers or ids arrive in another format.',
  predictions: [
    {
      name: 'shape',
      claim: 'Texts of a column went from one format to another',
      unit: 'share',
      ifTrue: atLeast(0.03),
      ifFalse: atMost(0.006),
      strength: 'decisive',
      scan: 'profile',
      applies: state => !isTimeCast(state),
      read: state => (isTimeCast(state) ? null : share(state)),
    },
    {
      name: 'null',
      claim: 'The null rows are those',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'profile',
      applies: state => watchesNulls(state) && !isTimeCast(state),
      read: state => (isTimeCast(state) ? null : migratedAsNull(state)),
    },
    { ...fromText, applies: mayBeTimeCast },
    {
      name: 'keys',
      claim: 'It has nothing to do with unmatched keys',
      unit: 'share',
      ifTrue: atMost(0.2),
      ifFalse: atLeast(0.8),
      strength: 'decisive',
      scan: 'references',
      applies: watchesNulls,
      read: nullsAreOrphans,
    },
  ],
  cause: state => {
    const lost = isTimeCast(state) ? lostInCast(state) : null
    if (lost) return `Times arrive in a format that is no longer read: ${lost.text}`
    const found = moved(state)
    return found ? `The format of ${found.column} changed from ${found.from} to ${found.to}.` : 'A format changed.'
  },
  nextSteps: state => [
    `Have the source write ${moved(state)?.column ?? 'the column'} as before, or read both formats on the way in.`,
    'Load the rows since the onset again.',
    'Add a check on the format of the text.',
  ],
}
