import type { Configuration, CustomFetch } from 'openid-client'
import { z } from 'zod'
import type {
  IdentityProviders,
  ProviderClient,
  ProviderProblem,
  SsoClaims,
} from '../../core/ports/identityProviders.ts'
import { createHiding, hiddenError } from '../../core/shared/hiding.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { createGuardedFetch, type Resolve } from './guardedFetch.ts'

type Options = {
  readonly allowPrivate: boolean
  readonly resolve?: Resolve
  readonly onProblem: (problem: unknown) => void
}

const TIMEOUT_S = 10

/** Identity providers by openid-client, which is loaded when the first person comes. */
export const createIdentityProviders = ({ allowPrivate, resolve, onProblem }: Options): IdentityProviders => {
  const fetch = createGuardedFetch({ allowPrivate, ...(resolve && { resolve }) })
  const attempt = async <Value>(
    { clientSecret }: ProviderClient,
    work: () => Promise<Value>,
  ): Promise<Result<Value, ProviderProblem>> => {
    try {
      return ok(await work())
    } catch (error) {
      // Whoever answered may quote what was sent.
      onProblem(hiddenError(error, createHiding([clientSecret])))
      return refuse(problemOf(error))
    }
  }
  return {
    allowsPrivate: allowPrivate,
    begin: client =>
      attempt(client, async () => {
        const oidc = await import('openid-client')
        const configuration = await discover(client, { fetch, allowPrivate })
        const flow = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() }
        const url = oidc.buildAuthorizationUrl(configuration, {
          redirect_uri: client.redirectUri,
          scope: client.scopes.join(' '),
          state: flow.state,
          nonce: flow.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
          code_challenge_method: 'S256',
        })
        return { url: url.href, flow }
      }),
    finish: (client, callback, { state, nonce, verifier }) =>
      attempt(client, async () => {
        const oidc = await import('openid-client')
        const configuration = await discover(client, { fetch, allowPrivate })
        const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        return claimsOf(tokens.claims() ?? {}, client.groupsClaim)
      }),
  }
}

type Network = { readonly fetch: CustomFetch; readonly allowPrivate: boolean }

/** The signature of ID tokens is checked too, although they come straight from the provider. */
const discover = async (
  { issuer, clientId, clientSecret }: ProviderClient,
  { fetch, allowPrivate }: Network,
): Promise<Configuration> => {
  const oidc = await import('openid-client')
  return oidc.discovery(new URL(issuer), clientId, undefined, oidc.ClientSecretPost(clientSecret), {
    [oidc.customFetch]: fetch,
    timeout: TIMEOUT_S,
    execute: [oidc.enableNonRepudiationChecks, ...(allowPrivate ? [oidc.allowInsecureRequests] : [])],
  })
}

const text = z.string().max(1000)
const claims = z.looseObject({
  sub: text.min(1),
  email: text.nullish().catch(null),
  email_verified: z.unknown().optional(),
  name: text.nullish().catch(null),
})
const groups = z.union([z.array(text), text.transform(one => [one])]).catch([])

const claimsOf = (said: object, groupsClaim: string): SsoClaims => {
  const read = claims.parse(said)
  return {
    subject: read.sub,
    email: read.email ?? null,
    isEmailProved: read.email_verified !== false && read.email_verified !== 'false',
    name: read.name ?? null,
    groups: groups.parse(read[groupsClaim] ?? []),
  }
}

const NETWORK = new Set(['OAUTH_TIMEOUT', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH'])

const problemOf = (error: unknown): ProviderProblem => {
  const { code } = { code: undefined, ...(error instanceof Error ? error : {}) } as { readonly code: unknown }
  return typeof code === 'string' && !NETWORK.has(code)
    ? {
        code: 'refused',
        message:
          'The identity provider and Dataing do not agree. Check issuer, client id, secret and redirect address.',
      }
    : { code: 'unreachable', message: 'The identity provider does not answer.' }
}
