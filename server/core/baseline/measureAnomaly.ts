import type { Anomaly, SeriesPoint } from '../metric/anomaly.ts'
import { assessDays, type AssessedDay } from './assessDays.ts'
import { anomalyShape } from './anomalyShape.ts'
import type { BaselineModel, BaselineOptions, DayPoint, Expectation } from './dayPoint.ts'
import { band, expectDay } from './expectDay.ts'
import { mean } from '../shared/statistics.ts'
import { askedThreshold, practicalChange, suspectedThreshold } from './noise.ts'

/** The anomaly of the day, dated to the day; `days` is empty and `shape` null unless suspected. */
export type MeasuredAnomaly = Omit<Anomaly, 'onset'> & {
  /** Out of the band. */
  readonly anomalous: boolean
  /** Out of the band, or near enough to its edge to be looked at for a cause. */
  readonly suspected: boolean
  readonly onsetDay: string | null
  /** Whether there is history to compare with. */
  readonly enough: boolean
}

/** A neighbour of an anomalous day belongs to it from here on: less than the threshold, for the day itself is beyond doubt. */
const neighbourScore = 2.5

/** A shift that nobody looked at for longer is no news. */
const longestShift = 6
/** In standard deviations: each of its days is so far off at least, and all of them together so far that chance does not make them. */
const [eachOff, togetherOff] = [1.5, 4.5]

/**
 * The anomaly where it began some days before and its own days have come to pass for normal: left out of the history, they and the day itself are all
 * off the same way. The longest such stretch; null where there is none.
 */
const underWay = (history: readonly DayPoint[], day: string, { model }: BaselineOptions): MeasuredAnomaly | null => {
  const index = history.findIndex(point => point.day === day)
  for (let from = Math.max(0, index - longestShift); from < index; from++) {
    const days = history.slice(from, index + 1).map(point => point.day)
    const excluded = new Set(days.slice(0, -1))
    const found = measureOnce(history, { day, model, excluded })
    const { assessed } = assessDays(history, model, excluded)
    const scores = days.map((_, place) => (found.direction === 'up' ? 1 : -1) * (assessed[from + place]?.score ?? 0))
    if (Math.min(...scores) < eachOff || mean(scores) * Math.sqrt(scores.length) < togetherOff) continue
    return {
      ...found,
      days: [...days, ...found.days.filter(item => item > day)],
      onsetDay: days[0] ?? null,
      shape: anomalyShape(scores, found.shape === 'spike'),
    }
  }
  return null
}

/** Compares `day` with its past, dates the anomaly's onset, and draws the band of every day that has history. */
export const measureAnomaly = (
  history: readonly DayPoint[],
  day: string,
  { model }: BaselineOptions,
): MeasuredAnomaly => {
  const first = measureOnce(history, { day, model, excluded: new Set() })
  if (!first.anomalous) {
    const shifted = underWay(history, day, { model })
    if (shifted) return shifted
  }
  if (!first.suspected) return first
  const again = measureOnce(history, { day, model, excluded: new Set(first.days) })
  return again.suspected ? again : first
}

type Asked = BaselineOptions & { readonly day: string; readonly excluded: ReadonlySet<string> }

const measureOnce = (history: readonly DayPoint[], { day, model, excluded }: Asked): MeasuredAnomaly => {
  const index = history.findIndex(point => point.day === day)
  const expectation = expectDay(history, day, { model, excluded })
  const { assessed } = assessDays(history, model, excluded)
  const size = expectation.enough && expectation.observed !== null ? Math.abs(expectation.score) : 0
  const anomalous = size > askedThreshold
  const suspected = size > suspectedThreshold || (size > 0 && isFarFromFew(expectation, model))
  const sign = expectation.score < 0 ? -1 : 1
  const places = suspected ? neighbours(assessed, index, sign) : []
  const scores = places.map(place => sign * (assessed[place]?.score ?? 0))
  const days = places.flatMap(place => history[place]?.day ?? [])
  const { observed, expected, low, high, score, baselineDays, enough } = expectation
  return {
    observed,
    expected,
    low,
    high,
    score,
    direction: sign < 0 ? 'down' : 'up',
    anomalous,
    suspected,
    days,
    onsetDay: days[0] ?? null,
    shape: suspected ? anomalyShape(scores, (places.at(-1) ?? index) < history.length - 1) : null,
    baselineDays,
    series: history.map((point, place) => seriesPoint(point, assessed[place] ?? null, model)),
    enough,
  }
}

/** With one or two days to compare with, how far days swing is not known; what would matter is looked at. */
const isFarFromFew = ({ baselineDays, observed, expected }: Expectation, model: BaselineModel) =>
  baselineDays.length < 3 && Math.abs((observed ?? expected) - expected) > practicalChange(model, expected)

const neighbours = (assessed: readonly (AssessedDay | null)[], index: number, sign: number): readonly number[] => {
  const belongs = (place: number) => sign * (assessed[place]?.score ?? 0) >= neighbourScore
  let from = index
  while (belongs(from - 1)) from--
  let to = index
  while (belongs(to + 1)) to++
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset)
}

const seriesPoint = ({ day, value, rows }: DayPoint, found: AssessedDay | null, model: BaselineModel): SeriesPoint => ({
  at: day,
  value,
  rows,
  expected: found?.expected ?? null,
  ...(found === null ? { low: null, high: null } : band(found, model)),
})
