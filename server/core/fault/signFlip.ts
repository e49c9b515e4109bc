import { metricColumns } from '../metric/metric.ts'
import { isNumeric } from '../dataset/table.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { placeholderGain, signChange, usualSizeChange } from './reading/columns.ts'
import { filteredShare } from './reading/vanished.ts'
import { watchesNumbers } from './watchesNumbers.ts'

const isShareOfNumbers: Fault['applies'] = ({ question: { metric }, focus }) =>
  metric.kind === 'share' &&
  focus.table.columns.some(column => isNumeric(column) && metricColumns(metric).includes(column.name))

/** F30: amounts change their sign. */
export const signFlip: Fault = {
  kind: 'signFlip',
  label: 'Sign flipped',
  applies: state => watchesNumbers(state) || isShareOfNumbers(state),
  prior: { average: 0.06, sum: 0.08, minimum: 0.12, other: 0.04 },
  hasSegment: true,
  statement: () => 'Amounts such as refunds arrive with the wrong sign.',
  predictions: [
    {
      name: 'sign',
      claim: 'The share of negative values changed',
      unit: 'share',
      ifTrue: atLeast(0.008),
      ifFalse: atMost(0.002),
      strength: 'decisive',
      scan: 'profile',
      read: signChange,
    },
    {
      name: 'size',
      claim: 'The values without their sign are as before',
      unit: 'score',
      ifTrue: atMost(0.15),
      ifFalse: atLeast(0.4),
      strength: 'strong',
      scan: 'profile',
      read: usualSizeChange,
    },
    {
      name: 'kept',
      claim: 'The rows that had the other sign are not missing',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: filteredShare,
    },
    {
      name: 'spread',
      claim: 'It is not one placeholder that took their place',
      unit: 'share',
      ifTrue: atMost(0.005),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: placeholderGain,
    },
  ],
  cause: state => `Values arrive with the wrong sign: ${signChange(state)?.text ?? ''}`,
  nextSteps: () => [
    'Find the step that sets the sign (an abs(), a refund type) and mend it.',
    'Turn the sign of the affected rows once it is confirmed.',
    'Add a check on the sign by type.',
  ],
}
