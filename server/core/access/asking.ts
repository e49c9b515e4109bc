import type { SignedIn } from './signedIn.ts'

/** Where a request came from; null where nothing is known. */
export type Origin = { readonly address: string | null; readonly agent: string | null }

/** Who asks for what is going on now, and from where; `signedIn` is null for a visitor whom nobody knows. */
export type Asking = Origin & { readonly signedIn: SignedIn | null }

/** Who did something, as the audit trail keeps it: the name as it was then. `system` is the program itself, without anybody asking. */
export type AuditActor = {
  readonly kind: 'person' | 'key' | 'system' | 'visitor'
  readonly id: string | null
  readonly name: string
}

/** Whom the audit trail names; null stands for work that nobody asked for. */
export const actorOf = (asking: Asking | null): AuditActor => {
  if (asking === null) return { kind: 'system', id: null, name: 'Dataing' }
  const { signedIn } = asking
  if (signedIn === null) return { kind: 'visitor', id: null, name: 'Somebody not signed in' }
  return signedIn.key === null
    ? { kind: 'person', id: signedIn.personId, name: signedIn.name }
    : { kind: 'key', id: signedIn.credential.id, name: `${signedIn.key.name} of ${signedIn.name}` }
}
