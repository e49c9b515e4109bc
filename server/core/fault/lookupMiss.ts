import { nullsMatter, watchesNulls } from '../measure/lens.ts'
import { atLeast, atMost, no, yes, type Fault } from './fault.ts'
import { nullTogether } from './reading/columns.ts'
import { hasReferences, nullsAreOrphans, repairable, worstReference } from './reading/orphans.ts'

/** F18: a lookup misses because keys are spelt differently on its two sides. */
export const lookupMiss: Fault = {
  kind: 'lookupMiss',
  label: 'Lookup that misses',
  applies: state => watchesNulls(state) || (nullsMatter(state) && hasReferences(state)),
  prior: { nullRate: 0.15, distinctCount: 0.05, other: 0.02 },
  hasSegment: true,
  statement: () => 'A lookup no longer finds its keys, because they are spelt differently.',
  predictions: [
    {
      name: 'together',
      claim: 'Other columns of the lookup are null in the same rows',
      unit: 'count',
      ifTrue: yes,
      ifFalse: no,
      strength: 'strong',
      scan: 'profile',
      read: nullTogether,
    },
    {
      name: 'orphans',
      claim: 'The null rows have keys that the parent does not hold',
      unit: 'share',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'references',
      applies: hasReferences,
      read: nullsAreOrphans,
    },
    {
      name: 'format',
      claim: 'They are known keys written otherwise: in case, spaces, zeros or format',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.25),
      strength: 'decisive',
      scan: 'references',
      applies: hasReferences,
      read: repairable,
    },
  ],
  cause: state => {
    const found = worstReference(state)
    return found
      ? `The lookup of ${found.column} in ${found.parent} misses: the keys are written otherwise. ${repairable(state)?.text ?? ''}`.trim()
      : 'A lookup misses its keys.'
  },
  nextSteps: state => [
    `Bring ${worstReference(state)?.column ?? 'the key'} to one format on both sides of the join.`,
    'Load the rows since the onset again.',
    'Add a relationship check between the two tables.',
  ],
}
