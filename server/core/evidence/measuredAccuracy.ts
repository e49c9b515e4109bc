import measured from './measuredAccuracy.json' with { type: 'json' }

/** How often something was right, of how many times. */
export type Rate = { readonly right: number; readonly of: number }

/** Causes claimed with a confidence from `from` to `to`: their mean confidence, and how many of them were right. */
export type ReliabilityBin = Rate & { readonly from: number; readonly to: number; readonly confidence: number }

/** What the benchmark of injected faults found on cases that nobody looked at while building. `falseCauses` counts causes claimed where nothing was wrong. */
export type MeasuredAccuracy = {
  /** 'YYYY-MM-DD'. */
  readonly measuredOn: string
  /** What to run to measure it again. */
  readonly command: string
  readonly cause: Rate
  readonly segment: Rate
  readonly onset: Rate
  readonly falseCauses: Rate
  /** Expected calibration error of the stated confidence, 0..1. */
  readonly calibrationError: number
  readonly bins: readonly ReliabilityBin[]
  /** On warehouses and faults by somebody who knew neither the engine nor our benchmark; written by hand from two draws of `npm run bench:foreign` that nobody had read (docs/foreign.md). */
  readonly outside: { readonly cause: Rate; readonly falseCauses: Rate }
  /** By the kind injected, most often right first; last those of which no case could be made. */
  readonly faults: readonly { readonly kind: string; readonly cause: Rate }[]
}

/** Written by `npm run bench:accuracy -- --split test`. */
export const measuredAccuracy: MeasuredAccuracy = measured
