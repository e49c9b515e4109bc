import { constants } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { openDuckDbFile, type DuckDbFile } from '../../demo/duckDbFile.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import type { Question } from '../../server/core/metric/question.ts'
import { dailySeries, dayPlus, noiseOfDay, score, valueOnDay, weekday, type DailySeries } from './noise.ts'
import type { ControlSpec, FaultSpec } from './plan.ts'
import { createRandom, type Random } from './random.ts'
import { dimensions, drawSegments, moment, segmentsSql, type Dimension, type Injection, type Setting, type Truth } from './recipe.ts'

export type BenchQuestion = Omit<Question, 'dataSourceId'>
/** How visible the injected change is: `score` in units of the weekday's day-to-day noise. */
export type Effect = { readonly clean: number; readonly damaged: number | null; readonly noise: number; readonly score: number; readonly draws: number }
export type Made = { readonly path: string; readonly question: BenchQuestion; readonly truth: Truth | null; readonly effect: Effect | null }

export interface CaseMaker {
  /** Writes the case's own file (a fault) or points at the undamaged one (a control). */
  make(spec: FaultSpec | ControlSpec): Promise<Made>
  /** Deletes the case's own file. */
  discard(made: Made): Promise<void>
}

const all = Object.keys(dimensions).filter((name): name is Dimension => name in dimensions)
const firstInjectable = '2001-02-14'
const injectableDays = 135
const maxDraws = 60

const questionOf = (metric: Metric, day: string): BenchQuestion => (
  { table: { schema: 'main', name: 'flights' }, metric, day, timeColumn: 'departed_at', timeZone: 'UTC', wholeTable: false })

const drawSetting = (random: Random, { recipe, scope, strength }: FaultSpec): { setting: Setting; alertDay: string } => {
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

const truthOf = (spec: FaultSpec, setting: Setting, injection: Injection): Truth => ({
  cause: spec.recipe.kind,
  segments: injection.segments ?? [setting.segments],
  onset: injection.onset ?? (setting.onset.endsWith(' 00:00:00')
    ? { at: setting.onset.slice(0, 10), precision: 'day' }
    : { at: `${setting.onset.replace(' ', 'T')}Z`, precision: 'hour' }),
  note: injection.note ?? null,
})

/** Mild changes must still stand out; a change nobody could see is drawn again. */
const visible = ({ strength, metric, effect }: { strength: FaultSpec['strength']; metric: Metric; effect: Effect }) => {
  if (effect.damaged === null || effect.score < (strength === 'strong' ? 4 : 2.5)) return false
  const isShare = metric.kind === 'nullRate' || metric.kind === 'duplicateRate' || metric.kind === 'share'
  return !isShare || Math.abs(effect.damaged - effect.clean) >= (strength === 'strong' ? 0.02 : 0.01)
}

export const createCaseMaker = async ({ basePath, casePath, seed }: { basePath: string; casePath: string; seed: string }): Promise<CaseMaker> => {
  const known = new Map<string, DailySeries>()
  const seriesOf = async (metric: Metric) => {
    const key = JSON.stringify(metric)
    const have = known.get(key)
    if (have !== undefined) return have
    const base = await openDuckDbFile(basePath, 'read')
    const series = await dailySeries(base, metric)
    await base.close()
    known.set(key, series)
    return series
  }

  const inject = async (file: DuckDbFile, spec: FaultSpec, draw: number) => {
    const { setting, alertDay } = drawSetting(createRandom(`${seed} ${spec.id} ${draw}`), spec)
    const injection = spec.recipe.inject(setting)
    const series = await seriesOf(injection.metric)
    const { noise, cleanScore } = noiseOfDay(series, alertDay)
    if (cleanScore === null || cleanScore > 1.5) return null
    await file.run('BEGIN', ...injection.statements)
    const damaged = await valueOnDay(file, { metric: injection.metric, day: alertDay })
    const clean = series.get(alertDay) ?? 0
    const effect = { clean, damaged, noise, score: damaged === null ? 0 : score(damaged - clean, noise), draws: draw + 1 }
    const seen = visible({ strength: spec.strength, metric: injection.metric, effect })
    await file.run(seen ? 'COMMIT' : 'ROLLBACK')
    return seen ? { question: questionOf(injection.metric, alertDay), truth: truthOf(spec, setting, injection), effect } : null
  }

  const makeFault = async (spec: FaultSpec): Promise<Made> => {
    await rm(casePath, { force: true })
    await copyFile(basePath, casePath, constants.COPYFILE_FICLONE)
    const file = await openDuckDbFile(casePath)
    for (let draw = 0; draw < maxDraws; draw += 1) {
      const made = await inject(file, spec, draw)
      if (made === null) continue
      // The newest day is the one still loading: nothing lies behind it.
      if (spec.recipe.kind === 'partialLoad') await file.run(`DELETE FROM flights WHERE departed_at >= DATE '${made.question.day}' + 1`)
      await file.close()
      return { path: casePath, ...made }
    }
    await file.close()
    throw new Error(`${spec.id}: no visible change in ${maxDraws} draws`)
  }

  const makeControl = async (spec: ControlSpec): Promise<Made> => {
    if (spec.day !== null) return { path: basePath, question: questionOf(spec.metric, spec.day), truth: null, effect: null }
    const random = createRandom(`${seed} ${spec.id}`)
    const series = await seriesOf(spec.metric)
    const days = random.shuffle(Array.from({ length: injectableDays }, (_, index) => dayPlus(firstInjectable, index)))
    const day = days.find(candidate => weekday(candidate) === spec.weekday && (noiseOfDay(series, candidate).cleanScore ?? 99) < 4)
    if (day === undefined) throw new Error(`${spec.id}: no such day`)
    return { path: basePath, question: questionOf(spec.metric, day), truth: null, effect: null }
  }

  return {
    make: spec => spec.type === 'fault' ? makeFault(spec) : makeControl(spec),
    async discard(made) {
      if (made.path === casePath) await rm(casePath, { force: true })
    },
  }
}
