import { domainOf, isProved, roleByGroups } from '../../core/access/sso.ts'
import type { IdentityProviders, ProviderClient, SsoClaims, SsoFlow } from '../../core/ports/identityProviders.ts'
import type { SecretBox, SecretPlace } from '../../core/ports/secretBox.ts'
import type { OpenedSession, Sessions } from '../../core/ports/sessions.ts'
import type { SsoConnection, SsoConnections } from '../../core/ports/ssoConnections.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { emailOf } from './inputs.ts'

export type SsoTools = {
  readonly providers: IdentityProviders
  readonly sso: SsoConnections
  readonly sessions: Pick<Sessions, 'open'>
  readonly secrets: SecretBox
  readonly now: () => Date
}

export type SsoRefusal = {
  readonly code:
    'unknown' | 'unreachable' | 'refused' | 'too-late' | 'bad-address' | 'no-group' | 'address-taken' | 'deactivated'
}

/** `flow` is what the browser keeps, sealed; `to` the page to go on at. */
export type BegunSso = { readonly url: string; readonly flow: string }

type Kept = SsoFlow & {
  readonly tenantId: TenantId
  readonly issuer: string
  readonly to: string
  readonly until: number
}
type Begin = { readonly email: string; readonly to: string; readonly redirectUri: string }
type Finish = {
  readonly flow: string
  readonly callback: URL
  readonly redirectUri: string
  readonly replaced: string | null
}

const FLOW_MS = 10 * 60_000
const FLOW: SecretPlace = { tenantId: asId<TenantId>('none'), owner: 'sso', field: 'flow' }

const clientOf = (connection: SsoConnection, redirectUri: string): ProviderClient => ({ ...connection, redirectUri })

/** Signing in by the tenant's identity provider. */
export const singleSignOn = ({ providers, sso, sessions, secrets, now }: SsoTools) => {
  const open = (flow: string): Kept | null => {
    const opened = secrets.open(FLOW, decode(flow))
    const kept = opened.ok ? (JSON.parse(opened.value) as Kept) : null
    return kept !== null && kept.until > now().getTime() ? kept : null
  }
  return {
    /** Sends somebody to the provider of their address's domain. */
    async begin({ email, to, redirectUri }: Begin): Promise<Result<BegunSso, SsoRefusal>> {
      const domain = domainOf(email)
      const connection = domain === null ? null : await sso.byDomain(domain)
      if (connection === null) return refuse({ code: 'unknown' })
      const begun = await providers.begin(clientOf(connection, redirectUri))
      if (!begun.ok) return begun
      const { tenantId, issuer } = connection
      const kept: Kept = { ...begun.value.flow, tenantId, issuer, to, until: now().getTime() + FLOW_MS }
      return ok({ url: begun.value.url, flow: encode(secrets.seal(FLOW, JSON.stringify(kept))) })
    },
    /** Lets in whom the provider sent back, in the tenant where the flow began and nowhere else. */
    async finish({
      flow,
      callback,
      redirectUri,
      replaced,
    }: Finish): Promise<Result<{ readonly session: OpenedSession; readonly to: string }, SsoRefusal>> {
      const kept = open(flow)
      const connection = kept && (await sso.of(kept.tenantId))
      if (!kept || !connection || connection.issuer !== kept.issuer) return refuse({ code: 'too-late' })
      const said = await providers.finish(clientOf(connection, redirectUri), callback, kept)
      if (!said.ok) return said
      const arriving = personOf(said.value, connection)
      if (!arriving.ok) return arriving
      const arrived = await sso.arrive(kept.tenantId, arriving.value)
      return arrived.ok
        ? ok({ session: await sessions.open(arrived.value, { replaced, proof: 'sso' }), to: kept.to })
        : arrived
    },
  }
}

const personOf = ({ subject, email: said, isEmailProved, name, groups }: SsoClaims, connection: SsoConnection) => {
  const email = emailOf(said ?? '')
  const domain = email === null ? null : domainOf(email)
  if (email === null || domain === null || !isEmailProved || !isProved(connection.domains, domain))
    return refuse({ code: 'bad-address' } as const)
  const role = roleByGroups(groups, connection)
  if (role === null) return refuse({ code: 'no-group' } as const)
  return ok({ issuer: connection.issuer, subject, email, name: (name?.trim() || email).slice(0, 200), role })
}

/** Lower case hex: fit for a cookie. */
const encode = (bytes: Uint8Array) => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
const decode = (text: string) => Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], pair => Number.parseInt(pair, 16))
