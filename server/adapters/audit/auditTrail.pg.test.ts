import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Anchor } from '../../core/access/auditChain.ts'
import type { AuditNotebook } from '../../core/ports/auditTrail.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createAuditSigner } from './auditSigner.ts'
import { createAuditTrail } from './auditTrail.ts'
import { createAuditWriter } from './auditWriter.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
beforeAll(async () => {
  views = await viewDatabase()
})
afterAll(() => views.drop())

const writer = createAuditWriter(() => ({ signedIn: null, address: '203.0.113.7', agent: 'curl' }))

/** A new tenant with so many entries, of all sorts of texts. */
const start = async (entries: number) => {
  const { id } = await views.db.tenant.create({ data: { name: 'Shop' } })
  const tenantId = asId<TenantId>(id)
  const add = (index: number) =>
    writer.add(views.db, {
      tenantId,
      action: 'keyMade',
      subject: index % 3 === 0 ? null : { kind: 'apiKey', id: `key ${index}`, name: 'Schlüssel 🔑, "quoted"' },
      after: index % 2 === 0 ? null : { expiresAt: new Date(0), scopes: ['a', 'b'], number: 0.1 },
    })
  for (let index = 1; index <= entries; index += 1) await add(index)
  return { tenantId, add, verify: () => trail().verify(tenantId) }
}

const signer = createAuditSigner(randomBytes(32))
const memoryNotebook = (): AuditNotebook => {
  const kept: Anchor[] = []
  return {
    write: async anchors => void kept.push(...anchors),
    read: async tenantId => kept.filter(anchor => anchor.tenantId === tenantId),
  }
}
const trail = (notebook: AuditNotebook = memoryNotebook(), now = () => new Date()) =>
  createAuditTrail({ db: views.db, signer, notebook, now })

/** Does what only the owner of the database can do, past the triggers. */
const tamper = (sql: string) =>
  views.db.$transaction([
    views.db.$executeRawUnsafe('ALTER TABLE audit_entry DISABLE TRIGGER USER'),
    views.db.$executeRawUnsafe(sql),
    views.db.$executeRawUnsafe('ALTER TABLE audit_entry ENABLE TRIGGER USER'),
  ])

test('a trail as it was written is whole, and says where it ends', async () => {
  const { verify } = await start(7)
  expect(await verify()).toEqual({ entries: 7, headHash: expect.stringMatching(/^[0-9a-f]{64}$/), fault: null })
  expect(await (await start(0)).verify()).toEqual({ entries: 0, headHash: '', fault: null })
})

const columns = [
  'action',
  'actor_kind',
  'actor_id',
  'actor_name',
  'subject_kind',
  'subject_id',
  'subject_name',
  'address',
  'agent',
  'before',
  'after',
  'hash',
  'previous_hash',
]

test.each(columns)('one changed byte in %s is found, and named by its number', async column => {
  const { tenantId, verify } = await start(5)
  await tamper(
    `UPDATE audit_entry SET ${column} = coalesce(${column}, '') || 'x' WHERE tenant_id = '${tenantId}' AND sequence = 4`,
  )
  expect(await verify()).toMatchObject({
    entries: 3,
    fault: { sequence: 4, reason: column === 'previous_hash' ? 'unlinked' : 'changed' },
  })
})

test('a moved date, a text moved from one column to the next, an entry of another tenant, all are found', async () => {
  const moved = await start(3)
  await tamper(
    `UPDATE audit_entry SET at = at + interval '1 millisecond' WHERE tenant_id = '${moved.tenantId}' AND sequence = 2`,
  )
  expect(await moved.verify()).toMatchObject({ fault: { sequence: 2, reason: 'changed' } })
  const shifted = await start(3)
  await tamper(
    `UPDATE audit_entry SET address = NULL, agent = address WHERE tenant_id = '${shifted.tenantId}' AND sequence = 3`,
  )
  expect(await shifted.verify()).toMatchObject({ fault: { sequence: 3, reason: 'changed' } })
})

test('what is deleted, swapped, put in, or cut off at the end is found', async () => {
  const deleted = await start(5)
  await tamper(`DELETE FROM audit_entry WHERE tenant_id = '${deleted.tenantId}' AND sequence = 3`)
  expect(await deleted.verify()).toMatchObject({ entries: 2, fault: { sequence: 3, reason: 'missing' } })
  const swapped = await start(5)
  await tamper(
    `UPDATE audit_entry SET sequence = CASE sequence WHEN 2 THEN 93 WHEN 3 THEN 2 END WHERE tenant_id = '${swapped.tenantId}' AND sequence IN (2, 3)`,
  )
  expect(await swapped.verify()).toMatchObject({ fault: { sequence: 2, reason: 'unlinked' } })
  const cut = await start(5)
  await tamper(`DELETE FROM audit_entry WHERE tenant_id = '${cut.tenantId}' AND sequence > 3`)
  expect(await cut.verify()).toMatchObject({ entries: 3, fault: { sequence: 4, reason: 'cut-off' } })
  const added = await start(2)
  await tamper(`INSERT INTO audit_entry (tenant_id, sequence, actor_kind, actor_name, action, previous_hash, hash)
    SELECT tenant_id, 3, 'person', 'Eve', 'keyMade', hash, hash FROM audit_entry WHERE tenant_id = '${added.tenantId}' AND sequence = 2`)
  expect(await added.verify()).toMatchObject({ fault: { sequence: 3, reason: 'changed' } })
})

