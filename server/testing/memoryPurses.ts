import type { Purses } from '../core/ports/purses.ts'

/** Purses of this process, by a clock of the test's own (milliseconds). */
export const createMemoryPurses = (now: () => number): Purses => {
  const purses = new Map<string, { readonly points: number; readonly at: number }>()
  return {
    async take(caller, { needed, wanted }, { burst, perSecond }) {
      const at = now()
      const known = purses.get(caller) ?? { points: burst, at }
      const held = Math.min(burst, known.points + ((at - known.at) / 1000) * perSecond)
      const granted = held >= needed ? Math.min(wanted, held) : 0
      purses.set(caller, { points: held - granted, at })
      return { granted, left: held - granted }
    },
  }
}
