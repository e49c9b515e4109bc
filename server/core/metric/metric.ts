/**
 * What the alert watches about a table's rows on one day.
 * - `rowCount`: rows. `nullRate`, `duplicateRate`, `share`: 0..1. `freshness`: hours from the newest row to the end of the day.
 * - `duplicateRate` counts rows beyond the first of each key; `columns` empty means the primary key.
 * - `share` is the share of rows for which `where` holds.
 */
export type Metric =
  | { readonly kind: 'rowCount' }
  | { readonly kind: 'nullRate'; readonly column: string }
  | { readonly kind: 'distinctCount'; readonly column: string }
  | { readonly kind: 'duplicateRate'; readonly columns: readonly string[] }
  | { readonly kind: 'sum' | 'average' | 'minimum' | 'maximum'; readonly column: string }
  | { readonly kind: 'freshness' }
  | { readonly kind: 'share'; readonly where: Condition }

/** `column op value`; a list for `in`, null with `=` or `!=` for IS NULL / IS NOT NULL. Never free SQL. */
export type Condition = {
  readonly column: string
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in'
  readonly value: ConditionValue | readonly ConditionValue[]
}
export type ConditionValue = string | number | boolean | null

export type MetricKind = Metric['kind']

/** The columns a metric speaks of, in order; empty for those that count rows. */
export const metricColumns = (metric: Metric): readonly string[] => {
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

/** The same metric of a table whose columns are called otherwise. */
export const renamedMetric = (metric: Metric, named: (column: string) => string): Metric => {
  switch (metric.kind) {
    case 'rowCount':
    case 'freshness':
      return metric
    case 'duplicateRate':
      return { ...metric, columns: metric.columns.map(named) }
    case 'share':
      return { ...metric, where: { ...metric.where, column: named(metric.where.column) } }
    default:
      return { ...metric, column: named(metric.column) }
  }
}
