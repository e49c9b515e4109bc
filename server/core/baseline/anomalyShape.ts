import type { Anomaly } from '../metric/anomaly.ts'
import { mean } from '../shared/statistics.ts'
import { theilSen } from '../shared/statisticsTrend.ts'

/** The course of an anomaly by its daily scores: one day and over, growing from little, or there at once and staying. `over`: normal days follow. */
export const anomalyShape = (scores: readonly number[], over: boolean): NonNullable<Anomaly['shape']> => {
  const first = scores[0] ?? 0
  const last = scores.at(-1) ?? 0
  if (scores.length === 1) return over ? 'spike' : 'step'
  if (scores.length < 3 || first > 0.5 * last) return 'step'
  const line = theilSen(scores.map((y, x) => ({ x, y })))
  const level = mean(scores)
  const about = (fit: (x: number) => number) => scores.reduce((total, score, x) => total + (score - fit(x)) ** 2, 0)
  return about(x => line.intercept + line.slope * x) < 0.35 * about(() => level) ? 'ramp' : 'step'
}
