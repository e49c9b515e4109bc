import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { migratedAsNull } from './reading/formats.ts'
import { coverage, newValueWithNulls, nullsInNewValue } from './reading/place.ts'
import { nullRateNow } from './reading/columns.ts'
import { intruderShare } from './reading/intruders.ts'
import { watchesNulls } from '../measure/lens.ts'
import { locatedSegments } from '../measure/located.ts'
import { segmentsText } from './reading/text.ts'
import { nullsAreOrphans } from './reading/orphans.ts'

const releaseText = (state: Parameters<Fault['applies']>[0]) => {
  const fresh = newValueWithNulls(state)
  return fresh ? `${fresh.column} = ${fresh.value}` : segmentsText(locatedSegments(state))
}

/** F16: a new version of a client no longer sends the field. */
export const nullFromRelease: Fault = {
  kind: 'nullFromRelease',
  label: 'Nulls from a release',
  applies: watchesNulls,
  prior: { nullRate: 0.22, other: 0.02 },
  hasSegment: true,
  segments: state => {
    const place = locatedSegments(state)
    const fresh = newValueWithNulls(state)
    if (
      !fresh ||
      place.some(segment => segment.some(({ column, value }) => column === fresh.column && value === fresh.value))
    )
      return place
    return [[{ column: fresh.column, value: fresh.value }]]
  },
  statement: ({ question }) =>
    `A new release no longer fills ${'column' in question.metric ? question.metric.column : 'the column'}.`,
  predictions: [
    {
      name: 'own',
      claim: 'The nulls are not those of additional rows that do not belong here',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: intruderShare,
    },
    {
      name: 'new',
      claim: 'The nulls sit in a value that is new in the table',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'values',
      read: nullsInNewValue,
    },
    {
      name: 'confined',
      claim: 'That segment explains the nulls',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.4),
      strength: 'strong',
      scan: 'segments',
      read: coverage,
    },
    {
      name: 'some',
      claim: 'Other rows still have the value',
      unit: 'share',
      ifTrue: atMost(0.9),
      ifFalse: atLeast(0.98),
      strength: 'strong',
      scan: 'profile',
      read: nullRateNow,
    },
    {
      name: 'keys',
      claim: 'It has nothing to do with unmatched keys',
      unit: 'share',
      ifTrue: atMost(0.2),
      ifFalse: atLeast(0.8),
      strength: 'strong',
      scan: 'references',
      read: nullsAreOrphans,
    },
    {
      name: 'format',
      claim: 'No other column changed its format in as many rows',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: migratedAsNull,
    },
  ],
  cause: state => `Rows with ${releaseText(state)}, new in the table, come without the value.`,
  nextSteps: state => [
    `Ask the team that released ${releaseText(state)} why the field is no longer sent, and have it mended or rolled back.`,
    'Add a null check by release, so that the next one is seen with its first rows.',
  ],
}
