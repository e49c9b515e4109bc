import type { Condition, Metric } from '../../server/core/metric/metric.ts'
import { quote } from './recipe.ts'

// The injector's own reading of each metric; it shares nothing with the product's.

const literal = (value: Condition['value']): string => {
  if (Array.isArray(value)) return `(${value.map(literal).join(', ')})`
  return typeof value === 'string' ? quote(value) : String(value)
}

/** The metric as one aggregate over the rows of a day; `time` is the column that places a row. */
export const metricSql = (metric: Metric, time: string): string => {
  switch (metric.kind) {
    case 'rowCount':
      return 'count(*)'
    case 'nullRate':
      return `avg((${metric.column} IS NULL)::INT)`
    case 'distinctCount':
      return `count(DISTINCT ${metric.column})`
    case 'duplicateRate':
      return `1 - count(DISTINCT (${metric.columns.join(', ')})) / count(*)`
    case 'sum':
      return `sum(${metric.column})::DOUBLE`
    case 'average':
      return `avg(${metric.column})::DOUBLE`
    case 'minimum':
      return `min(${metric.column})::DOUBLE`
    case 'maximum':
      return `max(${metric.column})::DOUBLE`
    case 'freshness':
      return `date_diff('second', max(${time}), max(${time})::DATE + INTERVAL 1 DAY) / 3600.0`
    case 'share':
      return `avg(coalesce(${metric.where.column} ${metric.where.operator} ${literal(metric.where.value)}, false)::INT)`
  }
}

export const metricText = (metric: Metric): string => {
  switch (metric.kind) {
    case 'rowCount':
    case 'freshness':
      return metric.kind
    case 'duplicateRate':
      return `duplicateRate(${metric.columns.join(', ')})`
    case 'share':
      return `share(${metric.where.column} ${metric.where.operator} ${literal(metric.where.value)})`
    default:
      return `${metric.kind}(${metric.column})`
  }
}

/** The columns a metric speaks of; none for those that count rows. */
export const columnsOf = (metric: Metric): readonly string[] => {
  switch (metric.kind) {
    case 'rowCount':
    case 'freshness':
      return []
    case 'duplicateRate':
      return metric.columns
    case 'share':
      return [metric.where.column]
    default:
      return [metric.column]
  }
}
