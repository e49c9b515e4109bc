import { signalOf } from '../investigation/state.ts'
import { anything, atLeast, atMost, no, yes, type Fault } from './fault.ts'
import { silence, thinning } from './reading/arrival.ts'
import { capNats } from './reading/cap.ts'
import { othersGoOn } from './reading/neighbours.ts'
import { movedAlike } from './reading/place.ts'
import { dayIsNewest, emptyTail, fallsBehind, missingAtTheEnd, rowsAfterGap } from './reading/rows.ts'
import { watchesRows } from './watchesNumbers.ts'

/** F03: the copy is frozen: complete up to one moment, and nothing since, in no segment. */
export const staleReplica: Fault = {
  kind: 'staleReplica',
  label: 'Replication stopped',
  applies: state => watchesRows(state) && fallsBehind(state) && state.focus.timeColumn !== null,
  prior: { rowCount: 0.06, freshness: 0.25, sum: 0.05, other: 0.04 },
  hasSegment: false,
  statement: ({ focus }) => `${focus.table.name.name} is no longer brought up to date.`,
  predictions: [
    {
      name: 'newest',
      claim: 'Nothing newer is in the table',
      unit: 'score',
      ifTrue: yes,
      ifFalse: no,
      strength: 'decisive',
      scan: 'series',
      read: dayIsNewest,
    },
    {
      name: 'tail',
      claim: 'The last hours are empty, in which many rows were to come',
      unit: 'count',
      ifTrue: atLeast(8),
      ifFalse: atMost(2),
      strength: 'decisive',
      scan: 'series',
      read: emptyTail,
    },
    {
      name: 'loss',
      claim: 'Its last hours are a part of what the day lacks',
      unit: 'share',
      ifTrue: atLeast(0.2),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'series',
      applies: state => state.question.metric.kind !== 'freshness',
      read: missingAtTheEnd,
    },
    {
      name: 'open',
      claim: 'Nothing follows the gap',
      unit: 'score',
      ifTrue: atMost(0),
      ifFalse: atLeast(1),
      strength: 'strong',
      scan: 'series',
      read: rowsAfterGap,
    },
    {
      name: 'sharp',
      claim: 'Up to the stop everything is there',
      unit: 'score',
      ifTrue: atMost(-1),
      ifFalse: atLeast(2),
      strength: 'strong',
      scan: 'series',
      read: thinning,
    },
    {
      name: 'long',
      claim: 'It has been silent for longer than a load takes',
      unit: 'hours',
      ifTrue: atLeast(26),
      ifFalse: atMost(8),
      strength: 'strong',
      scan: 'series',
      read: silence,
    },
    {
      name: 'others',
      claim: 'The tables beside it go on',
      unit: 'share',
      ifTrue: atLeast(0.85),
      ifFalse: atMost(0.5),
      strength: 'weak',
      scan: 'siblings',
      read: othersGoOn,
    },
    {
      name: 'alike',
      claim: 'It stopped in all segments',
      unit: 'score',
      ifTrue: yes,
      ifFalse: no,
      strength: 'weak',
      scan: 'segments',
      read: movedAlike,
    },
    {
      name: 'cap',
      claim: 'The number of rows is no limit',
      unit: 'score',
      ifTrue: atMost(4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'series',
      read: capNats,
    },
  ],
  cause: state => {
    const newest = signalOf(state, 'series')?.newest?.replace('T', ' ') ?? ''
    return `${state.focus.table.name.name} is complete up to ${newest}:59 and has had nothing since: it is no longer brought up to date.`
  },
  nextSteps: () => [
    'Look whether the replication or the sync of this table runs, and whether its source goes on.',
    'Start it again and let it catch up.',
    'Watch the age of the newest row.',
  ],
}
