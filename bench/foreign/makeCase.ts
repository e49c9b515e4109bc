import type { Metric } from '../../server/core/metric/metric.ts'
import { metricText } from '../accuracy/metricSql.ts'
import { createRandom, type Random } from '../accuracy/random.ts'
import type { BenchQuestion, Truth } from '../accuracy/truth.ts'
import { openDuckDbFile, type DuckDbFile } from '../../demo/duckDbFile.ts'
import { rm } from 'node:fs/promises'
import { bare, schemaOf, type Business } from './business.ts'
import { build, type Edit, type Setting, type Shape } from './build.ts'
import type { Damage } from './fault.ts'
import { handOf } from './hands.ts'
import { harmlessOf, type Harmless } from './harmless.ts'
import type { Spec } from './plan.ts'
import { clockOf, Unfit, type Scene } from './scene.ts'
import { plusDays } from './sql.ts'
import { isRate, measure, strangeness } from './visible.ts'

export type Made = {
  readonly business: Business
  readonly path: string
  readonly question: BenchQuestion
  readonly truth: Truth | null
  readonly metric: string
  readonly beside: readonly string[]
}

type Draw = {
  readonly scene: Scene
  readonly setting: Setting
  readonly asked: string
  readonly days: readonly string[]
}

const ATTEMPTS = 40

/** A business, its days, and when it is asked about what. `newest`: whether the data must end with the day, or must not. */
const draw = (
  random: Random,
  { spec, business, seed, newest }: { spec: Spec; business: Business; seed: string; newest?: boolean | undefined },
): Draw => {
  const first = plusDays(business.start, random.whole(0, 20))
  const count = random.whole(...business.days)
  const days = Array.from({ length: count }, (_, index) => plusDays(first, index))
  const after = random.whole(1, 3)
  const back = newest === true || (newest === undefined && random.chance(0.5)) ? 0 : after
  const last = plusDays(first, count - 1)
  const day = plusDays(last, -back)
  const hour = business.roles.time.kind === 'date' ? 0 : random.pick([0, 0, 0, 7, 9, 10, 11, 13])
  const rows = random.whole(...business.rows)
  return {
    scene: { business, random, strength: spec.strength, first, last, day, hour },
    setting: { business, seed, first, days: count, rows, shape: () => 1 },
    asked: back > 0 && random.chance(0.4) ? plusDays(day, 1) : day,
    days,
  }
}

