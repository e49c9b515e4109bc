import type { CaseRef, PersonId, TenantId } from '../shared/ids.ts'

/** What people do around cases, live. Both yield at once and after each change, until the signal. */
export interface TalkFeed {
  /** A text that differs whenever a comment, or what people keep about the case, has changed. */
  followCase(ref: CaseRef, signal: AbortSignal): AsyncIterable<string>
  /** How many notices somebody has not read. */
  followNotices(tenantId: TenantId, personId: PersonId, signal: AbortSignal): AsyncIterable<number>
}
