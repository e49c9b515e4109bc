import type { FaultKind } from '../fault/faultKind.ts'

/** What a person wants of a case while it runs. */
export type Steering =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'addHint'; readonly text: string }
  | { readonly kind: 'addHypothesis'; readonly hypothesis: FaultKind }
  | { readonly kind: 'dropHypothesis'; readonly hypothesis: FaultKind; readonly reason: string | null }
