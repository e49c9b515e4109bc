/** A caller may save up `burst` points and gets `perSecond` of them back. */
export type PurseTerms = { readonly burst: number; readonly perSecond: number }

/** What came of taking: `granted` points, 0 where there were fewer than needed; `left` is what the purse holds now. */
export type Taken = { readonly granted: number; readonly left: number }

/** What callers have left to ask for, for all processes together. */
export interface Purses {
  /** Takes `wanted` points, or whatever there is if that is at least `needed`. Of racing calls none gets what another took. */
  take(caller: string, points: { readonly needed: number; readonly wanted: number }, terms: PurseTerms): Promise<Taken>
}
