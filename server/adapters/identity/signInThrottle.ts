import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { networkOf } from '../../core/access/network.ts'
import type { SignInThrottle } from '../../core/ports/signInThrottle.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { hashSecret } from './secret.ts'

const FREE_PER_ACCOUNT = 5
const FREE_PER_ADDRESS = 50
const LONGEST_WAIT_S = 15 * 60
const SHORTEST_WAIT_MS = 2000
const FORGET_MS = 2 * LONGEST_WAIT_S * 1000

type Counted = { readonly key: string; readonly free: number }
type Row = { readonly tries: number; readonly last_at: Date; readonly admitted: boolean }

/** Tries in PostgreSQL, so that no process allows more than all of them together. Keys are hashes: what people type into the wrong field stays nowhere. */
export const createSignInThrottle = (db: PrismaClient, now: () => Date): SignInThrottle => ({
  admit: ({ account, address }) =>
    db.$transaction(async tx => {
      const at = now()
      const forgotten = new Date(at.getTime() - FORGET_MS)
      await tx.signInTry.deleteMany({ where: { lastAt: { lt: forgotten } } })
      const counted = [
        ...(address === null ? [] : [{ key: keyOf('address', networkOf(address)), free: FREE_PER_ADDRESS }]),
        accountKey(account),
      ]
      for (const each of counted) {
        const [row] = await tx.$queryRaw<Row[]>(count(each, at))
        if (row?.admitted === true) continue
        // Without a row the first tries came in while this one waited for them, and were too many already.
        const wait =
          row === undefined
            ? SHORTEST_WAIT_MS
            : row.last_at.getTime() + waitAfter(row.tries, each.free) * 1000 - at.getTime()
        return refuse({ code: 'too-many-tries', retryAfterMs: Math.max(SHORTEST_WAIT_MS / 2, wait) })
      }
      return ok(undefined)
    }),
  forget: async account => void (await db.signInTry.deleteMany({ where: { key: accountKey(account).key } })),
})

const accountKey = (account: string): Counted => ({ key: keyOf('account', account), free: FREE_PER_ACCOUNT })

const keyOf = (kind: string, text: string) => `${kind}:${hashSecret(text).slice(0, 32)}`

/** Seconds to wait after so many tries. */
const waitAfter = (tries: number, free: number) =>
  tries < free ? 0 : Math.min(LONGEST_WAIT_S, 2 ** Math.min(tries - free + 1, 30))

const waitSql = (free: number) =>
  Prisma.sql`CASE WHEN known.tries < ${free} THEN 0 ELSE least(${LONGEST_WAIT_S}, power(2, least(known.tries - ${free} + 1, 30))) END * interval '1 second'`

/**
 * Counts the try and says whether it was admitted, in one statement: the row's lock makes racing tries count one after the other, and a refused try
 * leaves the row as it is.
 */
const count = ({ key, free }: Counted, at: Date) => Prisma.sql`
  WITH tried AS (
    INSERT INTO sign_in_try AS known (key, tries, last_at) VALUES (${key}, 1, ${at})
    ON CONFLICT (key) DO UPDATE SET tries = known.tries + 1, last_at = ${at} WHERE known.last_at + ${waitSql(free)} <= ${at}
    RETURNING tries, last_at, true AS admitted)
  SELECT * FROM tried
  UNION ALL SELECT tries, last_at, false FROM sign_in_try WHERE key = ${key} AND NOT EXISTS (SELECT 1 FROM tried)`
