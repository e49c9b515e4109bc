import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { addHours } from '../../shared/calendar.ts'
import type { Reading } from '../fault.ts'
import { numbersMissing } from './cap.ts'
import { silentFrom } from './rows.ts'
import { percent } from './text.ts'

/** Hours before and after the stop that are compared. */
const before = 8
const after = 4
/** Hours, on average, that rows of a load under way take to arrive. */
const delays = [0.3, 0.5, 0.75, 1, 1.5, 2, 3]
/** Hours vary more than rows that fall independently. */
const dispersion = 2

type Hour = { readonly rows: number; readonly expected: number }

/** The share of an hour's rows that are there at the moment `stop` (in hours, that hour beginning at 0), when rows take `delay` on average; none for a sharp cut. */
const arrived = (stop: number, delay: number) => {
  const reach = Math.min(1, Math.max(0, stop))
  if (delay === 0 || reach === 0) return reach
  return reach - delay * (Math.exp(-(stop - reach) / delay) - Math.exp(-stop / delay))
}

const logLikelihood = (hours: readonly Hour[], stop: number, delay: number) =>
  hours.reduce((sum, { rows, expected }, hour) => {
    const mean = expected * arrived(stop - hour, delay) + 0.02 * expected + 0.05
    return sum + rows * Math.log(mean) - mean
  }, 0)

/** The hours around the newest row; null where too little is expected in them to tell. */
const aroundTheStop = (state: Case): readonly Hour[] | null => {
  const { hours = [], newest } = signalOf(state, 'series') ?? {}
  const last = hours.findIndex(({ at }) => at === newest)
  if (last < 3 || newest == null) return null
  const near = hours
    .slice(Math.max(0, last - before), last + 1 + after)
    .map(({ at, rows, expectedRows }) => ({ rows: at <= newest ? rows : 0, expected: expectedRows ?? 0 }))
  return near.slice(-after - 3).reduce((sum, { expected }) => sum + expected, 0) >= 30 ? near : null
}

/** Nats by which rows still on their way explain the last hours better than a sharp stop: positive for a load under way, negative for one that stopped dead. */
export const thinning = (state: Case): Reading | null => {
  const hours = aroundTheStop(state)
  if (!hours) return null
  const stops = Array.from({ length: (hours.length + 3) * 6 }, (_, index) => 1 + index / 6)
  const best = (delay: number) => Math.max(...stops.map(stop => logLikelihood(hours, stop, delay)))
  const value = (Math.max(...delays.map(best)) - best(0)) / dispersion
  return {
    value,
    text:
      value > 0
        ? 'The last hours thin out, as rows do that are still on their way.'
        : 'The rows stop at once; the hours before are complete.',
  }
}

/** Hours at one level that tell it from a load that thins out. */
const fewestLevel = 4

/** 1 where the hours from some hour on all have the same part of their rows, up to the last: a sample, and no load on its way. */
export const steadyLevel = (state: Case): Reading | null => {
  const hours = aroundTheStop(state)
  if (!hours) return null
  const known = hours.slice(0, hours.findLastIndex(({ rows }) => rows > 0) + 1)
  const level = (start: number) => {
    const low = known.slice(start)
    const q = sumOf(low, 'rows') / Math.max(1, sumOf(low, 'expected'))
    const likelihood = known.reduce((sum, { rows, expected }, hour) => {
      const mean = Math.max(0.05, expected * (hour < start ? 1 : q))
      return sum + rows * Math.log(mean) - mean
    }, 0)
    return { q, likelihood }
  }
  const found = Array.from({ length: Math.max(0, known.length - fewestLevel + 1) }, (_, start) => level(start))
  if (found.length === 0) return null
  const best = found.reduce((a, b) => (b.likelihood > a.likelihood ? b : a))
  // A level is kept to the end; what goes on thinning out is none.
  const end = known.slice(-2)
  const lasts =
    sumOf(end, 'rows') >= best.q * sumOf(end, 'expected') - 2 * Math.sqrt(dispersion * best.q * sumOf(end, 'expected'))
  const stops = Array.from({ length: (known.length + 3) * 6 }, (_, index) => 1 + index / 6)
  const thin = Math.max(...[0, ...delays].flatMap(delay => stops.map(stop => logLikelihood(known, stop, delay))))
  const value = lasts && best.q < 0.9 && (best.likelihood - thin) / dispersion > 3 ? 1 : 0
  return {
    value,
    text:
      value === 1
        ? `The last hours all have about ${percent(best.q)} of their rows, up to the last one.`
        : 'The last hours are at no level of their own.',
  }
}

