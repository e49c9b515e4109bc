import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto'
import type { AuditSigner } from '../../core/ports/auditTrail.ts'

/** An ed25519 key is any 32 bytes behind this head (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Signs by ed25519, with a key of its own that comes from the key of the secrets. */
export const createAuditSigner = (secretKey: Uint8Array): AuditSigner => {
  const seed = Buffer.from(hkdfSync('sha256', secretKey, Buffer.alloc(0), 'dataing audit heads', 32))
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key)
  return {
    sign: text => sign(null, Buffer.from(text), key).toString('base64'),
    isGood: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  }
}
