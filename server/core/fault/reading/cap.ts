import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { neighboursApart } from './neighbours.ts'
import { movedAlike } from './place.ts'
import { missingInEmptyHours, rowRatio } from './rows.ts'
import { percent, whole } from './text.ts'

/** Round steps: 100, 200, 250, 500, 1000 … */
const steps = [2, 3, 4, 5, 6].flatMap(power => [1, 2, 2.5, 5].map(times => times * 10 ** power))
/** 2^8 and up, with and without a header. */
const powers = Array.from({ length: 14 }, (_, index) => 2 ** (index + 8)).flatMap(power => [power, power - 1])

/** How unlikely it is, in nats, that a count falls on such a number by chance, for having looked for each kind of them. */
const roundness = (rows: number): number => {
  if (rows < 50) return 0
  const round = Math.max(1, ...steps.filter(step => step <= rows && rows % step === 0)) / 4
  const power = powers.includes(rows) ? rows / 4 : 1
  return Math.log(Math.max(1, round, power))
}

/** How unlikely it is, in nats, that this many counts of that size are equal by chance. */
const equality = (rows: number, counts: number) =>
  rows < 50 ? 0 : Math.max(0, counts - 1) * Math.log(Math.sqrt(2 * Math.PI * 2 * rows))

const dayRows = (state: Case) => signalOf(state, 'series')?.rows.alert ?? 0

/** The hours of the alert's day since the onset. */
const changedHours = (state: Case) => {
  const { onset } = state.anomaly
  const since = onset?.precision === 'hour' ? onset.at.slice(0, 13) : ''
  return (signalOf(state, 'series')?.hours ?? []).filter(({ at }) => at.startsWith(state.question.day) && at >= since)
}

/** Hours that a limit must have cut to be seen in them. */
const fewestHours = 3

/** From this share of hours with one number of rows on, they have it by themselves: the same things report every hour. */
const alikeByThemselves = 0.25

/** Whether hours of normal days have the same number of rows as it is: equal numbers are no limit then. */
const hoursAreAlike = (state: Case): boolean => {
  const changed = new Set([...state.anomaly.days, state.question.day])
  const usual = (signalOf(state, 'series')?.hours ?? []).filter(
    ({ at, expectedRows }) => !changed.has(at.slice(0, 10)) && (expectedRows ?? 0) >= 20,
  )
  const counts = new Map<number, number>()
  for (const { rows } of usual) counts.set(rows, (counts.get(rows) ?? 0) + 1)
  return usual.length >= 24 && Math.max(...counts.values()) >= alikeByThemselves * usual.length
}

/** An hour that should have so many times the limit would be cut by it, whatever it has by itself. */
const wellBeyond = 1.1
const mostOfThem = 0.5

/** The most rows that an hour has, where several have just as many, and most of those that should have more. */
const hourlyLimit = (state: Case): { readonly rows: number; readonly hours: number } | null => {
  const hours = changedHours(state)
  const rows = Math.max(0, ...hours.map(hour => hour.rows))
  const full = hours.filter(hour => hour.rows === rows)
  const cut = full.filter(({ expectedRows }) => (expectedRows ?? 0) > rows)
  const beyond = hours.filter(({ expectedRows }) => (expectedRows ?? 0) >= wellBeyond * rows)
  const isLimit = beyond.filter(hour => hour.rows === rows).length >= mostOfThem * beyond.length
  return rows >= 20 &&
    full.length >= fewestHours &&
    cut.length >= 0.75 * full.length &&
    isLimit &&
    !hoursAreAlike(state)
    ? { rows, hours: full.length }
    : null
}

/** How unlikely the number of rows is, in nats, unless a limit cut it: a round number, a power of two, the same on several days or in several hours. */
export const capNats = (state: Case): Reading | null => {
  const rows = dayRows(state)
  if (rows === 0 || rowRatio(state) > 0.98) return null
  const hourly = hourlyLimit(state)
  if (hourly !== null) {
    return {
      value: Math.max(4, equality(hourly.rows, hourly.hours)),
      text: `${hourly.hours} hours have ${whole(hourly.rows)} rows each, and no hour has more: a limit.`,
    }
  }
  const days = state.anomaly.series.filter(({ at, rows: count }) => state.anomaly.days.includes(at) && count > 0)
  const same = days.filter(({ rows: count }) => count === rows).length
  const value = roundness(rows) + (same >= 2 && same === days.length ? equality(rows, same) : 0)
  return {
    value,
    text: `The day has ${whole(rows)} rows${same >= 2 ? `, as many as each of ${same} days` : ''}: ${value >= 4 ? 'a number as limits have' : 'no number that a limit would leave'}.`,
  }
}

/** Where fewer of the numbers come here on any day, most are given to rows of other tables, and what is lacking may be theirs. */
const ownNumbers = 0.5

/** Of the missing rows, the share whose running numbers were given out: they were made and did not arrive. */
export const numbersMissing = (state: Case): Reading | null => {
  const running = signalOf(state, 'profile')?.joint?.running
  const rows = rowRatio(state)
  if (!running || running.share.normal < ownNumbers || rows > 0.95) return null
  const filled = running.share.alert / running.share.normal
  const value = Math.max(0, Math.min(1.5, (1 - filled) / (1 - rows)))
  return {
    value,
    text: `The rows fill ${percent(running.share.alert)} of the range of ${running.column}, ${percent(running.share.normal)} on normal days.`,
  }
}

/** How much more the hours since the onset differ in what they lost than by chance: 1 when all lost the same share. */
export const unevenHours = (state: Case): number | null => {
  const hours = changedHours(state).filter(({ expectedRows }) => (expectedRows ?? 0) >= 5)
  if (hours.length < 6) return null
  const ratio =
    hours.reduce((sum, { rows }) => sum + rows, 0) /
    hours.reduce((sum, { expectedRows }) => sum + (expectedRows ?? 0), 0)
  return (
    hours.reduce(
      (sum, { rows, expectedRows }) =>
        sum + (rows - (expectedRows ?? 0) * ratio) ** 2 / Math.max(1, (expectedRows ?? 0) * ratio),
      0,
    ) /
    (hours.length - 1)
  )
}

/** A sample when hours and segments lost the same share, and the rows were made or the neighbours have theirs; 0..1. */
const sampled = (state: Case): number => {
  const uneven = unevenHours(state)
  const numbers = numbersMissing(state)
  const apart = neighboursApart(state)
  const even =
    uneven !== null &&
    uneven < 4 &&
    (missingInEmptyHours(state)?.value ?? 0) < 0.2 &&
    movedAlike(state)?.value === 1 &&
    rowRatio(state) < 0.85
  if (!even) return 0
  if (numbers) return Math.min(1, numbers.value)
  return apart ? Math.min(1, apart.value) * 0.9 : 0.5
}

/** 1 when the rows end at a limit, or are a thinned sample of those expected. */
export const cutOrSampled = (state: Case): Reading | null => {
  const cap = capNats(state)
  if (!cap) return null
  if (cap.value >= 4) return { value: 1, text: cap.text }
  const value = sampled(state)
  return value > 0
    ? {
        value,
        text: `All hours and segments have ${percent(rowRatio(state))} of their rows. ${numbersMissing(state)?.text ?? neighboursApart(state)?.text ?? ''}`.trim(),
      }
    : { value: 0, text: `${cap.text} The hours or segments lost different shares.` }
}
