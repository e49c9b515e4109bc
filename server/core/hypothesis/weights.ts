import reviewed from './weights.json' with { type: 'json' }

/** A probability from traits: the logistic of `intercept` + sum of weight * trait. A trait without a weight counts for nothing. */
export type Logistic = { readonly intercept: number; readonly weights: Readonly<Record<string, number>> }

/** Every number of the rule that ranks hypotheses and states confidence. */
export type Weights = {
  readonly version: string
  /** What the confidences were fitted on: seeds of the benchmark's training split and draws of a generator from outside, causes claimed there, and a hash of the recordings. */
  readonly training: { readonly recordings: readonly string[]; readonly claims: number; readonly hash: string }
  /** Nats of a prediction that holds, by its strength. By hand. */
  readonly evidence: { readonly decisive: number; readonly strong: number; readonly weak: number }
  /** By hand, in nats: log-odds of "none of these", what a refutation costs on top, and from where on a verdict is reached. */
  readonly ranking: {
    readonly unknown: number
    readonly refutation: number
    readonly supportedFrom: number
    readonly decisiveFrom: number
  }
  /** Fitted: how often a claim that looks like this one is right. */
  readonly confidence: { readonly mechanism: Logistic; readonly where: Logistic; readonly origin: Logistic }
  /** The most that may be stated, 0..1, where something is not known. By hand. */
  readonly caps: {
    readonly most: number
    readonly oneNormalDay: number
    readonly stopped: number
    readonly truncated: number
    readonly halfExplained: number
    readonly placebo: number
    readonly unproven: number
  }
}

/** Written by `npm run bench:calibration`, read by people before it is committed. */
export const weights: Weights = reviewed

export const logistic = ({ intercept, weights: own }: Logistic, traits: Readonly<Record<string, number>>): number =>
  1 /
  (1 + Math.exp(-Object.entries(own).reduce((sum, [name, weight]) => sum + weight * (traits[name] ?? 0), intercept)))
