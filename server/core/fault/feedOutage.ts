import { anything, atLeast, atMost, between, no, type Fault } from './fault.ts'
import { capNats } from './reading/cap.ts'
import { clockShift } from './reading/clock.ts'
import { coverage, rowsInside, rowsOutside, segmentIsFile } from './reading/place.ts'
import { missingInEmptyHours, rowsDown } from './reading/rows.ts'
import { missingAtSource } from './reading/source.ts'
import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { silentForADay } from './reading/silentActors.ts'
import { segmentIsNull, simplerCondition } from './reading/vanished.ts'
import { segmentsText } from './reading/text.ts'
import { watchesRows } from './watchesNumbers.ts'
import { unplanned } from './unplanned.ts'

/** A share of the rows of one value fell: they may have stopped coming, and the rest goes on. */
const watchesValue = ({ question: { metric }, anomaly }: Case) =>
  metric.kind === 'share' && metric.where.operator === '=' && anomaly.direction === 'down'

/** F04: one source, tenant or region stopped sending; all others are as usual. */
export const feedOutage: Fault = {
  kind: 'feedOutage',
  label: 'Outage of a feed',
  applies: state => (watchesRows(state) && rowsDown(state)) || watchesValue(state),
  prior: { rowCount: 0.15, sum: 0.12, freshness: 0.1, distinctCount: 0.1, other: 0.05 },
  hasSegment: true,
  statement: ({ focus }) => `One feed of ${focus.table.name.name} stopped sending.`,
  predictions: [
    {
      name: 'inside',
      claim: 'One segment has lost most of its rows',
      unit: 'ratio',
      ifTrue: atMost(0.35),
      ifFalse: atLeast(0.75),
      strength: 'decisive',
      scan: 'segments',
      read: rowsInside,
    },
    {
      name: 'outside',
      claim: 'All other segments are complete',
      unit: 'ratio',
      ifTrue: between(0.9, 1.1),
      ifFalse: atMost(0.85),
      strength: 'strong',
      scan: 'segments',
      read: rowsOutside,
    },
    {
      name: 'coverage',
      claim: 'The segment explains the loss',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'segments',
      read: coverage,
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
      name: 'file',
      claim: 'The segment is no file or part of a load',
      unit: 'score',
      ifTrue: no,
      ifFalse: anything,
      strength: 'decisive',
      scan: 'segments',
      read: segmentIsFile,
    },
    {
      name: 'null',
      claim: 'The segment is told by a value, not by a null',
      unit: 'score',
      ifTrue: no,
      ifFalse: anything,
      strength: 'decisive',
      scan: 'segments',
      read: segmentIsNull,
    },
    {
      name: 'condition',
      claim: 'No single condition on nulls takes more of the missing rows',
      unit: 'score',
      ifTrue: no,
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: simplerCondition,
    },
    {
      name: 'clock',
      claim: 'Its rows did not move to other hours',
      unit: 'share',
      ifTrue: atMost(0.6),
      ifFalse: atLeast(0.85),
      strength: 'decisive',
      scan: 'hours',
      read: clockShift,
    },
    {
      name: 'cap',
      claim: 'The number of rows is no limit, the same on several days',
      unit: 'score',
      ifTrue: atMost(6),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'series',
      read: capNats,
    },
    {
      name: 'source',
      claim: 'The table farthest upstream lacks those rows too',
      unit: 'share',
      ifTrue: atLeast(0.5),
      ifFalse: atMost(0.25),
      strength: 'decisive',
      scan: 'upstream',
      read: missingAtSource,
    },
    {
      name: 'lasting',
      claim: 'It is no day of many that are silent and come back',
      unit: 'score',
      ifTrue: no,
      ifFalse: anything,
      strength: 'decisive',
      scan: 'segments',
      read: silentForADay,
    },
    unplanned,
  ],
  cause: state =>
    `The feed of ${segmentsText(locatedSegments(state))} stopped: its rows are missing and all others are complete.`,
  nextSteps: state => [
    `Ask the owner of the source of ${segmentsText(locatedSegments(state))} whether it is down, and load its rows again.`,
    'Watch the row count by this segment.',
  ],
}
