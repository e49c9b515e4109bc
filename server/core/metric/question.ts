import type { TableName } from '../dataset/table.ts'
import type { DataSourceId } from '../shared/ids.ts'
import type { Metric } from './metric.ts'

/**
 * What somebody says looks wrong. Expected and actual values are measured, never asked.
 * `day` is a calendar day 'YYYY-MM-DD' in `timeZone` (IANA); `timeColumn` null lets Dataing choose;
 * `wholeTable` true measures against the whole table where no time column is at hand.
 */
export type Question = {
  readonly dataSourceId: DataSourceId
  readonly table: TableName
  readonly metric: Metric
  readonly day: string
  readonly timeColumn: string | null
  readonly timeZone: string
  readonly wholeTable: boolean
}
