import { constants } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { openDuckDbFile, type DuckDbFile } from '../../demo/duckDbFile.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import type { Base, BaseName } from './base.ts'
import { drawDecoys, goodDay } from './decoys.ts'
import { drawSetting, questionOf, secondSetting, truthOf } from './drawSetting.ts'
import { columnsOf } from './metricSql.ts'
import { dailySeries, dayPlus, noiseOfDay, score, valueOnDay, type DailySeries } from './noise.ts'
import { renameAll, renamer } from './opaque.ts'
import type { CaseSpec, ControlSpec, FaultSpec } from './plan.ts'
import { createRandom } from './random.ts'
import type { Injection } from './recipe.ts'
import type { BenchQuestion, Truth } from './truth.ts'

/** How visible the injected change is: `score` in units of the weekday's day-to-day noise. */
export type Effect = {
  readonly clean: number
  readonly damaged: number | null
  readonly noise: number
  readonly score: number
  readonly draws: number
}
/** `named` is what was asked before the names were taken away. */
export type Made = {
  readonly path: string
  readonly question: BenchQuestion
  readonly named: BenchQuestion
  readonly truth: Truth | null
  readonly effect: Effect | null
}

type Asked = Pick<Made, 'question' | 'truth' | 'effect'>
type Place = {
  readonly basePath: (name: BaseName) => Promise<string>
  readonly casePath: string
  readonly seed: string
}
type SeriesOf = (base: Base, metric: Metric) => Promise<DailySeries>
type Tools = { readonly file: DuckDbFile; readonly seed: string; readonly seriesOf: SeriesOf }
const maxDraws = 40

/** The undamaged series of each metric, read once. */
const createSeriesOf = (basePath: Place['basePath']): SeriesOf => {
  const known = new Map<string, DailySeries>()
  return async (base, metric) => {
    const key = `${base.name} ${JSON.stringify(metric)}`
    const have = known.get(key)
    if (have !== undefined) return have
    const file = await openDuckDbFile(await basePath(base.name), 'read')
    const series = await dailySeries(file, { ...base, metric })
    await file.close()
    known.set(key, series)
    return series
  }
}

/** Mild changes must still stand out; a change nobody could see is drawn again. */
const visible = ({ strength, metric, effect }: { strength: FaultSpec['strength']; metric: Metric; effect: Effect }) => {
  if (effect.damaged === null || effect.score < (strength === 'mild' ? 3 : 4)) return false
  const isShare = metric.kind === 'nullRate' || metric.kind === 'duplicateRate' || metric.kind === 'share'
  return !isShare || Math.abs(effect.damaged - effect.clean) >= (strength === 'mild' ? 0.01 : 0.02)
}

/** The moment of the first row that is damaged: a fault cannot be seen before it meets one. */
const firstDamaged = async (file: DuckDbFile, { table, time }: Base, { rows }: Injection): Promise<string | null> => {
  if (rows === undefined) return null
  const [first] = await file.rows(`SELECT min(${time})::VARCHAR AS at FROM ${table} WHERE ${rows}`)
  return first?.at == null ? null : String(first.at)
}

/** One draw: what it would ask, or null where it cannot be seen, or what goes on beside it moves the metric as well. Written, not yet kept. */
const tryDraw = async (spec: FaultSpec, draw: number, { file, seed, seriesOf }: Tools): Promise<Asked | null> => {
  const random = createRandom(`${seed} ${spec.id} ${draw}`)
  const { setting, alertDay: day } = drawSetting(random, spec)
  const injection = spec.recipe.inject(setting)
  const { base, recipe } = spec
  const { metric } = injection
  const series = await seriesOf(base, metric)
  const { noise, residual, cleanScore } = noiseOfDay(series, day)
  // A day that is odd by itself (a storm) would carry two truths.
  if (residual === null || cleanScore === null || cleanScore > 1.5) return null
  const value = () => valueOnDay(file, { ...base, metric, day })
  const clean = series.get(day) ?? 0
  const moved = (from: number, to: number | null) => (to === null ? 999 : score(to - from, noise))
  if (spec.decoys)
    await file.run(
      ...drawDecoys({ random, base, onset: setting.onset, metric, touchesRelease: recipe.kind === 'nullFromRelease' }),
    )
  if (spec.decoys && moved(clean, await value()) > 1) return null
  await file.run(...injection.statements)
  const damaged = await value()
  // What was changed must show, and also where the day's own deviation works against it.
  const shift = damaged === null ? 0 : Math.min(score(damaged - clean, noise), score(damaged - clean + residual, noise))
  const effect = { clean, damaged, noise, score: shift, draws: draw + 1 }
  if (!visible({ strength: spec.strength, metric, effect })) return null
  if (spec.second !== null) {
    await file.run(...spec.second.inject(secondSetting(setting, spec.second)).statements)
    if (moved(damaged ?? 0, await value()) > 1) return null
  }
  const inherited = spec.inherited && columnsOf(metric).every(name => !base.lookup.attributes.includes(name))
  return {
    question: questionOf(base, metric, day),
    truth: truthOf(spec, { setting, injection, inherited, first: await firstDamaged(file, base, injection) }),
    effect,
  }
}

