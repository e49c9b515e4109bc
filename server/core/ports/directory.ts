import type { Role } from '../access/role.ts'
import type { PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** A person as a directory outside keeps them in step. */
export type DirectoryPerson = {
  readonly personId: PersonId
  readonly email: string
  readonly name: string
  readonly externalId: string | null
  readonly isActive: boolean
  readonly createdAt: Date
}

export type DirectoryRefusal = { readonly code: 'not-found' | 'taken' | 'above-you' }

/** The people of a tenant for a directory outside; service accounts are not in it. */
export interface Directory {
  find(tenantId: TenantId, personId: string): Promise<DirectoryPerson | null>
  /** By address; `total` counts them all. */
  list(
    tenantId: TenantId,
    page: {
      readonly email: string | null
      readonly externalId: string | null
      readonly skip: number
      readonly take: number
    },
  ): Promise<{ readonly total: number; readonly people: readonly DirectoryPerson[] }>
  /**
   * Makes a viewer who cannot sign in by a password. 'taken': the address is in this tenant, or its account in another: a directory takes no account over.
   */
  add(
    tenantId: TenantId,
    person: Pick<DirectoryPerson, 'email' | 'name' | 'externalId' | 'isActive'>,
  ): Promise<Result<PersonId, DirectoryRefusal>>
  /**
   * What is left out stays. The address changes only where the account is this tenant's alone, and links for a new password that went to the old one end.
   * Address and name of somebody above the role of who asks stay as they are ('above-you'): who has the address can set the password.
   */
  change(
    person: { readonly tenantId: TenantId; readonly personId: string; readonly by: Role },
    to: Partial<Pick<DirectoryPerson, 'email' | 'name' | 'externalId'>>,
  ): Promise<Result<null, DirectoryRefusal>>
}
