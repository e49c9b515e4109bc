import { nullsMatter, watchesNulls } from '../measure/lens.ts'
import { locatedSegments } from '../measure/located.ts'
import { anything, atLeast, atMost, no, yes, type Fault } from './fault.ts'
import { mayBeCast, lostInCast } from './reading/casts.ts'
import { movedElsewhere, nullRateInside } from './reading/emptied.ts'
import { migratedAsNull } from './reading/formats.ts'
import { brokenWhereNull } from './reading/numbersAsText.ts'
import { hasHistory, nullsAreOrphans, nullsInGaps } from './reading/orphans.ts'
import { nullsInNewValue } from './reading/place.ts'
import { changesOfMetric, schemaChanged } from './reading/schemaChanges.ts'
import { segmentsText } from './reading/text.ts'

const loses = new Set(['distinctCount', 'average'])

const moved = (state: Parameters<Fault['applies']>[0]) => {
  const found = movedElsewhere(state)
  return found && found.value >= 0.9 ? found.column : null
}

/** F17: a source no longer has the column, so every row of it is null. */
export const columnDropped: Fault = {
  kind: 'columnDropped',
  label: 'Source column dropped or renamed',
  applies: state =>
    watchesNulls(state) || (loses.has(state.question.metric.kind) && state.anomaly.direction === 'down'),
  prior: { nullRate: 0.15, distinctCount: 0.08, other: 0.03 },
  hasSegment: true,
  statement: () => 'The source, or one of several, dropped or renamed the column.',
  predictions: [
    {
      name: 'all',
      claim: 'Every row, or every row of the segment, is null since the onset',
      unit: 'share',
      ifTrue: atLeast(0.97),
      ifFalse: atMost(0.85),
      strength: 'decisive',
      scan: 'profile',
      read: nullRateInside,
    },
    {
      name: 'known',
      claim: 'It is no new release that comes without it',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'values',
      applies: watchesNulls,
      read: nullsInNewValue,
    },
    {
      name: 'keys',
      claim: 'It has nothing to do with unmatched keys',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'references',
      applies: nullsMatter,
      read: nullsAreOrphans,
    },
    {
      name: 'gap',
      claim: 'No history has a gap there',
      unit: 'score',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'references',
      applies: state => watchesNulls(state) && hasHistory(state),
      read: nullsInGaps,
    },
    {
      name: 'text',
      claim: 'No text beside it holds a number that could not be read',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      applies: watchesNulls,
      read: brokenWhereNull,
    },
    {
      name: 'cast',
      claim: 'The table upstream has no text there that was lost in a cast',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'upstream',
      applies: mayBeCast,
      read: lostInCast,
    },
    {
      name: 'format',
      claim: 'No other column changed its format in as many rows',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      applies: watchesNulls,
      read: migratedAsNull,
    },
    {
      name: 'moved',
      claim: 'A column that was empty before holds the values now',
      unit: 'share',
      ifTrue: atLeast(0.9),
      ifFalse: atMost(-1),
      strength: 'strong',
      scan: 'profile',
      applies: watchesNulls,
      read: movedElsewhere,
    },
    {
      name: 'schema',
      claim: 'The schema lost or renamed the column at the onset',
      unit: 'score',
      ifTrue: yes,
      ifFalse: no,
      strength: 'strong',
      scan: 'series',
      applies: state => changesOfMetric(state).length > 0,
      read: schemaChanged('columnRemoved', 'columnRenamed'),
    },
  ],
  cause: state => {
    const { metric } = state.question
    const [place, column] = [locatedSegments(state), 'column' in metric ? metric.column : 'the column']
    const where =
      place.length === 0
        ? 'every row: the source no longer delivers it.'
        : `every row with ${segmentsText(place)}: what delivers these rows no longer sends it.`
    return `Since the onset ${column} is null in ${where}${moved(state) === null ? '' : ` Its values stand in ${moved(state) ?? ''} now.`}`
  },
  nextSteps: state => [
    moved(state) === null
      ? 'Compare the schema of the source before and after the onset for a dropped or renamed column.'
      : `Ask the source whether ${moved(state) ?? ''} is the new name of the column.`,
    'Map the new name, and load the rows since the onset again.',
  ],
}