/** The table before: it shows a fault of the source as well, or (for a fault that would show in it) is not at hand. */
const settleRaw = async (file: DuckDbFile, { base, recipe, inherited }: FaultSpec, day: string) => {
  if (base.raw === null || recipe.born === 'here' || (recipe.born === 'either' && !inherited)) return
  const { table, deleted } = base.raw
  const columns = (await file.rows(`DESCRIBE ${table}`)).map(({ column_name: name }) => String(name)).join(', ')
  // No fault reaches further back.
  const recent = `${base.time} >= DATE '${day}' - 5`
  await file.run(
    ...(inherited
      ? [
          `DELETE FROM ${table} WHERE NOT ${deleted} AND ${recent}`,
          `INSERT INTO ${table} BY NAME SELECT ${columns} FROM ${base.table} WHERE ${recent}`,
        ]
      : [`DROP TABLE ${table}`]),
  )
  if (inherited && recipe.stops === true)
    await file.run(`DELETE FROM ${table} WHERE ${base.loaded} > (SELECT max(${base.loaded}) FROM ${base.table})`)
}

const makeFault = async (spec: FaultSpec, tools: Tools): Promise<Asked | null> => {
  const { file } = tools
  for (let draw = 0; draw < maxDraws; draw += 1) {
    await file.run('BEGIN')
    const asked = await tryDraw(spec, draw, tools)
    await file.run(asked === null ? 'ROLLBACK' : 'COMMIT')
    if (asked === null) continue
    if (spec.recipe.newest === true)
      await file.run(`DELETE FROM ${spec.base.table} WHERE ${spec.base.time} >= DATE '${asked.question.day}' + 1`)
    await settleRaw(file, spec, asked.question.day)
    return asked
  }
  return null
}

const makeControl = async (spec: ControlSpec, { file, seed, seriesOf }: Tools): Promise<Asked | null> => {
  const { base, metric, group } = spec
  const random = createRandom(`${seed} ${spec.id}`)
  const series = await seriesOf(base, metric)
  const days = random.shuffle(Array.from({ length: base.days }, (_, index) => dayPlus(base.firstDay, index)))
  const day =
    spec.day ??
    days.find(
      candidate =>
        !base.holidays.includes(candidate) &&
        (noiseOfDay(series, candidate).cleanScore ?? 99) < (group === 'growth' ? 1.5 : 4),
    )
  if (day === undefined) return null
  const onset = `${day} 00:00:00`
  if (group === 'decoys') await file.run(...drawDecoys({ random, base, onset, metric, touchesRelease: false }))
  if (group === 'growth') await file.run(...goodDay(base, { random, day }))
  return { question: questionOf(base, metric, day), truth: null, effect: null }
}

/** Writes the case's own file; null where no draw can be seen. */
export const createCaseMaker = ({ basePath, casePath, seed }: Place) => {
  const seriesOf = createSeriesOf(basePath)
  return async (spec: CaseSpec): Promise<Made | null> => {
    await rm(casePath, { force: true })
    await copyFile(await basePath(spec.base.name), casePath, constants.COPYFILE_FICLONE)
    const file = await openDuckDbFile(casePath)
    try {
      const tools = { file, seed, seriesOf }
      const asked = spec.type === 'fault' ? await makeFault(spec, tools) : await makeControl(spec, tools)
      if (asked === null) return null
      const names = spec.opaque ? renamer(await renameAll(file, createRandom(`${seed} ${spec.id} names`))) : null
      return {
        path: casePath,
        named: asked.question,
        question: names?.question(asked.question) ?? asked.question,
        truth: asked.truth && (names?.truth(asked.truth) ?? asked.truth),
        effect: asked.effect,
      }
    } finally {
      await file.close()
    }
  }
}