const sumOf = (hours: readonly Hour[], what: keyof Hour) => hours.reduce((sum, hour) => sum + hour[what], 0)

/** An hour with less than this share of its rows is as good as silent: a heartbeat, a straggler. */
const heartbeat = 0.1

/** The newest row's hour; where the whole day is as good as silent, the last hour before it became so, whatever straggles in after. */
const lastLoud = (state: Case): string | null => {
  const { hours, newest } = signalOf(state, 'series') ?? { hours: [], newest: null }
  const own = hours.filter(({ at, expectedRows }) => at.startsWith(state.question.day) && (expectedRows ?? 0) > 0)
  const sum = (read: (hour: (typeof own)[number]) => number) => own.reduce((total, hour) => total + read(hour), 0)
  if (own.length === 0 || sum(({ rows }) => rows) >= heartbeat * sum(({ expectedRows }) => expectedRows ?? 0))
    return newest
  const known = hours.filter(({ at }) => at.slice(0, 10) <= state.question.day)
  const start = silentFrom(
    known.map(({ rows, expectedRows }) => ({ rows, expected: expectedRows ?? 0 })),
    0.5,
  )
  const first = known[start]
  return first ? addHours(first.at, -1) : newest
}

/** Hours from the newest row, stragglers left out, to the end of the alert's day. */
export const silence = (state: Case): Reading | null => {
  const newest = lastLoud(state)
  if (!newest) return null
  const value = Math.max(
    0,
    (Date.parse(`${state.question.day}T23:00:00Z`) - Date.parse(`${newest}:00:00Z`)) / 3_600_000,
  )
  return {
    value,
    text: `Hardly a row is from after ${newest.replace('T', ' ')}:00, ${Math.round(value)} hours before the end of the day.`,
  }
}

/** Days before the alert's that are compared: late rows of more than a few days are none of a load under way. */
const rampDays = 2
/** Standard deviations that these days lack together. */
const rampSigmas = 2.5

/** 1 where the days thin out towards the newest one, the nearer the emptier: rows that take days to arrive. For tables whose time is a date. */
export const dayRamp = (state: Case): Reading | null => {
  const { series } = state.anomaly
  const last = series.findIndex(({ at }) => at === state.question.day)
  const near = series
    .slice(Math.max(0, last - rampDays), last + 1)
    .flatMap(({ value, expected, low, high }) =>
      value === null || expected === null || low === null || high === null || expected <= 0
        ? []
        : [{ ratio: value / expected, spread: (high - low) / bandWidth / expected }],
    )
  if (near.length <= rampDays) return null
  const falls = near.every(({ ratio, spread }, index) => index === 0 || ratio <= (near[index - 1]?.ratio ?? 0) + spread)
  const lacking = near.slice(0, -1).reduce((sum, { ratio, spread }) => sum + (1 - ratio) / Math.max(spread, 0.01), 0)
  const value = falls && lacking >= rampSigmas ? 1 : 0
  const told = near.map(({ ratio }) => percent(ratio)).join(', ')
  return {
    value,
    text:
      value === 1
        ? `The last days have ${told} of their rows, the nearer the fewer.`
        : `The last days have ${told} of their rows.`,
  }
}

/** The same, or the numbers of the missing rows were given out: they were made and have not arrived. */
export const stillComing = (state: Case): Reading | null => {
  const days = dayRamp(state)
  const numbers = numbersMissing(state)
  return numbers && numbers.value >= mostMissing && (days?.value ?? 0) < 1 ? { value: 1, text: numbers.text } : days
}
const mostMissing = 0.7

/** The band of a day is three standard deviations wide on either side. */
const bandWidth = 6
