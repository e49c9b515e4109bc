// A provider that says whatever the test wants, signed as it wants.
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** `key` is 'own', a stranger's, or a trick of the header. */
export type Forgery = { readonly claims?: object; readonly key?: 'own' | 'stranger' | 'none' | 'hmac' }

export const startForgingProvider = async (clientId: string) => {
  const [own, stranger] = [newKeys(), newKeys()]
  let forgery: Forgery = {}
  let nonce = ''
  const jwk = { ...own.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }
  const signed = (alg: string, claims: object, by: (text: string) => string) => {
    const text = `${encode({ alg, kid: 'one', typ: 'JWT' })}.${encode(claims)}`
    return `${text}.${by(text)}`
  }
  const rsa = (key: KeyObject) => (text: string) => sign('sha256', Buffer.from(text), key).toString('base64url')
  const token = (issuer: string) => {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      aud: clientId,
      sub: 'one',
      iat: now,
      exp: now + 300,
      nonce,
      email: 'ada@one.example',
      email_verified: true,
      ...forgery.claims,
    }
    switch (forgery.key ?? 'own') {
      case 'own':
        return signed('RS256', claims, rsa(own.privateKey))
      case 'stranger':
        return signed('RS256', claims, rsa(stranger.privateKey))
      case 'none':
        return signed('none', claims, () => '')
      case 'hmac':
        return signed('HS256', claims, text =>
          createHmac('sha256', own.publicKey.export({ type: 'spki', format: 'pem' }))
            .update(text)
            .digest('base64url'),
        )
    }
  }
  const server = createServer((request, response) => {
    const json = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url === '/jwks') return json({ keys: [jwk] })
    if (request.url === '/token')
      return json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: token(issuer) })
    return json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    /** Forges this for the flow whose authorisation address is given. */
    forge: (next: Forgery, authorise: URL) => {
      forgery = next
      nonce = authorise.searchParams.get('nonce') ?? ''
    },
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
