import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'

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

const logLikelihood = (hours: readonly Hour[], stop: number, delay: number) => hours.reduce((sum, { rows, expected }, hour) => {
  const mean = expected * arrived(stop - hour, delay) + 0.02 * expected + 0.05
  return sum + rows * Math.log(mean) - mean
}, 0)

/** The hours around the newest row; null where too little is expected in them to tell. */
const aroundTheStop = (state: Case): readonly Hour[] | null => {
  const { hours = [], newest } = signalOf(state, 'series') ?? {}
  const last = hours.findIndex(({ at }) => at === newest)
  if (last < 3 || newest == null) return null
  const near = hours.slice(Math.max(0, last - before), last + 1 + after).map(({ at, rows, expectedRows }) => ({ rows: at <= newest ? rows : 0, expected: expectedRows ?? 0 }))
  return near.slice(-after - 3).reduce((sum, { expected }) => sum + expected, 0) >= 30 ? near : null
}

/** Nats by which rows still on their way explain the last hours better than a sharp stop: positive for a load under way, negative for one that stopped dead. */
export const thinning = (state: Case): Reading | null => {
  const hours = aroundTheStop(state)
  if (!hours) return null
  const stops = Array.from({ length: (hours.length + 3) * 6 }, (_, index) => 1 + index / 6)
  const best = (delay: number) => Math.max(...stops.map(stop => logLikelihood(hours, stop, delay)))
  const value = (Math.max(...delays.map(best)) - best(0)) / dispersion
  return { value, text: value > 0 ? 'The last hours thin out, as rows do that are still on their way.' : 'The rows stop at once; the hours before are complete.' }
}

/** Hours from the newest row to the end of the alert's day. */
export const silence = (state: Case): Reading | null => {
  const newest = signalOf(state, 'series')?.newest
  if (!newest) return null
  const value = Math.max(0, (Date.parse(`${state.question.day}T23:00:00Z`) - Date.parse(`${newest}:00:00Z`)) / 3_600_000)
  return { value, text: `The newest row is from ${newest.replace('T', ' ')}:00, ${Math.round(value)} hours before the end of the day.` }
}
