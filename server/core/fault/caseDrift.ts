import { atLeast, atMost, type Fault } from './fault.ts'
import { examples, kinShare, newShare } from './reading/newcomers.ts'
import { spellingShift } from './reading/traits.ts'
import { watchesText } from './watchesText.ts'

/** F21: known values come in another case, with other spaces or another form of their characters. */
export const caseDrift: Fault = {
  kind: 'caseDrift',
  label: 'Case, spaces or accents changed',
  applies: watchesText,
  prior: { distinctCount: 0.12, share: 0.12, other: 0.02 },
  hasSegment: true,
  statement: () => 'Known values arrive in another spelling: case, spaces or accents.',
  predictions: [
    {
      name: 'new',
      claim: 'Some values were not there before',
      unit: 'share',
      ifTrue: atLeast(0.003),
      ifFalse: atMost(0.0005),
      strength: 'weak',
      scan: 'values',
      read: newShare,
    },
    {
      name: 'same',
      claim: 'They are known values once case, spaces and accents are ignored',
      unit: 'share',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'values',
      read: kinShare('spelling'),
    },
    {
      name: 'spelling',
      claim: 'The share of texts in upper or lower case, or with spaces, changed',
      unit: 'share',
      ifTrue: atLeast(0.02),
      ifFalse: atMost(0.004),
      strength: 'weak',
      scan: 'profile',
      read: spellingShift,
    },
  ],
  cause: state => `Known values arrive in another spelling, so they count as new ones: ${examples(state, 'spelling')}.`,
  nextSteps: () => [
    'Find the step that stopped trimming or changing case, and mend it.',
    'Bring the values since the onset to one spelling.',
    'Add an accepted-values check on the column.',
  ],
}
