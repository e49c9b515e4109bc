// A real OpenID provider on a free port, which signs in whom the test says without asking.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export type Somebody = {
  readonly sub: string
  readonly email: string
  readonly name?: string
  readonly email_verified?: boolean
  readonly groups?: readonly string[]
}

export const CLIENT = { id: 'dataing', secret: 'a-secret-that-only-the-provider-knows' } as const

export const startOidcProvider = async (redirectUri: string) => {
  let somebody: Somebody = { sub: 'nobody', email: 'nobody@example.com' }
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return void callback(request, response)
    void provider.interactionFinished(
      request,
      response,
      { login: { accountId: somebody.sub } },
      { mergeWithLastSubmission: false },
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ ...somebody, groups: [...(somebody.groups ?? [])], sub }),
    }),
    async loadExistingGrant(context) {
      const grant = new provider.Grant({ clientId: CLIENT.id, accountId: context.oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const callback = provider.callback()
  return {
    issuer,
    is: (who: Somebody) => {
      somebody = who
    },
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
