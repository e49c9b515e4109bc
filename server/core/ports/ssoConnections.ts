import type { GrantedRole, SsoDomain, SsoSettings } from '../access/sso.ts'
import type { PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

export type SsoConnection = Omit<SsoSettings, 'domains'> & {
  readonly tenantId: TenantId
  readonly clientSecret: string
  readonly version: number
  readonly domains: readonly SsoDomain[]
}

/** Whom the provider has sent, and as what; `role` null leaves what they are. */
export type SsoPerson = {
  readonly issuer: string
  readonly subject: string
  readonly email: string
  readonly name: string
  readonly role: GrantedRole
}

export type ArriveRefusal = { readonly code: 'address-taken' | 'deactivated' }

/** The identity providers of tenants, and whom they have sent. Secrets are stored sealed. */
export interface SsoConnections {
  of(tenantId: TenantId): Promise<SsoConnection | null>
  /** Whether any tenant has one. */
  isAny(): Promise<boolean>
  /** The tenant that has proved this e-mail domain: its people are sent to that tenant's provider. */
  byDomain(domain: string): Promise<SsoConnection | null>
  /** `clientSecret` null keeps the stored one. Version 0 stands for none yet. A domain that another tenant has proved is refused; a new one is to be proved. */
  save(
    tenantId: TenantId,
    settings: SsoSettings & { readonly clientSecret: string | null },
    expectedVersion: number,
  ): Promise<Result<null, { readonly code: 'conflict' | 'domain-taken' | 'no-secret' }>>
  /** The domain's record was seen. Refused where another tenant was first. Safe to call twice. */
  prove(tenantId: TenantId, domain: string): Promise<Result<null, { readonly code: 'not-found' | 'domain-taken' }>>
  /** Passwords open the tenant again from then on. */
  remove(tenantId: TenantId): Promise<boolean>
  /**
   * The person of this tenant whom the provider means, made where there is none, with the role it gives; owners stay what they are. Known by the subject,
   * and the first time by the address; an account that is in another tenant is not taken over by it.
   */
  arrive(
    tenantId: TenantId,
    person: SsoPerson,
  ): Promise<Result<{ readonly personId: PersonId; readonly tenantId: TenantId }, ArriveRefusal>>
}
