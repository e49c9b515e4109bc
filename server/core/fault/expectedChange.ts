import { anything, atLeast, atMost, no, yes, type Fault } from './fault.ts'
import { capNats, numbersMissing } from './reading/cap.ts'
import { brokenRelation } from './reading/relations.ts'
import { rowsMadeIt } from './reading/rows.ts'
import { exchangedSizes } from './reading/exchange.ts'
import { brokenThings, neighboursApart } from './reading/neighbours.ts'
import { isNextVersion, isRegistered, watchesKeys } from './reading/launches.ts'
import { coverage, movedAlike } from './reading/place.ts'
import { isPlannedThere, plannedWhereSaid } from './reading/plans.ts'
import { watchesNumbers } from './watchesNumbers.ts'
import { watchesText } from './watchesText.ts'

const fits = new Set(['rowCount', 'sum', 'average', 'distinctCount', 'freshness', 'share'])

/** F00: the business changed, not the data: a holiday, a promotion, a launch. */
export const expectedChange: Fault = {
  kind: 'expectedChange',
  label: 'Expected change',
  applies: ({ question }) => fits.has(question.metric.kind),
  prior: { rowCount: 0.2, sum: 0.2, average: 0.2, share: 0.15, other: 0.1 },
  hasSegment: false,
  statement: () => 'The business changed and the data are right: a holiday, a promotion, a launch.',
  predictions: [
    {
      name: 'neighbours',
      claim: 'Neighbouring tables moved by the same factor',
      unit: 'score',
      ifTrue: atMost(0.4),
      ifFalse: atLeast(0.75),
      strength: 'decisive',
      scan: 'siblings',
      applies: rowsMadeIt,
      read: neighboursApart,
    },
    {
      name: 'release',
      claim: 'What is new is the next version',
      unit: 'score',
      ifTrue: yes,
      ifFalse: anything,
      strength: 'strong',
      scan: 'values',
      applies: watchesText,
      read: isNextVersion,
    },
    {
      name: 'registered',
      claim: 'What is new is in the table that is looked up',
      unit: 'score',
      ifTrue: yes,
      ifFalse: anything,
      strength: 'strong',
      scan: 'references',
      applies: state => watchesText(state) && watchesKeys(state),
      read: isRegistered,
    },
    {
      name: 'planned',
      claim: 'A register, a calendar or a plan names the day',
      unit: 'score',
      ifTrue: yes,
      ifFalse: no,
      strength: 'decisive',
      scan: 'calendar',
      read: plannedWhereSaid,
    },
    {
      name: 'place',
      claim: 'What it names explains the change',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'calendar',
      read: state => (isPlannedThere(state) ? coverage(state) : null),
    },
    {
      name: 'alike',
      claim: 'All segments moved alike',
      unit: 'score',
      ifTrue: yes,
      ifFalse: no,
      strength: 'weak',
      scan: 'segments',
      read: state => (isPlannedThere(state) ? null : movedAlike(state)),
    },
    {
      name: 'intact',
      claim: 'Nothing is broken: no keys repeated, no hours empty',
      unit: 'count',
      ifTrue: atMost(0),
      ifFalse: atLeast(1),
      strength: 'weak',
      scan: 'keys',
      read: brokenThings,
    },
    {
      name: 'numbers',
      claim: 'No running numbers are missing: what is not there was never made',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: atLeast(0.7),
      strength: 'strong',
      scan: 'profile',
      applies: rowsMadeIt,
      read: numbersMissing,
    },
    {
      name: 'cap',
      claim: 'The number of rows is no limit, the same on several days or in several hours',
      unit: 'score',
      ifTrue: atMost(6),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'series',
      applies: rowsMadeIt,
      read: capNats,
    },
    {
      name: 'agree',
      claim: 'Columns that belong together still agree',
      unit: 'share',
      ifTrue: atMost(0.05),
      ifFalse: atLeast(0.3),
      strength: 'strong',
      scan: 'profile',
      applies: watchesNumbers,
      read: brokenRelation,
    },
    {
      name: 'own',
      claim: 'No two columns exchanged their values',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      applies: watchesNumbers,
      read: exchangedSizes,
    },
  ],
  cause: state =>
    plannedWhereSaid(state)?.text ??
    `The business itself moved on ${state.question.day}: everything changed alike and nothing is broken.`,
  nextSteps: () => [
    'Compare with the calendar of holidays, promotions and launches.',
    'Widen the threshold of the alert for such days.',
  ],
}
