import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import type { Passwords } from '../../core/ports/passwords.ts'
import { createGate } from './gate.ts'

/** Argon2id with 64 MiB, 3 passes: about 60 ms a hash. */
const PARAMETERS = { memoryCost: 65_536, timeCost: 3, parallelism: 1 }
const MARK = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`

// More at once would let a crowd of sign-ins take the machine's memory.
const AT_ONCE = Math.min(2, availableParallelism())

/** Passwords by argon2id, at most two at once. */
export const createPasswords = (): Passwords => {
  const gate = createGate(AT_ONCE)
  const make = (password: string) => gate(() => hash(password, PARAMETERS))
  const nobody = make('the hash that unknown accounts are compared with')
  return {
    hash: make,
    async verify(stored, password) {
      const against = stored ?? (await nobody)
      const right = await gate(() => verify(against, password))
      return { right: right && stored !== null, stale: !against.startsWith(MARK) }
    },
  }
}
