import type { CaseRef } from '../shared/ids.ts'
import type { StoredEvent } from './investigationStore.ts'

/** Live facts of one case. Implementations must pass `eventFeedContract`. */
export interface EventFeed {
  /**
   * Replays everything after sequence `after`, then tails, without gap, duplicate or reorder, whichever process appended.
   * Ends by itself after the fact that ends the case; ends quietly when `signal` aborts.
   */
  follow(ref: CaseRef, after: number, signal: AbortSignal): AsyncIterable<StoredEvent>
}
