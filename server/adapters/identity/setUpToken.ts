import type { SetUpToken } from '../../core/ports/setUpToken.ts'
import { hashSecret, newSecret, sameHash } from './secret.ts'

/** A fresh token for this process; `text` goes into the printed link and is kept nowhere else. */
export const createSetUpToken = (): { readonly text: string; readonly token: SetUpToken } => {
  const text = newSecret()
  const wanted = hashSecret(text)
  return { text, token: { matches: given => sameHash(hashSecret(given), wanted) } }
}
