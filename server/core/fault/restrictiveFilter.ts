import { watchedKind } from '../measure/watchedKind.ts'
import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { anything, atLeast, atMost, type Fault, type Reading } from './fault.ts'
import { hasReferences } from './reading/orphans.ts'
import { rowsInside } from './reading/place.ts'
import { massMatch } from './reading/recode.ts'
import { vanishedValues } from './reading/selection.ts'
import { filteredShare, vanished } from './reading/vanished.ts'
import { missingInEmptyHours, rowsDown } from './reading/rows.ts'
import { lostBetween, lostOnTheWay, missingAtSource } from './reading/source.ts'
import { segmentsText, whole } from './reading/text.ts'
import { unplanned } from './unplanned.ts'

const ofValues = new Set(['share', 'distinctCount'])
const fits = new Set(['rowCount', 'sum', 'distinctCount', 'nullRate', 'average', 'minimum', 'maximum', 'share'])

/** Whether the rows of some values are lost on the way, and explain more than those with a null do. */
const takesValues = (state: Case) => (lostOnTheWay(state)?.value ?? 0) > (filteredShare(state)?.value ?? 0)

/** Rows with a null, where they are what is lost. */
const withNulls = (state: Case) => (takesValues(state) ? null : filteredShare(state))
const asMany = 0.5

/** Whether a rate of nulls lost half of itself: what takes rows with a null takes most of them. */
const nullsFell = ({ question, anomaly: { observed, expected } }: Case) =>
  question.metric.kind === 'nullRate' && (observed ?? 0) <= expected / 2

/** How well the rows that are lost on the way from the table upstream match those that are gone, whatever the day's number is. */
const lostOfThem = (state: Case): Reading | null => {
  const [lost, found] = [lostBetween(state), vanished(state)]
  if (lost === null || found === null) return null
  const value = Math.min(lost, found.rows) / Math.max(lost, found.rows)
  // What is lost farther upstream, or from others, says nothing.
  if (value < asMany) return null
  return {
    value,
    text: `Between the table upstream and this one ${whole(Math.max(0, lost))} rows more than usual are lost, and ${whole(found.rows)} in which ${found.what}.`,
  }
}
const lostInside = (state: Case) => (lostOnTheWay(state) ? rowsInside(state) : null)

/** F05: a filter, or an inner join, takes rows that belong here. */
export const restrictiveFilter: Fault = {
  kind: 'restrictiveFilter',
  label: 'Filter or join that drops rows',
  applies: state =>
    fits.has(watchedKind(state)) &&
    (rowsDown(state) || vanishedValues(state) !== null || nullsFell(state)) &&
    !(watchedKind(state) === 'nullRate' && state.anomaly.direction === 'up'),
  prior: { rowCount: 0.1, sum: 0.08, nullRate: 0.12, distinctCount: 0.06, other: 0.04 },
  hasSegment: true,
  segments: state => (takesValues(state) ? null : vanished(state)?.segments) ?? locatedSegments(state),
  statement: ({ focus }) => `A filter or a join that builds ${focus.table.name.name} drops rows.`,
  predictions: [
    {
      name: 'condition',
      claim: 'The missing rows are those with a null, and none of them is left',
      unit: 'share',
      ifTrue: atLeast(0.65),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'profile',
      applies: state => !hasReferences(state),
      read: withNulls,
    },
    {
      name: 'nulls',
      claim: 'A column is null in no row any more',
      unit: 'share',
      ifTrue: atLeast(0.65),
      ifFalse: atMost(0.3),
      strength: 'weak',
      scan: 'profile',
      applies: hasReferences,
      read: withNulls,
    },
    {
      name: 'parents',
      claim: 'The missing rows are those with a null, or without a parent, and none of them is left',
      unit: 'share',
      ifTrue: atLeast(0.65),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'references',
      applies: hasReferences,
      read: withNulls,
    },
    {
      name: 'hours',
      claim: 'No hour is empty for all',
      unit: 'share',
      ifTrue: atMost(0.3),
      ifFalse: atLeast(0.7),
      strength: 'strong',
      scan: 'series',
      read: missingInEmptyHours,
    },
    {
      name: 'renamed',
      claim: 'No new value has the rows of one that is gone',
      unit: 'score',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'values',
      applies: state => ofValues.has(watchedKind(state)),
      read: massMatch,
    },
    {
      name: 'source',
      claim: 'The table farthest upstream has those rows',
      unit: 'share',
      ifTrue: atMost(0.25),
      ifFalse: atLeast(0.5),
      strength: 'decisive',
      scan: 'upstream',
      read: missingAtSource,
    },
    {
      name: 'value',
      claim: 'What is lost on the way are the rows of some values',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'upstream',
      read: lostOnTheWay,
    },
    {
      name: 'inside',
      claim: 'Those values have lost most of their rows',
      unit: 'ratio',
      ifTrue: atMost(0.35),
      ifFalse: atLeast(0.75),
      strength: 'decisive',
      scan: 'upstream',
      read: lostInside,
    },
    {
      name: 'between',
      claim: 'As many rows as that are lost on the way',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'upstream',
      read: lostOfThem,
    },
    unplanned,
  ],
  cause: state => {
    const found = takesValues(state) ? null : vanished(state)
    return found
      ? `A filter or an inner join drops the rows in which ${found.what}.`
      : `A filter or a join drops the rows of ${segmentsText(locatedSegments(state))}.`
  },
  nextSteps: () => [
    'Look for a condition or an inner join added to what builds this table at the onset.',
    'Build the rows since the onset again without it.',
    'Compare the row count with the table it is built from.',
  ],
}
