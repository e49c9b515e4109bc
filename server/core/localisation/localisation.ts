import type { Segment } from '../finding/finding.ts'

/** Where a change sits. `located`: in the causes. `everywhere`: alike in all segments. `diffuse`: real, but no segment explains half of it. */
export type Verdict = 'located' | 'everywhere' | 'diffuse' | 'nothing'

/** A segment that moved. `observed` and `expected` are in the metric's unit (a rate for rates, a mean for means). */
export type Cause = {
  readonly segment: Segment
  readonly observed: number
  readonly expected: number
  /** Relative change -1..1: (observed - expected) / max of both. */
  readonly effect: number
  /** Log-likelihood ratio after the penalty for the number of segments looked at, in nats, over-dispersion included. */
  readonly score: number
  /** Share of the total deviation that lies in it. */
  readonly share: number
  readonly rowsObserved: number
  readonly rowsExpected: number
}

export type Localisation = {
  readonly verdict: Verdict
  /** Best first; empty unless located or diffuse. */
  readonly causes: readonly Cause[]
  /** Runner-up segments by score that overlap the causes or fell short; for counter-evidence. */
  readonly leads: readonly Cause[]
  /** Share of the total deviation that the causes explain together, 0..1; 1 where what is left is no more than noise. */
  readonly coverage: number
  /** The metric outside all causes. */
  readonly complementObserved: number
  readonly complementExpected: number
  /** Score of the best segment when the placebo window is read as the alert's; null without one. */
  readonly placeboScore: number | null
  /** Relative noise of a segment from day to day beyond its sampling noise. */
  readonly sigma: number
  /** Variance over its sampling model; 1 when rows fall independently. */
  readonly dispersion: number
  /** The single value that moved most, per dimension. */
  readonly dimensionEffects: readonly { readonly column: string; readonly best: Cause | null }[]
}

export type LocaliseOptions = {
  /** The alert's direction; read off the totals if not given. */
  readonly direction?: 'up' | 'down'
  /** Most attributes of a segment; 3 if not given, and all for a dense table of sums. */
  readonly maxAttributes?: number
  /** Smallest relative change worth reporting; 0.1 if not given. */
  readonly minEffect?: number
  readonly maxCauses?: number
}
