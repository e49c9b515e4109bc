import type { Case } from '../measure/planned.ts'
import { atLeast, atMost, type Fault } from './fault.ts'
import { arrivals, examples, kinShare } from './reading/newcomers.ts'
import { spoiltGain } from './reading/traits.ts'
import { watchesText } from './watchesText.ts'

/** Where the new values themselves are known, their letters tell more. */
const unlistedGain = (state: Case) => ((arrivals(state)?.come ?? 0) > 0 ? null : spoiltGain(state))

/** F24: bytes are read in the wrong encoding, so that letters beyond ASCII are damaged. */
export const encodingDamage: Fault = {
  kind: 'encodingDamage',
  label: 'Damaged characters',
  applies: watchesText,
  prior: { distinctCount: 0.06, share: 0.05, other: 0.02 },
  hasSegment: true,
  statement: () => 'Texts are read in the wrong encoding, which damages letters with accents.',
  predictions: [
    {
      name: 'damaged',
      claim: 'The new values are known ones with damaged characters',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.35),
      strength: 'decisive',
      scan: 'values',
      read: kinShare('encoding'),
    },
    {
      name: 'characters',
      claim: 'Texts hold more characters that only damage leaves',
      unit: 'share',
      ifTrue: atLeast(0.01),
      ifFalse: atMost(0.001),
      strength: 'decisive',
      scan: 'profile',
      read: unlistedGain,
    },
  ],
  cause: state =>
    `Texts are read in the wrong encoding since the onset: ${examples(state, 'encoding') || (spoiltGain(state)?.text ?? '')}`,
  nextSteps: () => [
    'Read the source in the encoding it is written in (UTF-8 more often than not).',
    'Load the rows since the onset again; damaged letters cannot always be told back.',
    'Add a check that no text holds damaged characters.',
  ],
}
