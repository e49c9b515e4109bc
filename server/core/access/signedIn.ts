import type { PersonId, TenantId } from '../shared/ids.ts'
import { permissionsOf, type Permission } from './permission.ts'
import type { Role } from './role.ts'

/** What somebody came with: a browser's session, or an API key. */
export type Credential = { readonly kind: 'session' | 'key'; readonly id: string }

/** Who is asking, in which tenant, and how. */
export type SignedIn = {
  readonly tenantId: TenantId
  readonly personId: PersonId
  readonly name: string
  readonly role: Role
  readonly credential: Credential
  /** What the key was given, its name, and the team that its investigations are for; null for a person in a browser, who may do all that the role may. */
  readonly key: {
    readonly name: string
    readonly scopes: readonly Permission[]
    readonly teamId?: string | null
  } | null
}

/** What this caller may do: what the role may, and of that only what the key was given. */
export const permissionsFor = ({ role, key }: Pick<SignedIn, 'role' | 'key'>): readonly Permission[] =>
  permissionsOf(role).filter(permission => key === null || key.scopes.includes(permission))

export const may = (signedIn: Pick<SignedIn, 'role' | 'key'>, permission: Permission): boolean =>
  permissionsFor(signedIn).includes(permission)
