import { describe, expect, test } from 'vitest'
import { leafRows, leafTableOf, leafWindow } from '../../testing/leafTables.ts'
import { readLeaves } from './cells.ts'
import { makeCuboids } from './cuboid.ts'
import { leafEvidence } from './evidence.ts'
import { prune } from './prune.ts'
import type { Found } from './searchSpace.ts'
import { volumeScorer } from './volumeScore.ts'

const [usual, today] = [
  leafWindow(() => 100),
  leafWindow(({ country, channel }) =>
    channel === 'web' && (country === 'DE' || country === 'FR') ? 2 : country === 'DE' ? 70 : 100,
  ),
]
const table = leafTableOf(today, usual)
const scorer = volumeScorer(leafEvidence(table, 'count', [today, usual]), { dispersion: 1, sigma: 0.02 }, -1)
const cuboids = makeCuboids(table, 2)
const space = { cuboids, scorer, penalties: [0, 5, 6], minEffect: 0.1, maxCauses: 8, margin: 3 }

/** The cell of the first leaf, with those of its leaves that are left to it. */
const found = (dimensions: string, leaves: readonly number[]): Found => {
  const cuboid = cuboids.find(item => item.dimensions.join() === dimensions)
  if (!cuboid) throw new Error('no such cuboid')
  const own = Int32Array.from(leaves)
  return {
    cuboid,
    cell: cuboid.cellOf[own[0] ?? 0] ?? 0,
    leaves: own,
    columns: readLeaves(scorer.columns, own),
    score: 10,
    significance: 10,
  }
}
const leavesOf = (test: (row: (typeof leafRows)[number]) => boolean) =>
  leafRows.flatMap((row, leaf) => (test(row) ? [leaf] : []))
const web = found(
  '0,1',
  leavesOf(({ country, channel }) => country === 'DE' && channel === 'web'),
)
const rest = found(
  '0',
  leavesOf(({ country, channel }) => country === 'DE' && channel !== 'web'),
)

describe('prune', () => {
  test('a cause within another one is told by it, with all of its leaves', () => {
    expect(prune(space, [web, rest]).map(({ cuboid, leaves }) => [cuboid.dimensions, leaves.length])).toEqual([
      [[0], 8],
    ])
  })

  test('a cause beside another one stays', () => {
    const aside = found(
      '0,1',
      leavesOf(({ country, channel }) => country === 'FR' && channel === 'web'),
    )
    expect(prune(space, [aside, rest])).toEqual([aside, rest])
  })
})
