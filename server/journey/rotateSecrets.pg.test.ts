import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSecretBox, keyId } from '../adapters/secrets/secretBox.ts'
import { secretsOf, totpPlace } from '../core/ports/secretBox.ts'
import { asId, type AccountId, type DataSourceId } from '../core/shared/ids.ts'
import { startRotation } from '../testing/dataingProcess.ts'
import { startJourney } from '../testing/journey.ts'

const MANY = 1500
const [newer, lost] = [randomBytes(32), randomBytes(32)]
const done = 'Everything is sealed by the key of now; the older ones may go'

let journey: Awaited<ReturnType<typeof startJourney>>
beforeAll(async () => {
  journey = await startJourney()
  const box = createSecretBox(journey.installed.secretKey)
  const ids = Array.from({ length: MANY }, () => asId<DataSourceId>(randomUUID()))
  await journey.pool.query(
    `INSERT INTO data_source (id, tenant_id, name, kind, settings, secrets) SELECT id, $1, id::text, 'postgres', '{}', secrets FROM unnest($2::uuid[], $3::bytea[]) AS s (id, secrets)`,
    [journey.tenantId, ids, ids.map(id => Buffer.from(box.seal(secretsOf(journey.tenantId, id), 'planted-canary')))],
  )
}, 60_000)
afterAll(() => journey.end())

const sealedBy = async (key: Uint8Array) =>
  Number(
    (
      await journey.pool.query<{ count: string }>(
        'SELECT count(*) FROM data_source WHERE substring(secrets FROM 2 FOR 4) = $1',
        [keyId(key)],
      )
    ).rows[0]?.count,
  )

test('secrets are sealed anew while the service serves; a kill in the middle loses nothing, and the next run goes on', async () => {
  const older = journey.installed.secretKey
  const rotated = { ...journey.installed, secretKey: newer, olderKeys: [older] }
  await journey.start('worker', rotated).ready
  const killed = startRotation(rotated)
  await killed.said('Data sources: 100 sealed anew')
  await killed.kill()
  const halfway = await sealedBy(newer)
  expect(halfway).toBeGreaterThanOrEqual(100)
  expect(halfway).toBeLessThan(MANY + 1)
  expect(await sealedBy(older)).toBe(MANY + 1 - halfway)
  const ref = await journey.openCase()
  await startRotation(rotated).said(done)
  expect([await sealedBy(older), await sealedBy(newer)]).toEqual([0, MANY + 1])
  const box = createSecretBox(newer)
  const { rows } = await journey.pool.query<{ id: string; secrets: Buffer }>(
    'SELECT id, secrets FROM data_source WHERE secrets IS NOT NULL AND id <> $1',
    [journey.dataSourceId],
  )
  expect(
    new Set(
      rows.map(({ id, secrets }) =>
        JSON.stringify(box.open(secretsOf(journey.tenantId, asId<DataSourceId>(id)), secrets)),
      ),
    ),
  ).toEqual(new Set(['{"ok":true,"value":"planted-canary"}']))
  // The worker went through all of it with the password that was sealed anew.
  const ended = async () =>
    (
      await journey.pool.query<{ status: string }>('SELECT status FROM investigation_view WHERE id = $1', [
        ref.investigationId,
      ])
    ).rows[0]?.status
  while ((await ended()) === 'running') await new Promise(resolve => setTimeout(resolve, 100))
  expect(await ended()).toBe('concluded')
}, 120_000)

test('what was sealed by a key that nobody gave stays as it is, and is counted', async () => {
  const id = asId<AccountId>(randomUUID())
  const sealed = Buffer.from(createSecretBox(lost).seal(totpPlace(id), 'seed'))
  await journey.pool.query('INSERT INTO account (id, email, totp_secret) VALUES ($1, $2, $3)', [
    id,
    `${id}@example.com`,
    sealed,
  ])
  const kept = async () =>
    (await journey.pool.query<{ totp_secret: Buffer }>('SELECT totp_secret FROM account WHERE id = $1', [id])).rows[0]
      ?.totp_secret
  const rotation = startRotation({ ...journey.installed, secretKey: newer })
  await rotation.said('Second factors: 0 sealed anew, 1 sealed by a key that was not given')
  await rotation.said('Name the missing keys in DATAING_SECRET_KEYS_OLD and run it again')
  expect(await kept()).toEqual(sealed)
  await startRotation({ ...journey.installed, secretKey: newer, olderKeys: [lost] }).said(done)
  expect(createSecretBox(newer).open(totpPlace(id), (await kept()) ?? Buffer.alloc(0))).toEqual({
    ok: true,
    value: 'seed',
  })
}, 60_000)

test('every column that holds sealed bytes is among those that are sealed anew', async () => {
  const { sealedColumns } = await import('../adapters/secrets/sealedColumns.ts')
  const { rows } = await journey.pool.query<{ at: string }>(
    `SELECT table_name || '.' || column_name AS at FROM information_schema.columns WHERE data_type = 'bytea' AND table_schema = 'public' ORDER BY 1`,
  )
  // Kept answers are gone within a day, and the older key is kept as long.
  const gone = ['kept_request.answer']
  expect(rows.map(({ at }) => at)).toEqual(
    [...sealedColumns.map(({ table, column }) => `${table}.${column}`), ...gone].toSorted(),
  )
})
