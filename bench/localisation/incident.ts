import { createHash } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Segment } from '../../server/core/finding/finding.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import { addDays } from '../../server/core/shared/calendar.ts'

/** One alert with a known answer: a table `facts` to be filled, what is watched, and where it happened. */
export type Incident = {
  readonly name: string
  readonly fill: (connection: DuckDBConnection) => Promise<void>
  readonly metric: Metric
  /** Segments as text; empty unless located. */
  readonly truth: readonly string[]
  /** The same rows as a truth, under another name. */
  readonly alias: ReadonlyMap<string, string>
  readonly kind: 'located' | 'everywhere' | 'nothing'
}

/** The day of every alert. */
export const alertDay = '2024-03-06'
export const daysBefore = (days: number) => addDays(alertDay, -days)

/** A segment as the labels spell it: `column=value` in the order of the columns, joined by `&`. */
export const segmentText = (segment: Segment) =>
  segment
    .map(({ column, value }) => `${column}=${value ?? 'null'}`)
    .toSorted()
    .join('&')

/** A number from a text, the same everywhere. */
export const seedOf = (text: string) => createHash('sha256').update(text).digest().readUInt32LE(0)
