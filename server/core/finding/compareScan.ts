import type { RanQuery } from '../investigation/events.ts'
import { anomalyOf } from '../measure/anomalyOf.ts'
import type { Case } from '../measure/planned.ts'
import { scans } from '../measure/scansDue.ts'
import { wholeTableAnomaly } from '../measure/wholeTable.ts'
import type { Answer } from '../ports/dataSource.ts'
import { agree, type ComparedNumber } from './compareProof.ts'

/** Every number that the case read off this query's answer, beside the same one read off a new answer; empty where it read none. */
export const compareScan = (
  state: Case,
  { scan }: Pick<RanQuery, 'scan'>,
  answer: Answer,
): readonly ComparedNumber[] => {
  if (scan === 'series') return compareSeries(state, answer)
  const recorded = state.signals.find(signal => signal.scan === scan)
  const reader = scans.find(({ name }) => name === scan)
  if (!recorded || !reader) return []
  const now = new Map(numbersIn(reader.read(state, answer), []))
  return numbersIn(recorded, []).map(([name, value]) => compared(name, value, now.get(name) ?? null))
}

const compareSeries = (state: Case, answer: Answer): readonly ComparedNumber[] => {
  const { question, focus, anomaly } = state
  const measured = focus.timeColumn ? anomalyOf(question, focus, answer) : wholeTableAnomaly(question, focus, answer)
  const now = measured.ok ? measured.value.anomaly : null
  return (['observed', 'expected', 'low', 'high', 'score'] as const).map(name =>
    compared(name, anomaly[name], now ? now[name] : null),
  )
}

const compared = (name: string, value: number | null, now: number | null): ComparedNumber => ({
  name,
  value,
  unit: 'value',
  now,
  agrees: agree({ name, value, unit: 'value' }, now),
})

/** The numbers in a value, each with its path. */
const numbersIn = (value: unknown, path: readonly string[]): readonly (readonly [string, number])[] => {
  if (typeof value === 'number') return [[path.join('.'), value]]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    numbersIn(inner, [...path, Array.isArray(value) ? nameOf(inner, key) : key]),
  )
}

/** Items of a list are told by their words, for equals may come in any order; those without a word by their place. */
const nameOf = (item: unknown, place: string): string => {
  if (item === null || typeof item !== 'object') return place
  const words = Object.entries(item).flatMap(([key, word]) =>
    typeof word === 'string' || (key === 'value' && word === null) ? [String(word)] : [],
  )
  return words.length > 0 ? words.join(' ') : place
}