test('entries added at once form one chain, and a change that is rolled back leaves no gap', async () => {
  const { tenantId, add, verify } = await start(1)
  const failing = views.db.$transaction(async tx => {
    await writer.add(tx, { tenantId, action: 'keyMade', subject: null })
    throw new Error('changed my mind')
  })
  await Promise.all([...Array.from({ length: 20 }, (_, index) => add(index)), failing.catch(() => null)])
  expect(await verify()).toMatchObject({ entries: 21, fault: null })
})

test('an entry cannot be changed or deleted by a statement', async () => {
  const { tenantId, verify } = await start(2)
  for (const sql of [
    `UPDATE audit_entry SET address = NULL WHERE tenant_id = '${tenantId}'`,
    `DELETE FROM audit_entry WHERE tenant_id = '${tenantId}'`,
    'TRUNCATE audit_entry',
  ]) {
    await expect(views.db.$executeRawUnsafe(sql)).rejects.toThrow('only ever added to')
  }
  expect(await verify()).toMatchObject({ entries: 2, fault: null })
})

/** Cuts the trail, and makes the kept end fit: whoever owns the database can do that. */
const cutTidily = (tenantId: string, last: number) =>
  tamper(`WITH gone AS (DELETE FROM audit_entry WHERE tenant_id = '${tenantId}' AND sequence > ${last})
  UPDATE audit_head SET sequence = ${last}, hash = (SELECT hash FROM audit_entry WHERE tenant_id = '${tenantId}' AND sequence = ${last}) WHERE tenant_id = '${tenantId}'`)

test('a tail that is cut off and tidied up is told by the signed end, and so is a trail that was written anew', async () => {
  const cut = await start(5)
  const notebook = memoryNotebook()
  expect(await trail(notebook).seal()).toBeGreaterThan(0)
  expect(await trail(notebook).verify(cut.tenantId)).toMatchObject({ entries: 5, fault: null })
  await cutTidily(cut.tenantId, 3)
  expect(await trail(notebook).verify(cut.tenantId)).toMatchObject({
    entries: 3,
    fault: { sequence: 4, reason: 'cut-off' },
  })
  // Grown to the same length with other entries, each in its place in a chain that fits.
  await cut.add(1)
  await cut.add(2)
  await cut.add(3)
  expect(await trail(notebook).verify(cut.tenantId)).toMatchObject({
    entries: 4,
    fault: { sequence: 5, reason: 'rewritten' },
  })
})

test('taking the signed end out of the database helps nobody while the notebook has it, and a made-up one is told', async () => {
  const { tenantId } = await start(4)
  const notebook = memoryNotebook()
  await trail(notebook).seal()
  await cutTidily(tenantId, 2)
  await views.db.auditAnchor.deleteMany({ where: { tenantId } })
  expect(await trail(notebook).verify(tenantId)).toMatchObject({ fault: { sequence: 3, reason: 'cut-off' } })
  expect(await trail().verify(tenantId)).toMatchObject({ entries: 2, fault: null })
  const end = await views.db.auditHead.findUniqueOrThrow({ where: { tenantId } })
  await views.db.auditAnchor.create({
    data: { ...end, kind: 'floor', at: new Date(), signature: createAuditSigner(randomBytes(32)).sign('floor') },
  })
  expect(await trail().verify(tenantId)).toMatchObject({ fault: { sequence: 2, reason: 'forged' } })
})

test('what a workspace keeps no longer goes, and the rest stands on the signed floor', async () => {
  const [{ tenantId, add }, other] = [await start(3), await start(2)]
  await views.db.tenantSecurity.create({
    data: { tenantId, idleMinutes: 60, sessionDays: 7, twoFactorRequired: false, auditDays: 30, version: 1 },
  })
  const later = (days: number) => () => new Date(Date.now() + days * 24 * 3_600_000)
  const notebook = memoryNotebook()
  expect(await trail(notebook, later(29)).prune()).toBe(0)
  expect(await trail(notebook, later(31)).prune()).toBe(3)
  await add(1)
  await add(2)
  expect(await trail(notebook).verify(tenantId)).toEqual({
    entries: 2,
    headHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    fault: null,
  })
  expect(await trail(notebook).verify(other.tenantId)).toMatchObject({ entries: 2, fault: null })
  await tamper(`UPDATE audit_entry SET address = 'x' WHERE tenant_id = '${tenantId}' AND sequence = 5`)
  expect(await trail(notebook).verify(tenantId)).toMatchObject({
    entries: 1,
    fault: { sequence: 5, reason: 'changed' },
  })
  await tamper(`DELETE FROM audit_entry WHERE tenant_id = '${tenantId}' AND sequence = 4`)
  expect(await trail(notebook).verify(tenantId)).toMatchObject({
    entries: 0,
    fault: { sequence: 4, reason: 'missing' },
  })
})
