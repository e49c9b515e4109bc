import type { Metric } from '../../server/core/metric/metric.ts'
import type { Base } from './base.ts'
import { columnsOf } from './metricSql.ts'
import type { Random } from './random.ts'
import { drawn, moment, segmentsSql, dayLater } from './recipe.ts'

type Scene = {
  readonly random: Random
  readonly base: Base
  readonly onset: string
  readonly metric: Metric
  readonly touchesRelease: boolean
}
type Decoy = (scene: Scene) => readonly string[]

/** A column is added. */
const addedColumn: Decoy = ({ base, random }) => [
  `ALTER TABLE ${base.table} ADD COLUMN ${random.pick(['extra_info', 'variant', 'legacy_flag'])} VARCHAR`,
]

/** Another column is null a little more often. */
const drift: Decoy = ({ base, random, onset, metric }) => {
  const others = base.gaps.filter(name => !columnsOf(metric).includes(name))
  const column = random.pick(others)
  return [
    `UPDATE ${base.table} SET ${column} = NULL WHERE ${base.time} >= ${moment(onset)} AND ${drawn(random, 0.02, base.id)}`,
  ]
}

/** A release spreads that is all right. */
const release: Decoy = ({ base, random, onset, touchesRelease }) =>
  touchesRelease
    ? []
    : [
        `UPDATE ${base.table} SET ${base.client.column} = '${random.pick(['99.1', '98.7.2'])}' WHERE ${base.time} >= ${moment(onset)}
    AND ${segmentsSql([[base.client.holds]])}
    AND ${drawn(random, 0.45, base.id)}`,
      ]

/** One of the senders really sends a little more. */
const growth: Decoy = ({ base, random, onset }) => {
  const column = random.pick(base.feeds)
  const value = random.pick(base.dimensions[column] ?? [])
  return [
    `INSERT INTO ${base.table} SELECT * REPLACE (${base.id} + ${7 * base.idStep} AS ${base.id}, ${base.fresh(7)} AS ${base.key})
    FROM ${dayLater(base)} WHERE ${base.time} >= ${moment(onset)} AND ${segmentsSql([[{ column, value }]])} AND ${drawn(random, 0.04, base.id)}`,
  ]
}

const decoys = [addedColumn, drift, release, growth] as const

/** One to three harmless changes that begin when the fault does. */
export const drawDecoys = (scene: Scene): readonly string[] => {
  const chosen = scene.random.shuffle(decoys).slice(0, scene.random.whole(1, 3))
  // What adds a column goes first: a table that was written cannot be altered in the same transaction.
  return decoys.filter(decoy => chosen.includes(decoy)).flatMap(decoy => decoy(scene))
}

/** A good day: more of everything, alike everywhere. */
export const goodDay = (base: Base, { random, day }: { random: Random; day: string }) => [
  `INSERT INTO ${base.table} SELECT * REPLACE (${base.id} + ${8 * base.idStep} AS ${base.id}, ${base.fresh(8)} AS ${base.key})
    FROM ${dayLater(base)} WHERE ${base.time}::DATE = DATE '${day}' AND ${drawn(random, random.between(0.15, 0.4), base.id)}`,
]
