import { watchedKind } from '../measure/watchedKind.ts'
import { watchesNulls } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import { atLeast, atMost, no, yes, type Fault } from './fault.ts'
import { cameAsText, isNumberCast, lostInCast, mayBeNumberCast } from './reading/casts.ts'
import { lostBeyond } from './reading/lostBeyond.ts'
import { brokenNumbers, brokenWhereNull } from './reading/numbersAsText.ts'
import { changesOfMetric, schemaChanged } from './reading/schemaChanges.ts'
import { watchesNumbers } from './watchesNumbers.ts'
import { fromText } from './fromText.ts'

const fits = new Set(['nullRate', 'share', 'distinctCount'])

/** Where the texts stand upstream, or one end of the numbers is missing, those beside the numbers say nothing. */
const isToldOtherwise = (state: Case) => isNumberCast(state) || lostBeyond(state) !== null

/** F27: numbers arrive as text that no longer converts. */
export const typeChange: Fault = {
  kind: 'typeChange',
  label: 'Number arrives as text',
  applies: state =>
    (fits.has(watchedKind(state)) || watchesNumbers(state) || watchesNulls(state)) &&
    (isNumberCast(state) || watchesNulls(state) || state.focus.table.columns.some(({ kind }) => kind === 'text')),
  prior: { nullRate: 0.08, other: 0.05 },
  hasSegment: true,
  origin: cameAsText,
  statement: () => 'Numbers arrive as texts that no longer convert.',
  predictions: [
    {
      name: 'dressed',
      claim: 'Texts that were plain numbers are none any more',
      unit: 'share',
      ifTrue: atLeast(0.03),
      ifFalse: atMost(0.005),
      strength: 'decisive',
      scan: 'profile',
      applies: state => !isNumberCast(state),
      read: state => (isToldOtherwise(state) ? null : brokenNumbers(state)),
    },
    {
      name: 'null',
      claim: 'The null rows are those',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.2),
      strength: 'decisive',
      scan: 'profile',
      applies: state => watchesNulls(state) && !isNumberCast(state),
      read: state => (isToldOtherwise(state) ? null : brokenWhereNull(state)),
    },
    {
      name: 'limit',
      claim: 'The numbers that are missing are those beyond a limit',
      unit: 'share',
      ifTrue: atLeast(0.8),
      ifFalse: atMost(0),
      strength: 'decisive',
      scan: 'profile',
      applies: state => watchesNulls(state) && !isNumberCast(state),
      read: lostBeyond,
    },
    { ...fromText, applies: mayBeNumberCast },
    {
      name: 'schema',
      claim: 'The column changed its type at the onset',
      unit: 'score',
      ifTrue: yes,
      ifFalse: no,
      strength: 'strong',
      scan: 'series',
      applies: state => changesOfMetric(state).length > 0,
      read: schemaChanged('typeChanged'),
    },
  ],
  cause: state => {
    const beyond = lostInCast(state) ? null : lostBeyond(state)
    return beyond
      ? `Numbers beyond a limit are no longer read, as by a cast that knows no separator of thousands or by a type that is too narrow: ${beyond.text}`
      : `Numbers arrive as text that no longer converts: ${(lostInCast(state) ?? brokenNumbers(state))?.text ?? ''}`
  },
  nextSteps: () => [
    'Strip signs and separators before the cast, or have the source send numbers again.',
    'Load the rows since the onset again.',
    'Add a check on the format of the text.',
  ],
}
