// Envelope encryption: each secret has a data key of its own, and only the key that wraps the data keys is kept outside the database.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { SecretBox, SecretPlace } from '../../core/ports/secretBox.ts'
import { ok, refuse } from '../../core/shared/result.ts'

const VERSION = 1
const KEY = 32
const NONCE = 12
const TAG = 16
const KEY_ID = 4
const HEADER = 1 + KEY_ID
/** nonce | encrypted data key | tag */
const WRAPPED = NONCE + KEY + TAG

/**
 * A box over a 32-byte key. Sealed: version | key id | wrapped data key | nonce | text | tag; every part and the place are authenticated.
 * To change the key, give the old one in `olderKeys`: what it sealed still opens, and is sealed by the new one when saved again.
 */
export const createSecretBox = (key: Uint8Array, olderKeys: readonly Uint8Array[] = []): SecretBox => {
  const keys = [key, ...olderKeys]
  if (keys.some(({ length }) => length !== KEY)) throw new Error(`A key for secrets has ${KEY} bytes.`)
  return {
    seal(place, text) {
      const header = Buffer.concat([Buffer.of(VERSION), keyId(key)])
      const dataKey = randomBytes(KEY)
      const wrapped = encrypt(key, dataKey, boundTo(header, 'data-key', place))
      return new Uint8Array(
        Buffer.concat([header, wrapped, encrypt(dataKey, Buffer.from(text), boundTo(header, 'text', place))]),
      )
    },
    open(place, sealed) {
      const bytes = Buffer.from(sealed)
      const header = bytes.subarray(0, HEADER)
      const wrapping = keys.find(candidate => keyId(candidate).equals(header.subarray(1)))
      if (wrapping === undefined || header[0] !== VERSION) return UNREADABLE
      const dataKey = decrypt(wrapping, bytes.subarray(HEADER, HEADER + WRAPPED), boundTo(header, 'data-key', place))
      const text = dataKey && decrypt(dataKey, bytes.subarray(HEADER + WRAPPED), boundTo(header, 'text', place))
      return text ? ok(text.toString('utf8')) : UNREADABLE
    },
  }
}

const UNREADABLE = refuse({ code: 'unreadable' } as const)

/** Says which key sealed, and tells nothing about it. */
export const keyId = (key: Uint8Array) =>
  createHash('sha256').update('dataing key id').update(key).digest().subarray(0, KEY_ID)

/** JSON keeps the parts apart: no two places share a text. */
const boundTo = (header: Buffer, role: string, { tenantId, owner, field }: SecretPlace) =>
  Buffer.from(JSON.stringify([header.toString('hex'), role, tenantId, owner, field]))

const encrypt = (key: Uint8Array, plain: Buffer, aad: Buffer) => {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(aad)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Null where the bytes are not what `encrypt` made with this key and these data. */
const decrypt = (key: Uint8Array, sealed: Buffer, aad: Buffer) => {
  if (sealed.length < NONCE + TAG) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG }).setAAD(aad)
  decipher.setAuthTag(sealed.subarray(-TAG))
  const plain = decipher.update(sealed.subarray(NONCE, -TAG))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    // The only failure of `final` in this mode: the tag does not fit.
    return null
  }
}
