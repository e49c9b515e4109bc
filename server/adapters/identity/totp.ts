import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Enrolment } from '../../core/ports/secondFactors.ts'
import { hashSecret } from './secret.ts'

const STEP_MS = 30_000
const SECRET_BYTES = 20
const CODES = 10
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const generator = (secret: string, email = '') =>
  new TOTP({
    issuer: 'Dataing',
    label: email,
    secret: Secret.fromBase32(secret),
    digits: 6,
    period: STEP_MS / 1000,
    algorithm: 'SHA1',
  })

export const newEnrolment = (email: string): Enrolment => {
  const secret = new Secret({ size: SECRET_BYTES }).base32
  return { secret, uri: generator(secret, email).toString() }
}

/** The time step whose code this is, at most one away from now; null where it is no such code. */
export const stepOf = (secret: string, code: string, now: Date): number | null => {
  const digits = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const delta = generator(secret).validate({ token: digits, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / STEP_MS) + delta
}

/** Ten codes of 80 random bits, in groups that are easily typed. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: CODES }, () =>
    [...randomBytes(16)]
      .map(byte => ALPHABET.charAt(byte % ALPHABET.length))
      .join('')
      .replaceAll(/(.{4})(?=.)/g, '$1-'),
  )

/** As it is stored; however it was typed. */
export const hashRecoveryCode = (code: string) => hashSecret(code.toUpperCase().replaceAll(/[^A-Z2-7]/g, ''))
