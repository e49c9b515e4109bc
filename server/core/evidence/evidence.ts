import type { FaultKind } from '../fault/faultKind.ts'

/** An answer weighed for one prediction of one hypothesis. */
export type Evidence = {
  readonly prediction: string
  readonly hypothesis: FaultKind
  /** The number read off the answers; null where it could not be read. */
  readonly observed: number | null
  /** The observation as a sentence with its numbers. */
  readonly text: string
  /** Log-likelihood ratio: positive speaks for the hypothesis, negative against, 0 for neither. */
  readonly nats: number
  /** The queries that gave the number. */
  readonly queries: readonly string[]
}
