import { watchedKind } from '../measure/watchedKind.ts'
import { nullsMatter, watchesNulls } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import { referencesOf } from '../measure/references.ts'
import { metricColumns } from '../metric/metric.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import {
  beyondParent,
  hasReferences,
  nullsAreOrphans,
  originOfOrphans,
  orphanGain,
  repairable,
  unknownBefore,
  worstReference,
} from './reading/orphans.ts'
import { markedShare } from './reading/tombstones.ts'

const fits = new Set(['share', 'distinctCount'])

const watchesKey = (state: Case) =>
  referencesOf(state.focus).some(({ column }) => metricColumns(state.question.metric).includes(column))

/** Whether what was looked up by a key is what is missing, and not the key itself. */
const lacksLooked = (state: Case) => watchesNulls(state) || (nullsMatter(state) && !watchesKey(state))

/** F36: rows refer to a parent that is late, deleted or renumbered. */
export const orphanKeys: Fault = {
  kind: 'orphanKeys',
  label: 'Keys without a parent',
  applies: state => hasReferences(state) && (nullsMatter(state) || (fits.has(watchedKind(state)) && watchesKey(state))),
  prior: { nullRate: 0.1, share: 0.06, other: 0.03 },
  hasSegment: true,
  statement: () => 'Rows refer to parents that are late or deleted.',
  predictions: [
    {
      name: 'orphans',
      claim: 'Keys without a parent became frequent',
      unit: 'share',
      ifTrue: atLeast(0.01),
      ifFalse: atMost(0.002),
      strength: 'decisive',
      scan: 'references',
      read: orphanGain,
    },
    {
      name: 'format',
      claim: 'No change of format finds them',
      unit: 'share',
      ifTrue: atMost(0.25),
      ifFalse: atLeast(0.7),
      strength: 'decisive',
      scan: 'references',
      read: repairable,
    },
    {
      name: 'known',
      claim: 'They were known to this table before',
      unit: 'share',
      ifTrue: atMost(0.6),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'references',
      applies: state => !lacksLooked(state),
      read: unknownBefore,
    },
    {
      name: 'null',
      claim: 'The null rows are those',
      unit: 'share',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'references',
      applies: lacksLooked,
      read: nullsAreOrphans,
    },
    {
      name: 'late',
      claim: 'They are beyond the newest key of the parent',
      unit: 'share',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(-1),
      strength: 'weak',
      scan: 'references',
      read: beyondParent,
    },
    {
      name: 'kept',
      claim: 'They are no deleted rows that were kept',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: markedShare,
    },
  ],
  origin: originOfOrphans,
  cause: state => {
    const found = worstReference(state)
    if (!found) return 'Rows refer to parents that are not there.'
    return `Keys in ${found.column} have no row in ${found.parent}, ${found.beyondShare >= 0.8 ? 'which is late: they are beyond its newest key' : 'which lost them: they lie within its range'}.`
  },
  nextSteps: state => [
    `Load ${worstReference(state)?.parent ?? 'the parent table'} up to date or restore its deleted rows, then build this table again.`,
    'Load parents before children.',
    'Add a relationship check between the two tables.',
  ],
}
