import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto'
import type { AuditSigner } from '../../core/ports/auditTrail.ts'

/** An ed25519 key is any 32 bytes behind this head (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const signingKey = (secretKey: Uint8Array) => {
  const seed = Buffer.from(hkdfSync('sha256', secretKey, Buffer.alloc(0), 'dataing audit heads', 32))
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

/** Signs by ed25519, with a key of its own that comes from the key of the secrets; what an older one signed is good as well. */
export const createAuditSigner = (secretKey: Uint8Array, olderKeys: readonly Uint8Array[] = []): AuditSigner => {
  const key = signingKey(secretKey)
  const publicKeys = [key, ...olderKeys.map(signingKey)].map(each => createPublicKey(each))
  return {
    sign: text => sign(null, Buffer.from(text), key).toString('base64'),
    isGood: (text, signature) =>
      publicKeys.some(each => verify(null, Buffer.from(text), each, Buffer.from(signature, 'base64'))),
  }
}
