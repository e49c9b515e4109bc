import type { InvestigationId } from '../../core/shared/ids.ts'

/** Somebody who reads one case: `stale` says that there may be more than what was read. */
type Follower = { cursor: number; stale: boolean; wake: () => void }

type FollowedCase = { readonly followers: Set<Follower>; readonly reads: Map<string, Promise<unknown>> }

/** Who follows which case in this process. Wakes carry no facts: each follower reads on from its own cursor, so a slow one costs no memory. */
export const createFollowedCases = () => {
  const cases = new Map<string, FollowedCase>()

  const wake = (id: string) => {
    const followed = cases.get(id)
    if (!followed) return
    // A read under way may have begun before the new fact: those who look now must not share it.
    followed.reads.clear()
    for (const follower of followed.followers) {
      follower.stale = true
      follower.wake()
    }
  }

  const join = (id: InvestigationId, after: number) => {
    const followed = cases.get(id) ?? { followers: new Set<Follower>(), reads: new Map<string, Promise<unknown>>() }
    cases.set(id, followed)
    const follower: Follower = { cursor: after, stale: true, wake: () => {} }
    followed.followers.add(follower)
    return {
      follower,
      /** Followers at one place read once: `read` runs for the first of those who ask under one key before it is answered. */
      share: <T>(key: string, read: () => Promise<T>): Promise<T> => {
        const shared = followed.reads.get(key) as Promise<T> | undefined
        if (shared) return shared
        const fresh = read().finally(() => {
          if (followed.reads.get(key) === fresh) followed.reads.delete(key)
        })
        followed.reads.set(key, fresh)
        return fresh
      },
      leave: () => {
        followed.followers.delete(follower)
        if (followed.followers.size === 0) cases.delete(id)
      },
    }
  }

  return {
    join,
    wake,
    wakeAll: () => [...cases.keys()].forEach(wake),
    /** Each followed case with the place of its hindmost follower. */
    places: () =>
      [...cases].map(([id, { followers }]) => ({
        id,
        cursor: Math.min(...[...followers].map(follower => follower.cursor)),
      })),
  }
}

/** Resolves when the follower is woken; at once when it was woken since it last looked. */
export const woken = async (follower: Follower) => {
  if (follower.stale) return
  const { promise, resolve } = Promise.withResolvers<void>()
  follower.wake = resolve
  await promise
}
