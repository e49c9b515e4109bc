// `kill -9` of the API as soon as it has invited somebody, or made a link for a new password: the mails about it still go out, each once.
import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { createPasswords } from '../adapters/identity/passwords.ts'
import { mailBy } from '../testing/dataingProcess.ts'
import { freePort } from '../testing/freePort.ts'
import { cookieOf, PASSWORD, post } from '../testing/httpServer.ts'
import { startJourney } from '../testing/journey.ts'
import { startSmtpServer } from '../testing/smtpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let journey: Awaited<ReturnType<typeof startJourney>>
let smtp: Awaited<ReturnType<typeof startSmtpServer>>
beforeAll(async () => {
  ;[journey, smtp] = await Promise.all([startJourney(), startSmtpServer()])
}, 60_000)
afterAll(() => Promise.all([journey.end(), smtp.close()]))

test('an API that dies between the change and the mail loses no mail', async () => {
  const { tenantId, pool, installed } = journey
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: installed.databaseUrl }) })
  await seedPerson(db, {
    tenantId,
    email: 'ada@example.com',
    name: 'Ada',
    role: 'owner',
    passwordHash: await createPasswords().hash(PASSWORD),
  })
  await db.$disconnect()
  const port = String(await freePort())
  const origin = `http://127.0.0.1:${port}`
  const as = { ...installed, env: { ...mailBy(smtp.url, origin), PORT: port } }
  const rows = async (table: 'invitation' | 'password_reset') => (await pool.query(`SELECT 1 FROM ${table}`)).rowCount
  const killedAfter = async (table: 'invitation' | 'password_reset', change: string) => {
    const doomed = journey.start('api', as)
    await doomed.ready
    const cookie = await cookieOf({ origin })
    void post({ origin }, `mutation { ${change} { __typename } }`, { headers: { cookie } }).catch(() => undefined)
    await expect.poll(() => rows(table), { timeout: 30_000, interval: 2 }).toBe(1)
    await doomed.kill()
  }
  await killedAfter('invitation', 'invitationMake(input: { email: "bob@example.com", role: MEMBER })')
  await killedAfter('password_reset', 'passwordResetAsk(input: { email: "ada@example.com" })')
  await journey.start('worker', as).ready
  await expect
    .poll(
      () =>
        smtp
          .taken()
          .map(({ to }) => to[0])
          .toSorted(),
      { timeout: 60_000 },
    )
    .toEqual(['ada@example.com', 'bob@example.com'])
}, 180_000)
