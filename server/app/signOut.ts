import type { Sessions } from '../core/ports/sessions.ts'

/** Ends the session at once; without one there is nothing to do. */
export const signOut = ({ sessions }: { readonly sessions: Sessions }) =>
  async (sessionId: string | null): Promise<void> => {
    if (sessionId !== null) await sessions.revoke(sessionId)
  }
