import { afterAll, beforeAll, expect, test } from 'vitest'
import { asId } from '../../core/shared/ids.ts'
import { seedTenant, type SeededTenant } from '../../testing/tenantSeed.ts'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createAuditWriter } from '../audit/auditWriter.ts'
import { createPeople } from './people.ts'
import { createSessions } from './sessions.ts'
import { createStanding } from './standing.ts'

const HOUR = 3_600_000

const audit = createAuditWriter(() => null)

let views: Awaited<ReturnType<typeof viewDatabase>>
let ada: SeededTenant
beforeAll(async () => {
  views = await viewDatabase()
  ada = await seedTenant(views.db, 'Shop', 'hash')
})
afterAll(() => views.drop())

const start = async () => {
  let at = Date.UTC(2026, 0, 1)
  const now = () => new Date(at)
  const sessions = createSessions({ db: views.db, audit, now })
  const standing = createStanding(views.db, now, 0)
  const opened = await sessions.open(ada)
  return {
    sessions,
    standing,
    ...opened,
    pass: (ms: number) => {
      at += ms
    },
  }
}

test('a session is found by its token, not by its hash or its id', async () => {
  const { sessions, token, signedIn, expiresAt } = await start()
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(expiresAt).toEqual(new Date(Date.UTC(2026, 0, 8)))
  expect(await sessions.find(token)).toEqual(signedIn)
  expect(signedIn).toEqual({
    tenantId: ada.tenantId,
    personId: ada.personId,
    name: 'Ada',
    role: 'owner',
    credential: { kind: 'session', id: signedIn.credential.id },
    key: null,
  })
  const stored = await views.db.session.findUniqueOrThrow({ where: { id: signedIn.credential.id } })
  expect([await sessions.find(stored.tokenHash), await sessions.find(stored.id), await sessions.find('')]).toEqual([
    null,
    null,
    null,
  ])
})

test('a session ends after eight hours without use; use prolongs it', async () => {
  const { sessions, standing, token, signedIn, pass } = await start()
  pass(7 * HOUR)
  expect(await sessions.find(token)).toEqual(signedIn)
  pass(7 * HOUR)
  expect(await sessions.find(token)).toEqual(signedIn)
  pass(8 * HOUR)
  expect([await sessions.find(token), await standing.stands(signedIn.credential)]).toEqual([null, false])
})

test('a session ends after seven days, however much it is used', async () => {
  const { sessions, token, signedIn, pass } = await start()
  for (let hours = 0; hours < 7 * 24 - 1; hours += 7) {
    expect(await sessions.find(token)).toEqual(signedIn)
    pass(7 * HOUR)
  }
  expect(await sessions.find(token)).toBeNull()
})

test('looking whether a session stands does not prolong it, and reading pages writes at most every five minutes', async () => {
  const { standing, token, signedIn, pass } = await start()
  pass(7 * HOUR)
  expect(await standing.stands(signedIn.credential)).toBe(true)
  pass(HOUR)
  expect(await standing.stands(signedIn.credential)).toBe(false)
  const fresh = await start()
  const { statements } = await views.counting(() => fresh.sessions.find(fresh.token))
  expect(statements).toHaveLength(1)
  expect(token).not.toBe(fresh.token)
})

test('a revoked session is gone at once, twice is as good as once', async () => {
  const { sessions, standing, token, signedIn } = await start()
  await sessions.close(signedIn)
  await sessions.close(signedIn)
  expect([await sessions.find(token), await standing.stands(signedIn.credential)]).toEqual([null, false])
})

test('people are found by their address in any case, and only they', async () => {
  const people = createPeople({ db: views.db, audit, onProblem: () => {} })
  const account = await people.find('ADA@Shop.Example')
  expect(account).toEqual({
    accountId: account?.accountId,
    personId: ada.personId,
    tenantId: ada.tenantId,
    passwordHash: 'hash',
  })
  expect(await people.find('ada@shop.exampl')).toBeNull()
  await people.saveHash(asId(account?.accountId ?? ''), 'other')
  expect((await people.find(ada.email))?.passwordHash).toBe('other')
  expect(await people.nobodyYet()).toBe(false)
  expect(await people.createFirst({ tenantName: 'x', name: 'x', email: 'x@x', passwordHash: 'x' })).toEqual({
    ok: false,
    problem: { code: 'already-set-up' },
  })
})
