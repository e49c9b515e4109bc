import { watchesNulls } from '../measure/lens.ts'
import { atLeast, atMost, no, yes, type Fault } from './fault.ts'
import { nullRateNow } from './reading/columns.ts'
import { movedAlike } from './reading/place.ts'
import { changesOfMetric, schemaChanged } from './reading/schemaChanges.ts'

const loses = new Set(['distinctCount', 'average'])

/** F17: the source no longer has the column, so every row is null. */
export const columnDropped: Fault = {
  kind: 'columnDropped',
  label: 'Source column dropped or renamed',
  applies: state => watchesNulls(state) || (loses.has(state.question.metric.kind) && state.anomaly.direction === 'down'),
  prior: { nullRate: 0.15, distinctCount: 0.08, other: 0.03 },
  hasSegment: true,
  statement: () => 'The source dropped or renamed the column.',
  predictions: [
    { name: 'all', claim: 'Every row is null since the onset', unit: 'share', ifTrue: atLeast(0.97), ifFalse: atMost(0.85), strength: 'decisive', scan: 'profile', read: nullRateNow },
    { name: 'everywhere', claim: 'No segment is spared', unit: 'score', ifTrue: yes, ifFalse: no, strength: 'strong', scan: 'segments', read: movedAlike },
    {
      name: 'schema', claim: 'The schema lost or renamed the column at the onset', unit: 'score', ifTrue: yes, ifFalse: no, strength: 'strong', scan: 'series',
      applies: state => changesOfMetric(state).length > 0, read: schemaChanged('columnRemoved', 'columnRenamed'),
    },
  ],
  cause: ({ question }) => `Since the onset ${'column' in question.metric ? question.metric.column : 'the column'} is null in every row: the source no longer delivers it.`,
  nextSteps: () => ['Compare the schema of the source before and after the onset for a dropped or renamed column.', 'Map the new name, and load the rows since the onset again.'],
}
