import type { TenantId } from '../shared/ids.ts'

/** A change that its caller may send again. `key` is the caller's name for it, `hash` what it asks. */
export type RepeatableRequest = {
  readonly tenantId: TenantId
  readonly caller: string
  readonly key: string
  readonly hash: string
}

/**
 * What a request finds. `first`: it is to be done now, and kept or dropped. `answered`: it was done. `running`: another is doing it. `other`: the key was
 * used for something else. `lost`: who did it went away, so nobody knows whether it was done.
 */
export type Claim =
  { readonly state: 'first' | 'running' | 'other' | 'lost' } | { readonly state: 'answered'; readonly answer: string }

/** The answers to changes, kept for a day, so that one sent again is done once. */
export interface KeptRequests {
  /** Of racing claims on one key exactly one is the first. */
  claim(request: RepeatableRequest): Promise<Claim>
  /** Says that the first is still being done; to be called more often than every `HOLD_MS`. */
  hold(request: RepeatableRequest): Promise<void>
  /** Keeps the answer, sealed. */
  keep(request: RepeatableRequest, answer: string): Promise<void>
  /** Forgets the request, so that it may be tried again. */
  drop(request: RepeatableRequest): Promise<void>
}

/** How long a request counts as being done without a word of who does it. */
export const HOLD_MS = 30_000
