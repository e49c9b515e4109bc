import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { percent } from './text.ts'

const mostHours = 14

type Track = { readonly actual: readonly number[]; readonly normal: readonly number[]; readonly known: number }

/** Three days of hours, day before to day after, with what a normal one holds; `known` is how many hours the table has reached. */
const trackOf = (state: Case): Track | null => {
  const signal = signalOf(state, 'hours')
  const newest = signalOf(state, 'series')?.newest
  if (!signal || !newest) return null
  const actual = signal.days.flatMap(({ rows }) => rows)
  const first = signal.days[0]?.day ?? ''
  const known = Math.round((Date.parse(`${newest}:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 3_600_000) + 1
  return { actual, normal: signal.days.flatMap(() => signal.normal), known: Math.min(actual.length, known) }
}

/** What the hours would hold if every row from `start` on had been moved by `lag` hours. */
const shifted = ({ normal }: Track, lag: number, start: number) => {
  const moved = normal.map((rows, hour) => hour < start ? rows : 0)
  normal.forEach((rows, hour) => {
    const to = hour + lag
    if (hour >= start && to >= 0 && to < moved.length) moved[to] = (moved[to] ?? 0) + rows
  })
  // Rows of the days after the last one that move back into it.
  if (lag < 0) for (let hour = moved.length + lag; hour < moved.length; hour++) moved[hour] = (moved[hour] ?? 0) + (normal[hour % 24] ?? 0)
  return moved
}

const misfit = ({ actual, known }: Track, model: readonly number[]) =>
  actual.slice(0, known).reduce((sum, rows, hour) => sum + (rows - (model[hour] ?? 0)) ** 2 / Math.max(1, (rows + (model[hour] ?? 0)) / 2), 0)

/** The shift that explains the hours best: hours later (positive) or earlier, and the share of the misfit that it removes. */
export const bestShift = (state: Case): { lag: number; explained: number } | null => {
  const track = trackOf(state)
  if (!track) return null
  const plain = misfit(track, track.normal)
  // Below this the day is within counting noise of a normal one, and any shift would fit the noise.
  if (plain < track.known * 3) return { lag: 0, explained: 0 }
  let best = { lag: 0, explained: 0 }
  for (let lag = -mostHours; lag <= mostHours; lag++) {
    for (let start = 0; lag !== 0 && start <= 48; start++) {
      const explained = 1 - misfit(track, shifted(track, lag, start)) / plain
      if (explained > best.explained) best = { lag, explained }
    }
  }
  return best
}

/** How much better the hours fit a normal day whose clock is off by whole hours than one on time. */
export const clockShift = (state: Case): Reading | null => {
  const best = bestShift(state)
  if (!best) return null
  if (best.lag === 0) return { value: 0, text: 'The hours of the day are where they should be.' }
  return { value: best.explained, text: `Moving the hours by ${Math.abs(best.lag)} ${best.lag > 0 ? 'later' : 'earlier'} explains ${percent(best.explained)} of their deviation.` }
}
