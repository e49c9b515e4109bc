import type { CellTable } from './cells.ts'
import type { SearchSpace } from './searchSpace.ts'

/** A segment with less of the whole change is not what the alert is about. */
const usualLeastShare = 0.05

export const readCell = ({ columns }: CellTable, cell: number, into: Float64Array) => {
  for (let place = 0; place < columns.length; place++) into[place] = columns[place]?.[cell] ?? 0
  return into
}

/** Equal but for a sum's last digits, which engines add up in an order of their own. */
const asEqual = (score: number) => Math.round(score * 1e6)

/** Every cell that passes, best first, at most `most`; of equal ones, the first that is met. */
export const rankCells = (
  tables: readonly CellTable[],
  space: Pick<SearchSpace, 'scorer' | 'penalties' | 'minEffect' | 'margin' | 'leastShare'>,
  most: number,
) => {
  const { scorer, penalties, minEffect, margin, leastShare = usualLeastShare } = space
  const buffer = new Float64Array(scorer.columns.length)
  let best: { table: CellTable; cell: number; score: number; significance: number }[] = []
  for (const table of tables) {
    const penalty = penalties[table.cuboid.dimensions.length] ?? 0
    for (let cell = 0; cell < table.cuboid.cells; cell++) {
      readCell(table, cell, buffer)
      if (scorer.effect(buffer) < minEffect || scorer.share(buffer) < leastShare) continue
      const score = scorer.weight(buffer) - penalty
      const last = best.length < most ? 0 : (best.at(-1)?.score ?? 0)
      if (asEqual(score) <= asEqual(last)) continue
      const significance = scorer.significance(buffer) - penalty
      if (significance <= margin) continue
      best = [...best, { table, cell, score, significance }]
        .toSorted((a, b) => asEqual(b.score) - asEqual(a.score))
        .slice(0, most)
    }
  }
  return best
}
