import type { Metric } from '../../server/core/metric/metric.ts'
import type { Question } from '../../server/core/metric/question.ts'
import { dayPlus } from './noise.ts'
import type { FaultSpec } from './plan.ts'
import type { Random } from './random.ts'
import { dimensions, drawSegments, moment, segmentsSql, type Dimension, type Injection, type Setting, type Truth } from './recipe.ts'

export type BenchQuestion = Omit<Question, 'dataSourceId'>

const all = Object.keys(dimensions).filter((name): name is Dimension => name in dimensions)
/** Six weeks of history before, a day or more after. */
export const firstInjectable = '2001-02-14'
export const injectableDays = 135

export const questionOf = (metric: Metric, day: string): BenchQuestion => (
  { table: { schema: 'main', name: 'flights' }, metric, day, timeColumn: 'departed_at', timeZone: 'UTC', wholeTable: false })

export const drawSetting = (random: Random, { recipe, scope, strength }: FaultSpec): { setting: Setting; alertDay: string } => {
  const day = dayPlus(firstInjectable, random.whole(0, injectableDays - 1))
  const hour = random.chance(0.4) ? 0 : random.whole(6, strength === 'strong' ? 14 : 18)
  const onset = `${day} ${String(hour).padStart(2, '0')}:00:00`
  const extra = recipe.lasts === 'lasting' ? random.whole(0, 2) : 0
  const until = recipe.lasts === 'permanent' ? '2001-07-01 00:00:00' : `${dayPlus(day, 1 + extra)} 00:00:00`
  const segments = drawSegments(random, scope, recipe.dimensions ?? all)
  const where = `departed_at >= ${moment(onset)} AND departed_at < ${moment(until)} AND ${segmentsSql(segments)}`
  const late = (extra > 0 || recipe.lasts === 'permanent') && strength === 'strong' && random.chance(0.3)
  return { setting: { random, strength, scope, onset, until, segments, where }, alertDay: late ? dayPlus(day, 1) : day }
}

export const truthOf = (spec: FaultSpec, setting: Setting, injection: Injection): Truth => ({
  cause: spec.recipe.kind,
  segments: injection.segments ?? [setting.segments],
  onset: injection.onset ?? (setting.onset.endsWith(' 00:00:00')
    ? { at: setting.onset.slice(0, 10), precision: 'day' }
    : { at: `${setting.onset.replace(' ', 'T')}Z`, precision: 'hour' }),
  note: injection.note ?? null,
})