const busy = (business: Business, day: string) => {
  const { week } = business.rhythm
  return (week[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 1) >= 0.45
}

const product =
  (...shapes: readonly Shape[]): Shape =>
  (day, segment) =>
    shapes.reduce((all, shape) => all * shape(day, segment), 1)

const built = async <T>(
  path: string,
  { setting, edits }: { setting: Setting; edits: readonly Edit[] },
  then: (file: DuckDbFile) => Promise<T>,
) => {
  if (path !== ':memory:') await rm(path, { force: true })
  const file = await openDuckDbFile(path)
  try {
    await build(file, setting, edits)
    return await then(file)
  } finally {
    await file.close()
  }
}

const withHarmless = (
  setting: Setting,
  beside: readonly Harmless[],
  { edits, shape }: { edits: readonly Edit[]; shape: Shape },
) => ({
  setting: { ...setting, shape: product(shape, ...beside.map(one => one.shape)) },
  edits: [...beside.flatMap(({ early }) => early), ...edits, ...beside.flatMap(({ late }) => late)],
})

const flat: Shape = () => 1

const questionOf = (
  business: Business,
  metric: Metric,
  { day, random }: { day: string; random: Random },
): BenchQuestion => ({
  table: { schema: schemaOf(business.watched), name: bare(business.watched) },
  metric,
  day,
  timeColumn: random.chance(0.85) ? business.roles.time.name : null,
  timeZone: business.zone,
  wholeTable: false,
})

/** One of the metrics in which the damage can be seen and that is not strange without it. */
const seenIn = async (
  path: string,
  { damage, beside, at }: { damage: Damage; beside: readonly Harmless[]; at: Draw },
): Promise<Metric | null> => {
  const { scene, setting, asked, days } = at
  const { metrics } = damage
  const told = (file: DuckDbFile) => measure(file, scene.business, { metrics, days })
  const healthy = await built(':memory:', withHarmless(setting, beside, { edits: [], shape: flat }), told)
  const damaged = await built(
    path,
    withHarmless(setting, beside, { edits: damage.edits, shape: damage.shape ?? flat }),
    told,
  )
  const before = [scene.day, ...(damage.onsets ?? []).map(one => one.at.slice(0, 10))].toSorted()[0] ?? scene.day
  const least = scene.strength === 'mild' ? 3 : 4
  const seen = metrics.filter((metric, index) => {
    const [sound, hurt] = [healthy[index], damaged[index]]
    if (sound === undefined || hurt === undefined) return false
    const usual = strangeness(metric, sound, { before, day: asked })
    const now = strangeness(metric, hurt, { before, day: asked })
    if (usual === null || now === null || Math.abs(usual.z) >= 2) return false
    return Math.abs(now.z) >= least && (!isRate(metric) || Math.abs(now.distance) >= 0.01)
  })
  const kinds = [...new Set(seen.map(({ kind }) => kind))]
  if (kinds.length === 0) return null
  const kind = scene.random.pick(kinds)
  return scene.random.pick(seen.filter(metric => metric.kind === kind))
}

/** Hours about the beginning of a fault between which nothing ever happens: what is gone may be gone since any of them. */
const silentHours = ({ business, hour }: Scene) => {
  const { hours } = business.rhythm
  const busyBefore = hours.findLastIndex((weight, at) => at < hour && weight > 0)
  const busyFrom = hours.findIndex((weight, at) => at >= hour && weight > 0)
  return hours.flatMap((_, at) => (at > busyBefore && at <= busyFrom && at !== hour ? [at] : []))
}

/** When the fault began, and when its first row came. */
const onsetsOf = async (
  path: string,
  { damage, scene }: { damage: Damage; scene: Scene },
): Promise<Truth['onsets']> => {
  if (damage.onsets) return damage.onsets
  if (scene.hour === 0) return [{ at: scene.day, precision: 'day' }]
  const at = (hour: number) => ({ at: `${scene.day}T${String(hour).padStart(2, '0')}`, precision: 'hour' }) as const
  const declared = at(scene.hour)
  if (damage.rows === null) return [declared, ...silentHours(scene).map(at)]
  const file = await openDuckDbFile(path, 'read')
  const clock = clockOf(scene.business, 'watched')
  const [row] = await file.rows(
    `SELECT strftime(min(${clock}), '%Y-%m-%dT%H') AS first_at FROM ${scene.business.watched} WHERE ${damage.rows} AND ${clock} >= TIMESTAMP '${scene.day}'`,
  )
  await file.close()
  const seen = row?.first_at
  return [declared, ...(typeof seen === 'string' && seen !== declared.at ? [{ ...declared, at: seen }] : [])]
}

/** Which share of the asked day's rows is damaged; null where the truth names no rows. */
const damagedShare = async (
  path: string,
  { rows, business, day }: { rows: string | null; business: Business; day: string },
) => {
  if (rows === null) return null
  const file = await openDuckDbFile(path, 'read')
  const clock = clockOf(business, 'watched')
  const [row] = await file.rows(
    `SELECT avg(coalesce(${rows}, false)::INT) AS part FROM ${business.watched}
      WHERE ${clock} >= TIMESTAMP '${day}' AND ${clock} < TIMESTAMP '${day}' + INTERVAL 1 DAY`,
  )
  await file.close()
  return Number(row?.part ?? 0)
}

type Tried = { readonly spec: Spec; readonly business: Business; readonly path: string; readonly seed: string }

const tryFault = async ({ spec, business, path, seed }: Tried): Promise<Made | null> => {
  if (spec.type !== 'fault') return null
  const once = (newest?: boolean) => {
    const at = draw(createRandom(seed), { spec, business, seed, newest })
    return { at, damage: spec.fault.make(at.scene) }
  }
  const free = once()
  const { at, damage } = free.damage.newest === undefined ? free : once(free.damage.newest)
  const { scene } = at
  const day = damage.lasts ? at.asked : scene.day
  if (!busy(business, day) || !busy(business, scene.day)) return null
  const beside = harmlessOf(scene, { metrics: damage.metrics, ownRelease: spec.fault.ownRelease ?? false })
  const metric = await seenIn(path, { damage, beside, at: { ...at, asked: day } })
  if (metric === null) return null
  const { segments, origins, rows } = damage
  const share = await damagedShare(path, { rows, business, day })
  if (share === 0) return null
  const truth: Truth = {
    causes: [spec.fault.kind, ...(damage.alsoRight ?? [])],
    // What has hurt every row of the day is everywhere as well.
    segments: share === 1 && segments.every(({ length }) => length > 0) ? [...segments, []] : segments,
    onsets: await onsetsOf(path, { damage, scene }),
    origins,
    rows,
  }
  const question = questionOf(business, metric, { day, random: scene.random })
  return { business, path, question, truth, metric: metricText(metric), beside: beside.map(({ name }) => name) }
}

const tryControl = async ({ spec, business, path, seed }: Tried): Promise<Made | null> => {
  if (spec.type !== 'control') return null
  const at = draw(createRandom(seed), { spec, business, seed })
  const { scene, setting, days } = at
  const calm = spec.control.make(scene)
  const beside = harmlessOf(scene, { metrics: calm.metrics, ownRelease: false })
  const series = await built(path, withHarmless(setting, beside, calm), file =>
    measure(file, business, { metrics: calm.metrics, days }),
  )
  const possible = calm.metrics.filter((metric, index) => {
    const one = series[index]
    const found = one === undefined ? null : strangeness(metric, one, { before: scene.day, day: scene.day })
    const [low, high] = calm.off ?? [0, Infinity]
    return found !== null && Math.abs(found.z) >= low && Math.abs(found.z) <= high
  })
  if (possible.length === 0 || !busy(business, scene.day)) return null
  const metric = scene.random.pick(possible)
  const question = questionOf(business, metric, { day: scene.day, random: scene.random })
  return { business, path, question, truth: null, metric: metricText(metric), beside: beside.map(({ name }) => name) }
}

/** The case of a plan, written to a file; null where no draw of it can be seen. */
export const makeCase = async (
  spec: Spec,
  { hand, seed, path }: { hand: string; seed: string; path: string },
): Promise<Made | null> => {
  const order = createRandom(`${seed}/${spec.id}`).shuffle(handOf(hand).businesses)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const business = order[attempt % order.length]
    if (business === undefined) continue
    const tried = { spec, business, path, seed: `${seed}/${spec.id}/${attempt}` }
    try {
      const made = (await tryFault(tried)) ?? (await tryControl(tried))
      if (made !== null) return made
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
    }
  }
  return null
}
