/** Places of which each caller may hold so many at once, in this process. */
export type Places = {
  /** Takes a place and gives how to leave it, once however often it is called; null where the caller holds all of theirs. */
  take(caller: string): (() => void) | null
}

export const createPlaces = (most: number): Places => {
  const held = new Map<string, number>()
  const leave = (caller: string) => {
    const left = (held.get(caller) ?? 0) - 1
    if (left > 0) held.set(caller, left)
    else held.delete(caller)
  }
  return {
    take(caller) {
      const now = held.get(caller) ?? 0
      if (now >= most) return null
      held.set(caller, now + 1)
      let isHeld = true
      return () => {
        if (isHeld) leave(caller)
        isHeld = false
      }
    },
  }
}
