import { unreachable } from '../shared/unreachable.ts'
import type { Condition, Metric } from './metric.ts'

/** The metric as a phrase: 'null rate of user_id'. */
export const metricLabel = (metric: Metric): string => {
  switch (metric.kind) {
    case 'rowCount':
      return 'row count'
    case 'nullRate':
      return `null rate of ${metric.column}`
    case 'distinctCount':
      return `distinct count of ${metric.column}`
    case 'duplicateRate':
      return metric.columns.length === 0 ? 'duplicate rate' : `duplicate rate of ${metric.columns.join(', ')}`
    case 'sum':
    case 'average':
    case 'minimum':
    case 'maximum':
      return `${metric.kind} of ${metric.column}`
    case 'freshness':
      return 'freshness'
    case 'share':
      return `share of rows with ${conditionText(metric.where)}`
    default:
      return unreachable(metric)
  }
}

/** How a value of the metric is printed: a count, a share (0..1), a plain value, hours. */
export type MetricUnit = 'count' | 'share' | 'value' | 'hours'

export const metricUnit = (metric: Metric): MetricUnit => {
  switch (metric.kind) {
    case 'rowCount':
    case 'distinctCount':
      return 'count'
    case 'nullRate':
    case 'duplicateRate':
    case 'share':
      return 'share'
    case 'sum':
    case 'average':
    case 'minimum':
    case 'maximum':
      return 'value'
    case 'freshness':
      return 'hours'
    default:
      return unreachable(metric)
  }
}

export const conditionText = ({ column, operator, value }: Condition): string => {
  if (value === null) return `${column} is ${operator === '!=' ? 'not ' : ''}null`
  return `${column} ${operator} ${Array.isArray(value) ? `(${value.join(', ')})` : String(value)}`
}

/** A number as a person reads it: 12.3 %, 12,431, 3.47. */
export const valueText = (value: number | null, unit: MetricUnit): string => {
  if (value === null) return 'no value'
  switch (unit) {
    case 'share':
      return `${trim(value * 100)} %`
    case 'hours':
      return `${trim(value)} h`
    case 'count':
      return Math.round(value).toLocaleString('en-US')
    case 'value':
      return trim(value)
    default:
      return unreachable(unit)
  }
}

/** Three significant digits, more only for large numbers, with thousands separators. */
const trim = (value: number) => {
  const size = Math.abs(value)
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}
