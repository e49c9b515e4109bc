import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Asking } from '../../core/access/asking.ts'
import { asId, type PersonId } from '../../core/shared/ids.ts'
import { seedTenant, type SeededTenant } from '../../testing/tenantSeed.ts'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createAskers } from './asking.ts'
import { createAttributedWrites } from './attributeWrites.ts'
import { noNotebook } from '../../testing/testIdentity.ts'
import { createAuditSigner } from './auditSigner.ts'
import { createAuditTrail } from './auditTrail.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let tenant: SeededTenant
beforeAll(async () => {
  views = await viewDatabase()
  tenant = await seedTenant(views.db, 'Shop')
})
afterAll(() => views.drop())

const askers = createAskers()
const ada = (): Asking => ({
  address: '203.0.113.7',
  agent: 'curl',
  signedIn: {
    tenantId: tenant.tenantId,
    personId: asId<PersonId>(tenant.personId),
    name: 'Ada',
    role: 'owner',
    credential: { kind: 'session', id: 's' },
    key: null,
  },
})
const trail = async () =>
  (
    await views.db.auditEntry.findMany({
      where: { tenantId: tenant.tenantId, subjectKind: 'dataSource' },
      orderBy: { sequence: 'asc' },
    })
  ).map(({ action, actorName, subjectName, address, before, after }) => ({
    action,
    actorName,
    subjectName,
    address,
    before,
    after,
  }))

test('a data source connected, changed and removed is in the trail with who did it and what was otherwise before, without its secrets', async () => {
  const write = createAttributedWrites(views.db, askers.current)
  const before = await trail()
  await askers.attribute(ada(), async () => {
    const { id } = await write(tx =>
      tx.dataSource.create({
        data: {
          tenantId: tenant.tenantId,
          name: 'Lake',
          kind: 'postgres',
          settings: { host: 'db.internal', port: 5432 },
          secrets: Buffer.from('canary-secret'),
        },
      }),
    )
    await write(tx => tx.dataSource.updateMany({ where: { id }, data: { readOnly: true } }))
    await write(tx =>
      tx.dataSource.update({
        where: { id },
        data: { settings: { host: 'other.internal', port: 5432, ca: 'pem' }, secrets: Buffer.from('canary-2') },
      }),
    )
    await write(tx => tx.dataSource.updateMany({ where: { id }, data: { name: 'Lake' } }))
    await write(tx => tx.dataSource.delete({ where: { id } }))
  })
  const entries = (await trail()).slice(before.length)
  expect(
    entries.map(({ action, actorName, subjectName, address }) => [action, actorName, subjectName, address]),
  ).toEqual([
    ['dataSourceConnected', 'Ada', 'Lake', '203.0.113.7'],
    ['dataSourceChanged', 'Ada', 'Lake', '203.0.113.7'],
    ['dataSourceChanged', 'Ada', 'Lake', '203.0.113.7'],
    ['dataSourceRemoved', 'Ada', 'Lake', '203.0.113.7'],
  ])
  expect(JSON.parse(entries[1]?.after ?? '')).toEqual({
    name: 'Lake',
    kind: 'postgres',
    readOnly: true,
    draft: false,
    active: true,
    isDefault: false,
  })
  expect(JSON.parse(entries[0]?.after ?? '')).toMatchObject({
    name: 'Lake',
    settings: { host: 'db.internal', port: 5432 },
  })
  expect(JSON.parse(entries[2]?.before ?? '')).toMatchObject({ settings: { host: 'db.internal' } })
  expect(JSON.parse(entries[2]?.after ?? '')).toMatchObject({
    settings: { host: 'other.internal', ca: 'pem' },
    secrets: 'changed',
  })
  expect([entries[2]?.before, entries[2]?.after].join()).not.toContain('5432')
  expect(JSON.stringify(entries)).not.toMatch(/canary|63616e617279/)
  expect(
    await createAuditTrail({
      db: views.db,
      signer: createAuditSigner(randomBytes(32)),
      notebook: noNotebook,
      now: () => new Date(),
    }).verify(tenant.tenantId),
  ).toMatchObject({ fault: null })
})

test("what nobody asked for is the program's own, and one request's asker is not the next one's", async () => {
  const write = createAttributedWrites(views.db, askers.current)
  const before = await trail()
  await askers.attribute(ada(), async () => {
    await write(tx => tx.dataSource.updateMany({ where: { id: tenant.dataSourceId }, data: { readOnly: true } }))
  })
  await write(tx => tx.dataSource.updateMany({ where: { id: tenant.dataSourceId }, data: { readOnly: false } }))
  expect((await trail()).slice(before.length).map(({ actorName }) => actorName)).toEqual(['Ada', 'Dataing'])
})

test('a change that fails leaves no entry', async () => {
  const write = createAttributedWrites(views.db, askers.current)
  const before = await trail()
  const taken = askers.attribute(ada(), async () => {
    await write(tx =>
      tx.dataSource.create({ data: { tenantId: tenant.tenantId, name: 'Shop', kind: 'duckdb', settings: {} } }),
    )
  })
  await expect(taken).rejects.toThrow()
  expect(await trail()).toEqual(before)
})
