import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const PREFIX = 'dtg_'
const SECRET_LENGTH = 32
const CHECKSUM_LENGTH = 6

/** What a key looks like, for scanners of leaked secrets. */
export const API_KEY = /^dtg_[0-9A-Za-z]{38}$/

/** A new key: `dtg_`, 32 random characters (190 bit), and 6 that are the CRC-32 of all before them. */
export const newApiKey = (): string => {
  const body = PREFIX + randomText(SECRET_LENGTH)
  return body + checksum(body)
}

/** Whether the text is a key that was written down without a slip; says nothing about whether it was ever given. */
export const isApiKey = (text: string): boolean =>
  API_KEY.test(text) && checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)

const checksum = (text: string) => {
  let rest = crc32(text)
  let digits = ''
  while (digits.length < CHECKSUM_LENGTH) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits
    rest = Math.floor(rest / ALPHABET.length)
  }
  return digits
}

/** Bytes of 248 and more are drawn again: taken modulo 62 they would make the first characters likelier. */
const randomText = (length: number): string => {
  const text = [...randomBytes(length * 2)]
    .filter(byte => byte < 248)
    .map(byte => ALPHABET.charAt(byte % ALPHABET.length))
    .join('')
  return text.length < length ? randomText(length) : text.slice(0, length)
}
