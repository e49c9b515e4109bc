import type { Focus } from '../core/dataset/focus.ts'
import type { Column, Table } from '../core/dataset/table.ts'
import type { InvestigationEvent, RanQuery } from '../core/investigation/events.ts'
import type { SeriesSignal } from '../core/measure/signal.ts'
import type { Anomaly } from '../core/metric/anomaly.ts'
import type { Question } from '../core/metric/question.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'

export const column = (
  name: string,
  kind: Column['kind'] = 'text',
  distinctEstimate: number | null = null,
): Column => ({ name, nativeType: kind.toUpperCase(), kind, nullable: true, distinctEstimate })

export const orders: Table = {
  name: { schema: 'shop', name: 'orders' },
  isView: false,
  primaryKey: ['order_id'],
  foreignKeys: [],
  rowEstimate: 1000,
  columns: [
    column('order_id', 'integer'),
    column('ordered_at', 'timestamp'),
    column('country'),
    column('user_id'),
    column('amount', 'decimal'),
  ],
}

export const question: Question = {
  dataSourceId: asId<DataSourceId>('source'),
  table: orders.name,
  metric: { kind: 'rowCount' },
  day: '2026-06-12',
  timeColumn: null,
  timeZone: 'UTC',
  wholeTable: false,
}

export const focus: Focus = { table: orders, parents: [], timeColumn: column('ordered_at', 'timestamp') }

export const anomaly: Anomaly = {
  observed: 500,
  expected: 1000,
  low: 900,
  high: 1100,
  score: -12,
  direction: 'down',
  onset: { at: '2026-06-12', precision: 'day' },
  shape: 'step',
  days: ['2026-06-12'],
  baselineDays: ['2026-06-05', '2026-05-29', '2026-05-22', '2026-05-15'],
  series: [],
}

export const series: SeriesSignal = {
  scan: 'series',
  hours: [],
  newest: '2026-06-13T23',
  rows: { alert: 500, normal: 1000 },
  mean: null,
  size: null,
  cardinalities: [],
}

export const ranQuery: RanQuery = {
  id: 'series',
  scan: 'series',
  purpose: 'The metric by hour',
  sql: 'SELECT 1',
  hash: 'h',
  readsTable: true,
  rows: 1,
  truncated: false,
  elapsedMs: 5,
}

export const opened: InvestigationEvent = { type: 'InvestigationOpened', data: { question, openedBy: null } }
export const contextGathered: InvestigationEvent = { type: 'ContextGathered', data: { focus } }
export const measured: readonly InvestigationEvent[] = [
  { type: 'QueryRan', data: ranQuery },
  { type: 'AnomalyMeasured', data: { anomaly } },
  { type: 'SignalMeasured', data: { signal: series } },
]
