import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits as 43 characters fit for a cookie or a link. */
export const newSecret = () => randomBytes(32).toString('base64url')

/** sha256, hex; enough for secrets of 256 random bits. */
export const hashSecret = (text: string) => createHash('sha256').update(text).digest('hex')

/** Compares without telling by its time where the texts differ. */
export const sameHash = (a: string, b: string) => timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))
