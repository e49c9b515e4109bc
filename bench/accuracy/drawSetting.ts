import type { Metric } from '../../server/core/metric/metric.ts'
import type { Base } from './base.ts'
import { dayPlus } from './noise.ts'
import type { FaultSpec } from './plan.ts'
import type { Random } from './random.ts'
import { drawSegments, moment, onsetAt, segmentsSql, type Injection, type Recipe, type Setting } from './recipe.ts'
import type { BenchQuestion, Truth } from './truth.ts'

export const questionOf = (base: Base, metric: Metric, day: string): BenchQuestion => ({
  table: { schema: 'main', name: base.table },
  metric,
  day,
  timeColumn: base.time,
  timeZone: 'UTC',
  wholeTable: false,
})

type When = { readonly onset: string; readonly until: string }

/** The same moments with segments of a recipe's own. */
const settingAt = (
  random: Random,
  { onset, until }: When,
  { base, recipe, scope, strength }: Pick<FaultSpec, 'base' | 'recipe' | 'scope' | 'strength'>,
): Setting => {
  const segments = drawSegments(random, scope, {
    dimensions: base.dimensions,
    names: recipe.dimensions?.(base) ?? Object.keys(base.dimensions),
  })
  const inSegments = segmentsSql(segments)
  const where = `${base.time} >= ${moment(onset)} AND ${base.time} < ${moment(until)} AND ${inSegments}`
  return { random, base, strength, scope, onset, until, segments, where, inSegments }
}

const endOf = ({ lasts }: Recipe, { day, days, end }: { day: string; days: number; end: string }) =>
  lasts === 'permanent' ? end : dayPlus(day, 1 + days)

export const drawSetting = (random: Random, spec: FaultSpec): { setting: Setting; alertDay: string } => {
  const { base, recipe, strength } = spec
  const day = dayPlus(base.firstDay, random.whole(0, base.days - 1))
  const hour = random.chance(0.4) ? 0 : random.whole(6, { strong: 14, medium: 12, mild: 10 }[strength])
  const onset = `${day} ${String(hour).padStart(2, '0')}:00:00`
  const extra = recipe.lasts === 'lasting' ? random.whole(0, 2) : 0
  const until = `${endOf(recipe, { day, days: extra, end: base.end })} 00:00:00`
  const late = (extra > 0 || recipe.lasts === 'permanent') && strength !== 'mild' && random.chance(0.3)
  return { setting: settingAt(random, { onset, until }, spec), alertDay: late ? dayPlus(day, 1) : day }
}

/** A second fault that begins with the first. */
export const secondSetting = ({ random, onset, until, base, strength }: Setting, recipe: Recipe): Setting => {
  const scope = random.pick(recipe.scopes)
  return settingAt(
    random,
    { onset, until: recipe.lasts === 'permanent' ? `${base.end} 00:00:00` : until },
    { base, recipe, scope, strength },
  )
}

type Told = {
  readonly setting: Setting
  readonly injection: Injection
  readonly inherited: boolean
  readonly first: string | null
}

/** `first` is the moment of the first damaged row: naming its hour is as right as the hour at which the fault began. */
export const truthOf = ({ recipe, base }: FaultSpec, { setting, injection, inherited, first }: Told): Truth => ({
  causes: [recipe.kind, ...(injection.alsoRight ?? []).map(({ kind }) => kind)],
  segments: injection.segments ?? [setting.segments],
  onsets: [
    ...(injection.onsets ?? [onsetAt(setting.onset)]),
    ...(first === null ? [] : [onsetAt(`${first.slice(0, 10)} ${first.slice(11, 13) || '00'}:00:00`)]),
  ],
  origins: recipe.origins?.(base) ?? [inherited && base.raw !== null ? base.raw.table : base.table],
  rows: injection.rows ?? null,
})
