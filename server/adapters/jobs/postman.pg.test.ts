import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mail, Mailer } from '../../core/ports/mailer.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'
import { testDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { createSecretBox } from '../secrets/secretBox.ts'
import { createNotifications } from '../postgres/notifications.ts'
import { migrate } from '../postgres/migrations/migrate.ts'
import { createOutbox } from './outbox.ts'
import { startPostman } from './postman.ts'
import { ensureBoss, MAIL_QUEUE } from './queue.ts'

let database: TestDatabase
let pool: pg.Pool
let mailSql: string
const secrets = createSecretBox(randomBytes(32))
const tenantId = asId<TenantId>(randomUUID())
const mail = {
  kind: 'invitation',
  to: 'bob@example.com',
  subject: 'Join',
  text: 'https://dataing.example/join#the-secret',
} as const

beforeAll(async () => {
  database = await testDatabase()
  await migrate(database.url)
  ;({ mailSql } = await ensureBoss(database.url))
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const outbox = (isOpen = true) => createOutbox({ isOpen, pool, mailSql, secrets })
const jobs = async () =>
  (
    await pool.query<{ state: string; data: string }>('SELECT state, data::text FROM pgboss.job WHERE name = $1', [
      MAIL_QUEUE,
    ])
  ).rows

/** Sends by what `answers` says, in turn; `done` resolves after so many tries. */
const deliver = async (answers: readonly Awaited<ReturnType<Mailer['send']>>[]) => {
  const tried: Mail[] = []
  const done = Promise.withResolvers<void>()
  const send: Mailer['send'] = async given => {
    tried.push(given)
    if (tried.length === answers.length) done.resolve()
    return answers[tried.length - 1] ?? ok(null)
  }
  const postman = await startPostman({
    connectionString: database.url,
    mailer: { send },
    secrets,
    notifications: createNotifications(pool),
    onProblem: () => {},
  })
  await done.promise
  await postman.stop()
  return tried
}

test('without a mail server nothing is kept', async () => {
  await outbox(false).post(tenantId, mail)
  expect(await jobs()).toEqual([])
})

test('a mail waits sealed, survives the one who posted it, and goes out once', async () => {
  await outbox().post(tenantId, mail)
  const [kept] = await jobs()
  expect(kept?.data).not.toMatch(/the-secret|bob@example/)
  const [sent, ...more] = await deliver([ok(null)])
  expect([sent, more]).toEqual([{ to: mail.to, subject: mail.subject, text: mail.text, id: sent?.id }, []])
  expect(await jobs()).toMatchObject([{ state: 'completed' }])
})

test('what cannot be sent now is tried again as the same mail; what never can is dropped', async () => {
  await pool.query('DELETE FROM pgboss.job WHERE name = $1', [MAIL_QUEUE])
  await outbox().post(tenantId, mail)
  const problem = { code: 'unreachable', message: '', retryable: true } as const
  const waiting = deliver([refuse(problem), refuse({ ...problem, code: 'rejected', retryable: false })])
  for (;;) {
    // Nobody waits for the pause between two tries here.
    const { rowCount } = await pool.query(
      "UPDATE pgboss.job SET start_after = now() WHERE name = $1 AND state = 'retry'",
      [MAIL_QUEUE],
    )
    if (rowCount === 1) break
    await new Promise(setImmediate)
  }
  const [first, second, ...more] = await waiting
  expect([first?.id, more]).toEqual([second?.id, []])
  expect(await jobs()).toMatchObject([{ state: 'completed' }])
})

const metered = async () =>
  (
    await pool.query(
      `SELECT channel, kind, data_source_id AS source, delivery_id AS id FROM notification WHERE tenant_id = $1`,
      [tenantId],
    )
  ).rows

test('a mail that went out is metered once, though its worker died before it could say so and it went out again', async () => {
  await pool.query('DELETE FROM pgboss.job WHERE name = $1', [MAIL_QUEUE])
  await pool.query('DELETE FROM notification')
  const source = asId<DataSourceId>(randomUUID())
  await outbox().post(tenantId, { ...mail, kind: 'health', dataSourceId: source })
  const [first] = await deliver([ok(null)])
  await pool.query("UPDATE pgboss.job SET state = 'created', completed_on = NULL, started_on = NULL WHERE name = $1", [
    MAIL_QUEUE,
  ])
  const [again] = await deliver([ok(null)])
  expect(again).toEqual(first)
  expect(await metered()).toEqual([{ channel: 'mail', kind: 'health', source, id: first?.id }])
})

test("a mail of a visitor goes out and belongs to nobody's usage", async () => {
  await pool.query('DELETE FROM notification')
  await outbox().post(null, { ...mail, kind: 'other' })
  await deliver([ok(null)])
  expect((await pool.query('SELECT 1 FROM notification')).rows).toEqual([])
})

test('a mail that never went out is not metered', async () => {
  await pool.query('DELETE FROM notification')
  await outbox().post(tenantId, mail)
  await deliver([refuse({ code: 'rejected', message: '', retryable: false })])
  expect(await metered()).toEqual([])
})
