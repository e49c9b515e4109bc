import type { Segment } from '../finding/finding.ts'
import type { Cuboid } from './cuboid.ts'
import type { LeafEvidence } from './evidence.ts'
import type { LeafModel, LeafTable } from './leafTable.ts'
import type { Cause } from './localisation.ts'

export type Read = {
  readonly table: LeafTable
  readonly model: LeafModel
  readonly evidence: LeafEvidence
  readonly sign: 1 | -1
}

/** The cell's dimension values. */
export const readSegment = ({ dimensions, codes }: LeafTable, cuboid: Cuboid, cell: number): Segment => {
  const leaf = cuboid.sample[cell] ?? 0
  return cuboid.dimensions.map(dimension => ({
    column: dimensions[dimension]?.column ?? '',
    value: dimensions[dimension]?.values[codes[dimension]?.[leaf] ?? 0] ?? null,
  }))
}

/** The metric over these leaves, in its own unit, and the rows it was computed from. */
export const readMetric = ({ table, model, evidence }: Read, leaves: Int32Array) => {
  const add = (column: Float64Array | undefined) => leaves.reduce((sum, leaf) => sum + (column?.[leaf] ?? 0), 0)
  const [rowsObserved, rowsExpected] = [add(table.windows[0]?.n), add(table.windows[1]?.n)]
  const [total, usual] = [add(evidence.observed), add(evidence.expected)]
  const unit = model === 'rate' || model === 'mean' ? rowsObserved : 1
  return {
    observed: unit > 0 ? total / unit : 0,
    expected: unit > 0 ? usual / unit : 0,
    deviation: total - usual,
    total,
    usual,
    rowsObserved,
    rowsExpected,
  }
}

export type Place = { readonly cuboid: Cuboid; readonly cell: number; readonly score: number }

export const readCause = (read: Read, { cuboid, cell, score }: Place, deviation: number): Cause => {
  const all = Int32Array.from(cuboid.cellOf.keys())
  const metric = readMetric(
    read,
    all.filter(leaf => cuboid.cellOf[leaf] === cell),
  )
  const { observed, expected, rowsObserved, rowsExpected } = metric
  return {
    segment: readSegment(read.table, cuboid, cell),
    observed,
    expected,
    score,
    rowsObserved,
    rowsExpected,
    effect: (observed - expected) / Math.max(Math.abs(observed), Math.abs(expected), 1e-12),
    share: deviation === 0 ? 0 : metric.deviation / deviation,
  }
}
