import type { Scored } from './score.ts'

/** The 95 % Wilson interval of a share. */
export const wilson = (hits: number, of: number): readonly [number, number] => {
  if (of === 0) return [0, 1]
  const z = 1.959964
  const share = hits / of
  const centre = share + (z * z) / (2 * of)
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)]
}

/** A stated confidence and whether what was stated was so. */
export type Stated = { readonly confidence: number; readonly right: boolean }

/** Every cause that was claimed, on faults and on controls. */
export const statedOf = (scored: readonly Scored[]): readonly Stated[] =>
  scored.flatMap(({ answer, truth }) =>
    answer?.claimed !== true
      ? []
      : { confidence: answer.confidence, right: truth === null ? !answer.falseCause : answer.causeRight },
  )

/** Mean squared error of the stated confidence. */
export const brier = (stated: readonly Stated[]) =>
  stated.reduce((sum, { confidence, right }) => sum + (confidence - (right ? 1 : 0)) ** 2, 0) / stated.length

export type Bin = {
  readonly from: number
  readonly to: number
  readonly of: number
  readonly right: number
  readonly confidence: number
}

const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1] as const

/** What was stated, by how sure it was, with the mean confidence of each bin. */
export const bins = (stated: readonly Stated[]): readonly Bin[] =>
  edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1] ?? 1
    const inside = stated.filter(({ confidence }) => confidence >= from && (confidence < to || to === 1))
    if (inside.length === 0) return []
    const confidence = inside.reduce((sum, one) => sum + one.confidence, 0) / inside.length
    return { from, to, of: inside.length, right: inside.filter(({ right }) => right).length, confidence }
  })

/** Expected calibration error: how far confidence and truth are apart, by the bins, weighted by their cases. */
export const calibrationError = (stated: readonly Stated[]) =>
  bins(stated).reduce(
    (sum, { of, right, confidence }) => sum + (of / stated.length) * Math.abs(right / of - confidence),
    0,
  )
