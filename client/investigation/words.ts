import type { Conclusion, InvestigationStatus, MetricKind } from '../gql/graphql.ts'
import type { IconName } from '../ui/icons.ts'
import type { Tone } from '../ui/tone.ts'

export const statusWords: Readonly<Record<InvestigationStatus, { label: string; tone: Tone; icon: IconName }>> = {
  RUNNING: { label: 'Running', tone: 'accent', icon: 'play' },
  PAUSED: { label: 'Paused', tone: 'warn', icon: 'pause' },
  CONCLUDED: { label: 'Concluded', tone: 'good', icon: 'check' },
  FAILED: { label: 'Failed', tone: 'bad', icon: 'alert' },
  CANCELLED: { label: 'Stopped', tone: 'neutral', icon: 'stop' },
}

export const conclusionWords: Readonly<Record<Conclusion, { label: string; tone: Tone; icon: IconName }>> = {
  CAUSE_FOUND: { label: 'Cause found', tone: 'bad', icon: 'target' },
  EXPECTED_CHANGE: { label: 'Expected change', tone: 'neutral', icon: 'check' },
  EXTERNAL_CAUSE: { label: 'Cause outside the data', tone: 'neutral', icon: 'search' },
  CAUSE_NOT_FOUND: { label: 'No cause found', tone: 'warn', icon: 'search' },
  NO_ANOMALY: { label: 'No anomaly', tone: 'good', icon: 'check' },
}

/** Whether more may still happen in it by itself, or once it is resumed. */
export const isOpen = (status: InvestigationStatus) => status === 'RUNNING' || status === 'PAUSED'

export const STATUSES = [
  'RUNNING',
  'PAUSED',
  'CONCLUDED',
  'FAILED',
  'CANCELLED',
] as const satisfies readonly InvestigationStatus[]
export const CONCLUSIONS = [
  'CAUSE_FOUND',
  'EXPECTED_CHANGE',
  'EXTERNAL_CAUSE',
  'CAUSE_NOT_FOUND',
  'NO_ANOMALY',
] as const satisfies readonly Conclusion[]

export const metricWords: Readonly<
  Record<MetricKind, { label: string; help: string; columns: 'none' | 'one' | 'several' | 'condition' }>
> = {
  ROW_COUNT: { label: 'Row count', help: 'How many rows the day has.', columns: 'none' },
  NULL_RATE: { label: 'Null rate', help: 'The share of rows where the column is empty.', columns: 'one' },
  DISTINCT_COUNT: { label: 'Distinct count', help: 'How many different values the column has.', columns: 'one' },
  DUPLICATE_RATE: {
    label: 'Duplicate rate',
    help: 'The share of rows beyond the first of each key. No column means the primary key.',
    columns: 'several',
  },
  SUM: { label: 'Sum', help: 'The column added up.', columns: 'one' },
  AVERAGE: { label: 'Average', help: 'The mean of the column.', columns: 'one' },
  MINIMUM: { label: 'Minimum', help: 'The smallest value of the column.', columns: 'one' },
  MAXIMUM: { label: 'Maximum', help: 'The largest value of the column.', columns: 'one' },
  FRESHNESS: { label: 'Freshness', help: 'Hours from the newest row to the end of the day.', columns: 'none' },
  SHARE: { label: 'Share of rows', help: 'The share of rows for which a condition holds.', columns: 'condition' },
}

export const tableLabel = ({ schema, table }: { readonly schema: string; readonly table: string }) =>
  `${schema}.${table}`
