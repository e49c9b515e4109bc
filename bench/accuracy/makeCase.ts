import { constants } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { openDuckDbFile, type DuckDbFile } from '../../demo/duckDbFile.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import { drawSetting, firstInjectable, injectableDays, questionOf, truthOf, type BenchQuestion } from './drawSetting.ts'
import { dailySeries, dayPlus, noiseOfDay, score, valueOnDay, weekday, type DailySeries } from './noise.ts'
import type { ControlSpec, FaultSpec } from './plan.ts'
import { createRandom } from './random.ts'
import type { Truth } from './recipe.ts'

/** How visible the injected change is: `score` in units of the weekday's day-to-day noise. */
export type Effect = { readonly clean: number; readonly damaged: number | null; readonly noise: number; readonly score: number; readonly draws: number }
export type Made = { readonly path: string; readonly question: BenchQuestion; readonly truth: Truth | null; readonly effect: Effect | null }

export interface CaseMaker {
  /** Writes the case's own file (a fault) or points at the undamaged one (a control). */
  make(spec: FaultSpec | ControlSpec): Promise<Made>
  /** Deletes the case's own file. */
  discard(made: Made): Promise<void>
}

type Place = { readonly basePath: string; readonly casePath: string; readonly seed: string }
type SeriesOf = (metric: Metric) => Promise<DailySeries>
const maxDraws = 60

/** The undamaged series of each metric, read once. */
const createSeriesOf = (basePath: string): SeriesOf => {
  const known = new Map<string, DailySeries>()
  return async metric => {
    const key = JSON.stringify(metric)
    const have = known.get(key)
    if (have !== undefined) return have
    const base = await openDuckDbFile(basePath, 'read')
    const series = await dailySeries(base, metric)
    await base.close()
    known.set(key, series)
    return series
  }
}

/** Mild changes must still stand out; a change nobody could see is drawn again. */
const visible = ({ strength, metric, effect }: { strength: FaultSpec['strength']; metric: Metric; effect: Effect }) => {
  if (effect.damaged === null || effect.score < (strength === 'strong' ? 4 : 3)) return false
  const isShare = metric.kind === 'nullRate' || metric.kind === 'duplicateRate' || metric.kind === 'share'
  return !isShare || Math.abs(effect.damaged - effect.clean) >= (strength === 'strong' ? 0.02 : 0.01)
}

/** One draw, kept in the file when it can be seen and undone when not. */
const tryDraw = async (file: DuckDbFile, { seed, spec, draw, seriesOf }: { seed: string; spec: FaultSpec; draw: number; seriesOf: SeriesOf }) => {
  const { setting, alertDay } = drawSetting(createRandom(`${seed} ${spec.id} ${draw}`), spec)
  const injection = spec.recipe.inject(setting)
  const series = await seriesOf(injection.metric)
  const { noise, residual, cleanScore } = noiseOfDay(series, alertDay)
  // A day that is odd by itself (a storm) would carry two truths.
  if (residual === null || cleanScore === null || cleanScore > 1.5) return null
  await file.run('BEGIN', ...injection.statements)
  const damaged = await valueOnDay(file, { metric: injection.metric, day: alertDay })
  const clean = series.get(alertDay) ?? 0
  // What was changed must show, and also where the day's own deviation works against it.
  const moved = damaged === null ? 0 : Math.min(score(damaged - clean, noise), score(damaged - clean + residual, noise))
  const effect = { clean, damaged, noise, score: moved, draws: draw + 1 }
  const seen = visible({ strength: spec.strength, metric: injection.metric, effect })
  await file.run(seen ? 'COMMIT' : 'ROLLBACK')
  return seen ? { question: questionOf(injection.metric, alertDay), truth: truthOf(spec, setting, injection), effect } : null
}

const makeFault = async (spec: FaultSpec, { basePath, casePath, seed, seriesOf }: Place & { seriesOf: SeriesOf }): Promise<Made> => {
  await rm(casePath, { force: true })
  await copyFile(basePath, casePath, constants.COPYFILE_FICLONE)
  const file = await openDuckDbFile(casePath)
  try {
    for (let draw = 0; draw < maxDraws; draw += 1) {
      const made = await tryDraw(file, { seed, spec, draw, seriesOf })
      if (made === null) continue
      // The newest day is the one still loading: nothing lies behind it.
      if (spec.recipe.kind === 'partialLoad') await file.run(`DELETE FROM flights WHERE departed_at >= DATE '${made.question.day}' + 1`)
      return { path: casePath, ...made }
    }
  } finally {
    await file.close()
  }
  throw new Error(`${spec.id}: no visible change in ${maxDraws} draws`)
}

const makeControl = async (spec: ControlSpec, { basePath, seed, seriesOf }: Place & { seriesOf: SeriesOf }): Promise<Made> => {
  const asked = (day: string): Made => ({ path: basePath, question: questionOf(spec.metric, day), truth: null, effect: null })
  if (spec.day !== null) return asked(spec.day)
  const series = await seriesOf(spec.metric)
  const days = createRandom(`${seed} ${spec.id}`).shuffle(Array.from({ length: injectableDays }, (_, index) => dayPlus(firstInjectable, index)))
  const day = days.find(candidate => weekday(candidate) === spec.weekday && (noiseOfDay(series, candidate).cleanScore ?? 99) < 4)
  if (day === undefined) throw new Error(`${spec.id}: no such day`)
  return asked(day)
}

export const createCaseMaker = (place: Place): CaseMaker => {
  const tools = { ...place, seriesOf: createSeriesOf(place.basePath) }
  return {
    make: spec => spec.type === 'fault' ? makeFault(spec, tools) : makeControl(spec, tools),
    async discard(made) {
      if (made.path === place.casePath) await rm(place.casePath, { force: true })
    },
  }
}
