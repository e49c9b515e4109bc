import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { Credential } from '../../core/access/signedIn.ts'
import type { Standing } from '../../core/ports/standing.ts'
import { liveKey } from './apiKeys.ts'
import { liveSession } from './sessions.ts'

/** Streams ask at their own times; those who ask within this long share the statements. */
const GATHER_MS = 200

type Waiting = { readonly credential: Credential; answer(stands: boolean): void; fail(problem: unknown): void }

/** Asks PostgreSQL for all who are asked about at about the same time: two statements, however many streams are open. */
export const createStanding = (db: PrismaClient, now: () => Date, gatherMs = GATHER_MS): Standing => {
  let waiting: Waiting[] = []
  const ask = async () => {
    const asked = waiting
    waiting = []
    const ids = (kind: Credential['kind']) => [
      ...new Set(asked.flatMap(({ credential }) => (credential.kind === kind ? [credential.id] : []))),
    ]
    try {
      const [sessions, keys] = await Promise.all([
        db.session.findMany({ where: { id: { in: ids('session') }, ...liveSession(now()) }, select: { id: true } }),
        db.apiKey.findMany({ where: { id: { in: ids('key') }, ...liveKey(now()) }, select: { id: true } }),
      ])
      const live = new Set([...sessions, ...keys].map(({ id }) => id))
      asked.forEach(({ credential, answer }) => answer(live.has(credential.id)))
    } catch (problem) {
      asked.forEach(({ fail }) => fail(problem))
    }
  }
  return {
    stands: credential =>
      new Promise<boolean>((answer, fail) => {
        if (waiting.length === 0) setTimeout(() => void ask(), gatherMs)
        waiting.push({ credential, answer, fail })
      }),
  }
}
