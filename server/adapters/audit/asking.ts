import { AsyncLocalStorage } from 'node:async_hooks'
import type { Asking } from '../../core/access/asking.ts'

/** Who asks, carried along with the work that their request sets off, so that no change can forget to say who made it. */
export const createAskers = () => {
  const current = new AsyncLocalStorage<Asking>()
  return {
    /** Does the work as asked for by this one. */
    attribute: <Answer>(asking: Asking, work: () => Answer): Answer => current.run(asking, work),
    /** Who asks for what is going on now; null where nobody does. */
    current: (): Asking | null => current.getStore() ?? null,
  }
}

export type Askers = ReturnType<typeof createAskers>
