import type { DuckDbFile } from '../../demo/duckDbFile.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import { metricSql } from './metricSql.ts'

/** The undamaged metric by day, 'YYYY-MM-DD' → value. */
export type DailySeries = ReadonlyMap<string, number>

type Watched = { readonly table: string; readonly time: string; readonly metric: Metric }

export const dailySeries = async (file: DuckDbFile, { table, time, metric }: Watched): Promise<DailySeries> => {
  const rows = await file.rows(`SELECT ${time}::DATE::VARCHAR AS day, (${metricSql(metric, time)})::DOUBLE AS value
    FROM ${table} GROUP BY 1 ORDER BY 1`)
  return new Map(rows.map(({ day, value }) => [String(day), Number(value)]))
}

export const valueOnDay = async (
  file: DuckDbFile,
  { table, time, metric, day }: Watched & { readonly day: string },
) => {
  const [row] = await file.rows(`SELECT count(*) AS rows, (${metricSql(metric, time)})::DOUBLE AS value FROM ${table}
    WHERE ${time} >= DATE '${day}' AND ${time} < DATE '${day}' + 1`)
  return row === undefined || Number(row.rows) === 0 || row.value === null ? null : Number(row.value)
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export const dayPlus = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
export const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()

/** How far a day lies from the median of the same weekday of the four weeks before; null with less than two of them. */
const residual = (series: DailySeries, day: string) => {
  const before = [7, 14, 21, 28].flatMap(days => series.get(dayPlus(day, -days)) ?? [])
  const value = series.get(day)
  return value === undefined || before.length < 2 ? null : value - median(before)
}

/** Day-to-day noise of that weekday (robust standard deviation of the residuals), and how far off the undamaged day itself is. */
export const noiseOfDay = (series: DailySeries, day: string) => {
  const spread = (days: readonly string[]) =>
    1.4826 * median(days.flatMap(other => Math.abs(residual(series, other) ?? Number.NaN)).filter(Number.isFinite))
  const days = [...series.keys()]
  const noise = Math.max(spread(days.filter(other => weekday(other) === weekday(day))), 0.5 * spread(days))
  const own = residual(series, day)
  return { noise, residual: own, cleanScore: own === null ? null : score(own, noise) }
}

/** A difference in noise units, at most 999 where there is no noise at all. */
export const score = (difference: number, noise: number) =>
  difference === 0 ? 0 : Math.min(999, Math.abs(difference) / Math.max(noise, 1e-12))
