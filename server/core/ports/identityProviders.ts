import type { SsoSettings } from '../access/sso.ts'
import type { Result } from '../shared/result.ts'

/** Where a provider is, and how it knows us. */
export type ProviderClient = Pick<SsoSettings, 'issuer' | 'clientId' | 'scopes' | 'groupsClaim'> & {
  readonly clientSecret: string
  readonly redirectUri: string
}

/** What a sign-in that was begun is checked against when it comes back; secret until then. */
export type SsoFlow = { readonly state: string; readonly nonce: string; readonly verifier: string }

/** What the provider says of somebody, its signature checked. */
export type SsoClaims = {
  readonly subject: string
  readonly email: string | null
  /** False only where the provider says that nobody has proved the address. */
  readonly isEmailProved: boolean
  readonly name: string | null
  readonly groups: readonly string[]
}

/** `message` is for the tenant's admins: no address, no secret, no word of the provider's beyond its error code. */
export type ProviderProblem = { readonly code: 'unreachable' | 'refused'; readonly message: string }

/** Talks to identity providers by OpenID Connect: code flow with PKCE, state and nonce. */
export interface IdentityProviders {
  /** Whether providers may be reached without https, and in private networks. */
  readonly allowsPrivate: boolean
  /** Where to send the browser. */
  begin(client: ProviderClient): Promise<Result<{ readonly url: string; readonly flow: SsoFlow }, ProviderProblem>>
  /** Exchanges the code of `callback`, the full address that the browser came back to. Whatever does not fit the flow, is forged, or is too old is 'refused'. */
  finish(client: ProviderClient, callback: URL, flow: SsoFlow): Promise<Result<SsoClaims, ProviderProblem>>
}
