import type { Credential } from '../access/signedIn.ts'

/** Whether those who came in may still be here. */
export interface Standing {
  /** Whether the session or key still lets its owner in; does not count as use. Cheap to ask for many at once. */
  stands(credential: Credential): Promise<boolean>
}
