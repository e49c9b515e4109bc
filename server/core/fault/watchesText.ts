import { watchedKind } from '../measure/watchedKind.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Case } from '../measure/planned.ts'

const ofValues = new Set(['distinctCount', 'share'])

/** Whether which values a text column holds is what moved. */
export const watchesText = (state: Case) =>
  ofValues.has(watchedKind(state)) &&
  metricColumns(state.question.metric).some(name =>
    state.focus.table.columns.some(column => column.name === name && column.kind === 'text'),
  )
