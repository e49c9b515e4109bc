import { readLeaves, sumCells } from './cells.ts'
import { rankLeads } from './leads.ts'
import type { Localisation, Verdict } from './localisation.ts'
import type { Noise } from './noise.ts'
import { readCause, readMetric, type Read } from './readCause.ts'
import { rankCells } from './rankCells.ts'
import { contrast, contrastPenalty, leastRest, leavesNormalRest } from './rest.ts'
import type { Found, SearchSpace } from './searchSpace.ts'

const leastWholeEffect = 0.05
const fewestCoverage = 0.5
const mostLeads = 8
/** Nats that a change of the whole must be beyond noise to be real. */
const wholePenalty = 3

export type Outcome = Read & {
  readonly space: SearchSpace
  readonly found: readonly Found[]
  readonly leaves: Int32Array
  readonly noise: Noise
  readonly placeboScore: number | null
}

/** Puts the search's outcome into the metric's words and decides between segments and the whole. */
export const report = (outcome: Outcome): Localisation => {
  const { space, leaves, found, noise, placeboScore } = outcome
  const tables = space.cuboids.map(cuboid => sumCells(cuboid, space.scorer.columns, leaves))
  const ordered = found.toSorted((a, b) => b.score - a.score)
  const { deviation } = readMetric(outcome, leaves)
  const explained = new Set(found.flatMap(({ leaves: own }) => Array.from(own)))
  const complement = readMetric(
    outcome,
    leaves.filter(leaf => !explained.has(leaf)),
  )
  const within = readMetric(
    outcome,
    leaves.filter(leaf => explained.has(leaf)),
  )
  const rest = readLeaves(
    space.scorer.columns,
    leaves.filter(leaf => !explained.has(leaf)),
  )
  const coverage =
    found.length === 0 || deviation === 0
      ? 0
      : space.scorer.isStill(rest)
        ? 1
        : Math.max(0, Math.min(1, within.deviation / deviation))
  const verdict = judge(outcome, coverage)
  const causes = ordered.map(place => readCause(outcome, place, deviation))
  const located = verdict === 'located' || verdict === 'diffuse'
  const leads = rankLeads(tables, space, { table: outcome.table, causes: located ? ordered : [], most: mostLeads }).map(
    place => readCause(outcome, place, deviation),
  )
  const best = outcome.table.dimensions.map(({ column }, dimension) => {
    const [top] = rankCells(
      tables.filter(({ cuboid }) => cuboid.dimensions.length === 1 && cuboid.dimensions[0] === dimension),
      { ...space, minEffect: 0, margin: 0 },
      1,
    )
    return {
      column,
      best:
        top === undefined
          ? null
          : readCause(outcome, { cuboid: top.table.cuboid, cell: top.cell, score: top.score }, deviation),
    }
  })
  const total = readMetric(outcome, leaves)
  const outside = located ? complement : total
  return {
    verdict,
    causes: located ? causes : [],
    leads,
    coverage: located ? coverage : 0,
    complementObserved: outside.observed,
    complementExpected: outside.expected,
    placeboScore,
    sigma: noise.sigma,
    dispersion: noise.dispersion,
    dimensionEffects: best,
  }
}

/** Everywhere when the rest goes on like the segments, or when the two cannot be told apart beyond noise. */
const judge = ({ space, found, leaves }: Outcome, coverage: number): Verdict => {
  const { scorer } = space
  const whole = readLeaves(scorer.columns, leaves)
  const moved = scorer.significance(whole) > wholePenalty && scorer.effect(whole) >= leastWholeEffect
  if (found.length === 0) return moved ? 'everywhere' : 'nothing'
  if (!leavesNormalRest(scorer, whole, { found, leastRest })) return moved ? 'everywhere' : 'diffuse'
  if (moved && contrast(scorer, whole, found) < contrastPenalty(space, found)) return 'everywhere'
  return !moved || coverage >= fewestCoverage ? 'located' : 'diffuse'
}
