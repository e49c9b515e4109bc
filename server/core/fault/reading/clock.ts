import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { clockOff, clocksApart, usualRows } from './dates.ts'
import { percent } from './text.ts'

const mostHours = 14

/** The day before, the alert's day, and as much of the next one as a shift can reach, hour by hour. */
const compared = 48 + mostHours
/** Rows may have moved up to the end of the alert's day, or go on moving after it. */
const ends = [48, 72] as const

type Track = { readonly actual: readonly number[]; readonly normal: readonly number[] }

/** The hours as far as the table has got, and three days of what normal ones hold. */
const trackOf = (state: Case): Track | null => {
  const signal = signalOf(state, 'hours')
  const newest = signalOf(state, 'series')?.newest
  if (!signal || !newest) return null
  const first = signal.days[0]?.day
  if (first === undefined) return null
  const known = Math.round((Date.parse(`${newest}:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 3_600_000) + 1
  const level = levelBefore(state, first)
  return {
    actual: signal.days.flatMap(({ rows }) => rows).slice(0, Math.min(compared, known)),
    normal: signal.days.flatMap(({ day }) => signal.normal.map(rows => (day === first ? rows * level : rows))),
  }
}

/** The day before may be a Sunday: its usual rows over those of the alert's weekday. */
const levelBefore = (state: Case, before: string): number => {
  const [own, usual] = [usualRows(state, before), usualRows(state, state.question.day)]
  return own !== null && usual !== null && usual > 0 ? own / usual : 1
}

/** What the hours would hold if every row from `start` to `end` had been moved by `lag` hours; hours beyond the days known are as normal ones. */
const shifted = ({ normal }: Track, lag: number, [start, end]: readonly [number, number]) => {
  const moves = (hour: number) => hour >= start && hour < end
  const usual = (hour: number) => normal[hour] ?? normal[(hour + 24) % 24] ?? 0
  return normal.map((rows, hour) => (moves(hour) ? 0 : rows) + (moves(hour - lag) ? usual(hour - lag) : 0))
}

const total = (list: readonly number[]) => list.reduce((sum, rows) => sum + rows, 0)

/** Squared distance in units of counting noise, each day but the first brought to its own level: the next may be a weekend. */
const misfit = ({ actual }: Track, model: readonly number[]) => {
  const level = [0, 24, 48].map(from => {
    const to = Math.min(from + 24, actual.length)
    return from > 0 && total(model.slice(from, to)) > 0
      ? total(actual.slice(from, to)) / total(model.slice(from, to))
      : 1
  })
  return actual.reduce((sum, rows, hour) => {
    const wanted = (model[hour] ?? 0) * (level[Math.floor(hour / 24)] ?? 1)
    return sum + (rows - wanted) ** 2 / Math.max(1, (rows + wanted) / 2)
  }, 0)
}

/** Hours later (positive) or earlier, and how well that explains the hours, 0..1. */
type Shift = { readonly lag: number; readonly explained: number }

/** The shift that other times of the rows tell, or the one that explains the hours best. */
export const bestShift = (state: Case): Shift | null => {
  const told = clockOff(state)
  const fit = bestFit(state)
  return told && told.share > (fit?.explained ?? 0) ? { lag: told.hours, explained: told.share } : fit
}

/** The share of the misfit that the best shift removes. */
const bestFit = (state: Case): Shift | null => {
  const track = trackOf(state)
  if (!track) return null
  const plain = misfit(track, track.normal)
  // Below this the day is within counting noise of a normal one, and any shift would fit the noise.
  if (plain < track.actual.length * 3) return { lag: 0, explained: 0 }
  let best = { lag: 0, explained: 0 }
  for (let lag = -mostHours; lag <= mostHours; lag++) {
    for (let start = -mostHours; lag !== 0 && start < 48; start++) {
      for (const end of ends) {
        const explained = 1 - misfit(track, shifted(track, lag, [start, end])) / plain
        if (explained > best.explained) best = { lag, explained }
      }
    }
  }
  return best
}

/** Of the rows that hours lack, the share that other hours have too many: rows that moved are somewhere else, rows that never came are not. */
const foundElsewhere = ({ actual, normal }: Track): number => {
  const beyond = (sign: 1 | -1) =>
    total(
      actual.map((rows, hour) => {
        const change = sign * (rows - (normal[hour] ?? 0))
        return change > 2 * Math.sqrt(Math.max(1, normal[hour] ?? 0)) ? change : 0
      }),
    )
  return beyond(1) / Math.max(1, beyond(-1))
}

/** A gap alone looks like a shift where every hour is like every other; it is none as long as nothing moved. */
const gapAlone = 0.6

/** How much better the hours fit a normal day whose clock is off by whole hours than one on time. */
export const clockShift = (state: Case): Reading | null => {
  const best = bestShift(state)
  if (!best) return null
  if (best.lag === 0) return { value: 0, text: 'The hours of the day are where they should be.' }
  const told = clockOff(state)
  if (told && told.share >= best.explained) return { value: told.share, text: told.text }
  const track = trackOf(state)
  if (track && foundElsewhere(track) < 0.25 && (clocksApart(state)?.value ?? 0) < 0.5) {
    return { value: Math.min(best.explained, gapAlone), text: 'The rows that hours lack are in no other hours.' }
  }
  return {
    value: best.explained,
    text: `Moving the hours by ${Math.abs(best.lag)} ${best.lag > 0 ? 'later' : 'earlier'} explains ${percent(best.explained)} of their deviation.`,
  }
}
