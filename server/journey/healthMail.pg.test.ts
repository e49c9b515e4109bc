// `kill -9` of the worker as soon as it has told that a data source does not answer: the mail about it still goes out, once, from another.
import { PrismaPg } from '@prisma/adapter-pg'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { mailBy } from '../testing/dataingProcess.ts'
import { freePort } from '../testing/freePort.ts'
import { startJourney } from '../testing/journey.ts'
import { startSmtpServer } from '../testing/smtpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let journey: Awaited<ReturnType<typeof startJourney>>
let smtp: Awaited<ReturnType<typeof startSmtpServer>>
beforeAll(async () => {
  ;[journey, smtp] = await Promise.all([startJourney(), startSmtpServer()])
}, 60_000)
afterAll(() => Promise.all([journey.end(), smtp.close()]))

/** As the clock does each minute. */
const checkNow = async () => {
  const boss = new PgBoss({
    connectionString: journey.installed.databaseUrl,
    max: 1,
    supervise: false,
    schedule: false,
    migrate: false,
    createSchema: false,
  })
  await boss.start()
  await boss.send('check-sources', {})
  await boss.stop({ graceful: false })
}

test('a worker that dies between the notice and the mail loses no mail', async () => {
  const { tenantId, dataSourceId, pool, installed } = journey
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: installed.databaseUrl }) })
  await seedPerson(db, { tenantId, email: 'ada@ours.example', name: 'Ada', role: 'owner', passwordHash: null })
  await db.$disconnect()
  await pool.query('UPDATE data_source SET active = false WHERE id <> $1', [dataSourceId])
  await pool.query(`UPDATE data_source SET settings = settings || '{"database": "gone"}' WHERE id = $1`, [dataSourceId])
  const nowhere = new URL(smtp.url)
  nowhere.port = String(await freePort())
  const doomed = journey.start('worker', { ...installed, env: mailBy(nowhere) })
  await doomed.ready
  await checkNow()
  const notices = async () =>
    (await pool.query('SELECT 1 FROM notice WHERE data_source_id = $1', [dataSourceId])).rowCount
  await expect.poll(notices, { timeout: 30_000, interval: 5 }).toBe(1)
  await doomed.kill()
  await journey.start('worker', { ...installed, env: mailBy(smtp.url) }).ready
  await expect.poll(() => smtp.taken().length, { timeout: 60_000 }).toBeGreaterThan(0)
  const [mail, ...more] = smtp.taken()
  expect([mail?.to, more]).toEqual([['ada@ours.example'], []])
  const link = `https://dataing.example/data-sources/${encodeURIComponent(Buffer.from(`DataSource:${dataSourceId}`).toString('base64'))}`
  expect(mail?.body.replaceAll('=\r\n', '').replaceAll('=3D', '=')).toContain(link)
}, 120_000)
