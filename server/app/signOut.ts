import type { SignedIn } from '../core/access/signedIn.ts'
import type { Sessions } from '../core/ports/sessions.ts'

/** Ends the session at once; whether there was one. A key is not ended by signing out. */
export const signOut =
  ({ sessions }: { readonly sessions: Pick<Sessions, 'close'> }) =>
  async (signedIn: SignedIn | null): Promise<boolean> => {
    if (signedIn?.credential.kind !== 'session') return false
    await sessions.close(signedIn)
    return true
  }
