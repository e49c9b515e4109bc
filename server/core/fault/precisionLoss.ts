import { watchedKind } from '../measure/watchedKind.ts'
import { findColumn } from '../dataset/schemaContext.ts'
import { isNumeric } from '../dataset/table.ts'
import { isTimeColumn } from '../dataset/timeColumn.ts'
import type { Case } from '../measure/planned.ts'
import { metricColumns } from '../metric/metric.ts'
import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { coarserGain, coarsest, medianSteps } from './reading/numbers.ts'
import { noCode } from './noCode.ts'
import { intruderShare } from './reading/intruders.ts'
import { bringsValues, watchesNumbers } from './watchesNumbers.ts'

const fits = new Set(['distinctCount', 'duplicateRate', 'share'])

const hasDigits = (state: Case) => {
  const [column] = metricColumns(state.question.metric)
  const found = column === undefined ? null : findColumn(state.focus.table, column)
  return found !== null && (isNumeric(found) || isTimeColumn(found))
}

const isOfTimes = (state: Case) => coarsest(state) === null

/** F31: numbers lose digits on the way, or run into the limit of a type. */
export const precisionLoss: Fault = {
  kind: 'precisionLoss',
  label: 'Digits lost or cut off',
  applies: state => watchesNumbers(state) || (fits.has(watchedKind(state)) && hasDigits(state) && !bringsValues(state)),
  prior: { distinctCount: 0.15, duplicateRate: 0.08, average: 0.05, maximum: 0.06, other: 0.03 },
  hasSegment: true,
  statement: () => 'Numbers or times are rounded, or stop at the limit of a type.',
  predictions: [
    {
      name: 'coarser',
      claim: 'The values stand on a coarser grid, or at a limit',
      unit: 'share',
      ifTrue: atLeast(0.15),
      ifFalse: atMost(0.03),
      strength: 'decisive',
      scan: 'profile',
      read: coarserGain,
    },
    noCode,
    {
      name: 'size',
      claim: 'But for that they are as before',
      unit: 'count',
      ifTrue: atMost(1.2),
      ifFalse: atLeast(4),
      strength: 'decisive',
      scan: 'profile',
      read: medianSteps,
    },
    {
      name: 'own',
      claim: 'The values are not those of additional rows that do not belong here',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: intruderShare,
    },
  ],
  cause: state =>
    `${isOfTimes(state) ? 'Times lose their smaller parts' : 'Numbers lose digits'} since the onset: ${coarserGain(state)?.text ?? ''}`,
  nextSteps: () => [
    'Find the step that casts or rounds the column, and let it keep its type.',
    'Load the rows since the onset again: the digits cannot be worked out.',
    'Add a check on the number of distinct values.',
  ],
}
