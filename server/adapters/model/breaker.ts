/** Keeps calls from a provider that fails. */
export interface Breaker {
  isOpen(): boolean
  note(outcome: 'good' | 'bad'): void
}

type Options = { readonly now: () => Date; readonly failures?: number; readonly restMs?: number }

/** After so many failures in a row nothing is sent for a while; then one call tries whether it is over. */
export const createBreaker = ({ now, failures = 3, restMs = 60_000 }: Options): Breaker => {
  let [inARow, until] = [0, 0]
  return {
    isOpen: () => now().getTime() < until,
    note(outcome) {
      inARow = outcome === 'good' ? 0 : inARow + 1
      if (inARow >= failures) until = now().getTime() + restMs
    },
  }
}
