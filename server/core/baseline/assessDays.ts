import type { BaselineModel, DayPoint } from './dayPoint.ts'
import { forecast, forecasts, normalBefore, type ForecastErrors, type HistoryDay } from './forecast.ts'
import {
  askedThreshold,
  dayValue,
  isRelative,
  practicalChange,
  residualSpread,
  samplingSpread,
  threshold,
} from './noise.ts'

/** A day against its own past. `residual` is in units of the expectation for counts and sums. */
export type AssessedDay = {
  readonly expected: number
  readonly scale: number
  readonly score: number
  readonly residual: number | null
  readonly history: number
}

const keptResiduals = 56
/** From here on a lasting shift is the new normal. */
const newNormal = 14
/** Spread assumed of a day when nothing is known of its past: a fifth of a count or sum. */
const unknownSpread = 0.2

/**
 * Assesses each day by the days before it. A day beyond the threshold no longer serves as history for later ones, nor do the days in
 * `excluded`, so that an anomaly under way cannot pass for normal; a shift that lasts two weeks becomes normal.
 */
export const assessDays = (
  points: readonly DayPoint[],
  model: BaselineModel,
  excluded: ReadonlySet<string> = new Set(),
) => {
  const days: HistoryDay[] = []
  const assessed: (AssessedDay | null)[] = []
  const residuals: number[] = []
  const errors: ForecastErrors[] = []
  let run = 0
  for (const [index, point] of points.entries()) {
    const value = dayValue(point, model)
    const told = forecasts(days, index, isRelative(model))
    const day = assessDay({
      points,
      days,
      residuals,
      index,
      model,
      value,
      expected: possible(forecast(told, errors), model),
    })
    const far = day !== null && day.history >= 14 && Math.abs(day.score) > threshold
    run = far ? run + 1 : 0
    const normal = value !== null && !excluded.has(point.day) && (!far || run > newNormal)
    if (run === newNormal)
      for (let place = index - newNormal + 1; place < index; place++)
        readmit(days, place, excluded.has(points[place]?.day ?? ''))
    if (day?.residual !== null && day?.residual !== undefined && normal && day.history >= 8)
      residuals.push(day.residual)
    if (normal && value !== null && told.weekly !== null && told.level !== null)
      errors.push({ weekly: Math.abs(value - told.weekly), level: Math.abs(value - told.level) })
    days.push({ value, normal })
    assessed.push(day)
  }
  return { days, assessed }
}

/** A forecast moves with the week before, and a rate cannot leave 0..1. */
const possible = (expected: number | null, model: BaselineModel) =>
  expected !== null && model === 'rate' ? Math.min(1, Math.max(0, expected)) : expected

const readmit = (days: HistoryDay[], place: number, stays: boolean) => {
  const day = days[place]
  if (day !== undefined && !stays) days[place] = { ...day, normal: true }
}

type Asked = {
  readonly points: readonly DayPoint[]
  readonly days: readonly HistoryDay[]
  readonly residuals: readonly number[]
  readonly index: number
  readonly model: BaselineModel
  readonly value: number | null
  readonly expected: number | null
}

const assessDay = ({ points, days, residuals, index, model, value, expected }: Asked): AssessedDay | null => {
  const point = points[index]
  if (expected === null || point === undefined) return null
  const relative = isRelative(model)
  const unit = relative ? Math.max(Math.abs(expected), 1e-9) : 1
  const history = normalBefore(days, index).length
  const recent = residuals.slice(-keptResiduals)
  const spread =
    recent.length >= 4 ? residualSpread(recent) : spreadOfShortHistory({ days, index, history, relative, expected })
  const scale = Math.max(
    spread * unit,
    samplingSpread(model, point, expected),
    practicalChange(model, expected) / askedThreshold,
    1e-9,
  )
  const residual = value === null ? null : (value - expected) / unit
  return { expected, scale, score: value === null ? 0 : (value - expected) / scale, residual, history }
}

type ShortHistory = {
  readonly days: readonly HistoryDay[]
  readonly index: number
  readonly history: number
  readonly relative: boolean
  readonly expected: number
}

/** With less than two weeks the weekly rhythm is unknown: the spread of the days themselves, never below a fifth for counts and sums. */
const spreadOfShortHistory = ({ days, index, history, relative, expected }: ShortHistory): number => {
  const unit = relative ? Math.max(Math.abs(expected), 1e-9) : 1
  const values = normalBefore(days, index).map(place => ((days[place]?.value ?? 0) - expected) / unit)
  const own = history >= 3 ? residualSpread(values) : 0
  return Math.max(own, relative ? unknownSpread / Math.sqrt(Math.min(history, 4)) : 0)
}
