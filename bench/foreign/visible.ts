import type { Metric } from '../../server/core/metric/metric.ts'
import { metricSql } from '../accuracy/metricSql.ts'
import type { DuckDbFile } from '../../demo/duckDbFile.ts'
import type { Business } from './business.ts'
import { clockOf } from './scene.ts'
import { plusDays } from './sql.ts'

/** A metric's value by day; null where a day has none. */
export type Series = ReadonlyMap<string, number | null>

const emptyDay = (metric: Metric) => (metric.kind === 'rowCount' || metric.kind === 'distinctCount' ? 0 : null)

/** Every metric of every day of the watched table. */
export const measure = async (
  file: DuckDbFile,
  business: Business,
  { metrics, days }: { metrics: readonly Metric[]; days: readonly string[] },
): Promise<readonly Series[]> => {
  const clock = clockOf(business, 'watched')
  const asked = metrics.map((metric, index) => `${metricSql(metric, clock)} AS m${index}`)
  const rows = await file.rows(
    `SELECT strftime(${clock}, '%Y-%m-%d') AS on_day, ${asked.join(', ')} FROM ${business.watched} GROUP BY 1`,
  )
  const byDay = new Map(rows.map(row => [String(row.on_day), row]))
  return metrics.map((metric, index) => {
    const of = (day: string) => {
      const value = byDay.get(day)?.[`m${index}`]
      return typeof value === 'number' ? value : byDay.has(day) ? null : emptyDay(metric)
    }
    return new Map(days.map(day => [day, of(day)]))
  })
}

const median = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
export const isRate = ({ kind }: Metric) => kind === 'nullRate' || kind === 'duplicateRate' || kind === 'share'

/** How far a day's value is from what its weekday and the last weeks let expect, in robust standard deviations; and the distance itself. */
export const strangeness = (metric: Metric, series: Series, { before, day }: { before: string; day: string }) => {
  const value = series.get(day)
  const past = [...series].flatMap(([at, one]) =>
    at < before && at >= plusDays(before, -56) && one !== null ? [{ at, one }] : [],
  )
  if (value === null || value === undefined || past.length < 14) return null
  const usual = (at: string) => {
    const alike = past.filter(other => weekday(other.at) === weekday(at) && other.at !== at)
    return median((alike.length >= 2 ? alike : past).map(({ one }) => one))
  }
  const rest = past.map(({ at, one }) => ({ at, rest: one - usual(at) }))
  const recent = rest.slice(-28).map(({ rest }) => rest)
  const drift = median(rest.slice(-10).map(({ rest }) => rest))
  const noise = 1.4826 * median(recent.map(one => Math.abs(one - median(recent))))
  const floor = isRate(metric) ? 0.002 : Math.max(0.005 * Math.abs(median(past.map(({ one }) => one))), 1e-9)
  const distance = value - usual(day) - drift
  return { z: distance / Math.max(noise, floor), distance }
}
