import { sumCells } from './cells.ts'
import { makeCuboids } from './cuboid.ts'
import { inUnits, leafEvidence, type LeafEvidence } from './evidence.ts'
import type { LeafModel, LeafTable, LeafWindow } from './leafTable.ts'
import type { Localisation, LocaliseOptions } from './localisation.ts'
import { estimateAlertNoise, estimateNoise } from './noise.ts'
import { explainByOneCuboid } from './oneCuboid.ts'
import { decoyPenalties, searchPenalties } from './penalty.ts'
import { prune } from './prune.ts'
import { ratioScorer } from './ratioScore.ts'
import { report } from './report.ts'
import { rankCells } from './rankCells.ts'
import { explain } from './search.ts'
import type { SearchSpace } from './searchSpace.ts'
import { volumeScorer } from './volumeScore.ts'

const volumeAttributes = 3
/** Nats beyond the best of so many cells that the causes need together, so that a day of mere noise names one in fifty times at most. */
const margin = 3

/**
 * Which segments explain the metric's change: a penalised-likelihood scan over the cells of all cuboids, needing additive statistics only.
 * Pure and deterministic; about 0.1 s for 48,000 leaves of 5 dimensions. Columns with the same rows: the earlier dimension is named.
 */
export const localise = (table: LeafTable, model: LeafModel, options: LocaliseOptions = {}): Localisation => {
  const [window, baseline, placebo] = table.windows
  if (window === undefined || baseline === undefined)
    throw new Error('localise needs the alert window and its baseline')
  const leaves = Int32Array.from({ length: window.n.length }, (_, leaf) => leaf)
  const dense = (model === 'sum' || model === 'mean') && holdsOneRowPerLeaf(window, baseline)
  const evidence = leafEvidence(table, dense ? 'sum' : model, [window, baseline])
  const searched = inUnits(evidence)
  const cuboids = makeCuboids(
    table,
    options.maxAttributes ?? (dense ? table.dimensions.length : Math.min(volumeAttributes, table.dimensions.length)),
  )
  const [observed, expected] = [total(evidence.observed), total(evidence.expected)]
  const sign = options.direction === undefined ? (observed >= expected ? 1 : -1) : options.direction === 'up' ? 1 : -1
  const quiet = placebo === undefined ? null : inUnits(leafEvidence(table, model, [placebo, baseline]))
  const noise = quiet === null ? estimateAlertNoise(searched, cuboids, leaves) : estimateNoise(quiet, cuboids, leaves)
  const spaceOf = (of: LeafEvidence, towards: 1 | -1): SearchSpace => ({
    cuboids,
    scorer: dense ? ratioScorer(of, towards) : volumeScorer(of, noise, towards),
    penalties: searchPenalties(cuboids),
    minEffect: options.minEffect ?? 0.1,
    maxCauses: options.maxCauses ?? (dense ? 12 : 8),
    margin: dense ? 0 : margin,
  })
  const plain = spaceOf(searched, sign)
  const space = dense
    ? { ...plain, penalties: decoyPenalties(plain, spaceOf(searched, sign === 1 ? -1 : 1), leaves) }
    : plain
  const greedy = prune(space, explain(space, leaves))
  const certain = greedy.reduce((sum, { significance }) => sum + significance, 0) > margin
  const found = !certain ? [] : dense ? greedy : explainByOneCuboid(space, leaves, greedy)
  return report({
    table,
    model,
    space,
    found,
    leaves,
    evidence,
    noise,
    sign,
    placeboScore: quiet === null ? null : bestScore(spaceOf(quiet, sign), leaves),
  })
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)

const bestScore = (space: SearchSpace, leaves: Int32Array): number => {
  const tables = space.cuboids.map(cuboid => sumCells(cuboid, space.scorer.columns, leaves))
  return rankCells(tables, { ...space, minEffect: 0, margin: 0 }, 1)[0]?.score ?? 0
}

const fewestLeaves = 30

/** A table already aggregated to one row per leaf and day: its noise goes with the value, not with a number of rows. */
const holdsOneRowPerLeaf = ({ n }: LeafWindow, baseline: LeafWindow) => {
  const isOne = (rows: number) => rows > 0.9 && rows < 1.1
  return (
    n.length >= fewestLeaves &&
    n.filter((rows, leaf) => isOne(rows) && isOne(baseline.n[leaf] ?? 0)).length >= 0.8 * n.length
  )
}
