import { metricColumns } from '../metric/metric.ts'
import type { Case } from '../measure/planned.ts'

const ofValues = new Set(['distinctCount', 'share'])

/** Whether which values a text column holds is what moved. */
export const watchesText = ({ question, focus }: Case) =>
  ofValues.has(question.metric.kind) &&
  metricColumns(question.metric).some(name =>
    focus.table.columns.some(column => column.name === name && column.kind === 'text'),
  )
