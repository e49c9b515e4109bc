import type { FaultKind } from '../fault/faultKind.ts'
import type { OwnWish } from '../own/ownHypothesis.ts'

/** What a person wants of a case while it runs. */
export type Steering =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'addHint'; readonly text: string }
  | { readonly kind: 'addHypothesis'; readonly hypothesis: FaultKind }
  | { readonly kind: 'dropHypothesis'; readonly hypothesis: FaultKind; readonly reason: string | null }
  | { readonly kind: 'addOwn'; readonly hypothesis: OwnWish }
  | { readonly kind: 'dropOwn'; readonly hypothesis: string; readonly reason: string | null }
