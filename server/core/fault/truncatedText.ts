import { findColumn } from '../dataset/schemaContext.ts'
import type { Case } from '../measure/planned.ts'
import { metricColumns } from '../metric/metric.ts'
import { atLeast, atMost, type Fault } from './fault.ts'
import { longKeysGone, longTextsGone, pile } from './reading/lengths.ts'
import { examples, kinShare } from './reading/newcomers.ts'
import { watchesText } from './watchesText.ts'

/** Keys that are cut repeat each other. */
const watchesTextKeys = (state: Case) => {
  const [key = ''] = metricColumns(state.question.metric)
  return state.question.metric.kind === 'duplicateRate' && findColumn(state.focus.table, key)?.kind === 'text'
}

/** F23: texts are cut at a length, as by a column that is too narrow. */
export const truncatedText: Fault = {
  kind: 'truncatedText',
  label: 'Texts cut short',
  applies: state => watchesText(state) || watchesTextKeys(state),
  prior: { distinctCount: 0.08, share: 0.06, duplicateRate: 0.06, other: 0.02 },
  hasSegment: true,
  statement: () => 'Texts are cut at a fixed length.',
  predictions: [
    {
      name: 'prefix',
      claim: 'The new values are beginnings of known ones',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.35),
      strength: 'decisive',
      scan: 'values',
      applies: state => !watchesTextKeys(state),
      read: kinShare('cut'),
    },
    {
      name: 'pile',
      claim: 'More texts than usual end at one length',
      unit: 'share',
      ifTrue: atLeast(0.03),
      ifFalse: atMost(0.005),
      strength: 'decisive',
      scan: 'profile',
      read: pile,
    },
    {
      name: 'long',
      claim: 'Longer texts all lost rows',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.4),
      strength: 'strong',
      scan: 'profile',
      applies: state => !watchesTextKeys(state),
      read: longTextsGone,
    },
    {
      name: 'keys',
      claim: 'No key is as long as it was',
      unit: 'share',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.4),
      strength: 'decisive',
      scan: 'profile',
      applies: watchesTextKeys,
      read: longKeysGone,
    },
  ],
  cause: state =>
    `Texts are cut at a fixed length since the onset: ${examples(state, 'cut') || (pile(state)?.text ?? '')}`,
  nextSteps: () => [
    'Compare the width of the column along the way with the longest text.',
    'Load the rows since the onset again from the source.',
    'Add a check on the longest length.',
  ],
}
