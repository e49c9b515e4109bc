// Grants by the API: given with an approval, listed, revoked, each tenant's for itself.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuditWriter } from '../adapters/audit/auditWriter.ts'
import { createApprovalGrants } from '../adapters/postgres/approvalGrants.ts'
import { createTenantReaders } from '../adapters/postgres/tenantReaders.ts'
import { raiseTenantWall } from '../adapters/postgres/tenantWall.ts'
import type { Verdict } from '../app/decideApproval.ts'
import { revokeGrant } from '../app/revokeGrant.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { ok, refuse } from '../core/shared/result.ts'
import { call, contextAs } from '../testing/apiCaller.ts'
import { seedApproval, seedGrant } from '../testing/seedApproval.ts'
import { seedPerson, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let ours: SeededTenant
let theirs: SeededTenant
let asking: SignedIn | null = null

beforeAll(async () => {
  views = await viewDatabase()
  ours = await seedTenant(views.db, 'Ours')
  theirs = await seedTenant(views.db, 'Theirs')
  await seedApproval(views.db, ours)
  await seedApproval(views.db, theirs)
})
afterAll(() => views.drop())

const caller = (name: string, role: SignedIn['role'], { tenantId }: SeededTenant = ours): SignedIn => ({
  tenantId,
  personId: asId<PersonId>(randomUUID()),
  name,
  role,
  credential: { kind: 'session', id: name },
  key: null,
})

const ask = async (by: SignedIn, document: string, input: Readonly<Record<string, unknown>> = {}) => {
  asking = by
  const audit = createAuditWriter(() => ({ signedIn: asking, address: null, agent: null }))
  const app = {
    revokeGrant: revokeGrant({ grants: createApprovalGrants({ db: views.db, audit, now: () => new Date() }) }),
  }
  const { data, errors } = await call(contextAs({ db: views.db, app }, by), document, input)
  return errors ? { errors: JSON.stringify(errors) } : (JSON.parse(JSON.stringify(data)) as Record<string, unknown>)
}

const LIST = `query($filter: ApprovalGrantFilter, $after: String) { approvalGrants(first: 2, after: $after, filter: $filter) { totalCount pageInfo { endCursor hasNextPage } edges { node {
  id state byName reason expiresAt revokedByName columns tables { schema name } dataSource { name } approval { kind } } } } }`
const REVOKE = `mutation($input: ApprovalGrantRevokeInput!) { approvalGrantRevoke(input: $input) { __typename ... on UserError { code path }
  ... on ApprovalGrantRevokePayload { grant { state revokedByName } } } }`
const globalId = (id: string) => printGlobalId('ApprovalGrant', id)

test("grants are listed page by page by where they stand, each tenant's own", async () => {
  const ids = [await seedGrant(views.db, ours), await seedGrant(views.db, ours), await seedGrant(views.db, ours)]
  const foreign = await seedGrant(views.db, theirs)
  await views.db.approvalGrant.update({
    where: { id: ids[0] ?? '' },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  })
  const { approvalGrants } = await ask(caller('Vera', 'viewer'), LIST)
  expect(approvalGrants).toMatchObject({
    totalCount: 2,
    edges: [
      { node: { id: globalId(ids[2] ?? '') } },
      {
        node: {
          id: globalId(ids[1] ?? ''),
          state: 'IN_FORCE',
          byName: 'Ada',
          reason: 'a daily look',
          revokedByName: null,
          columns: ['country'],
          tables: [{ schema: 'main', name: 'orders' }],
          dataSource: { name: 'Shop' },
          approval: { kind: 'CONTEXT' },
        },
      },
    ],
  })
  const all = { filter: { state: ['IN_FORCE', 'EXPIRED', 'REVOKED'] } }
  const first = (await ask(caller('Vera', 'viewer'), LIST, all)) as {
    approvalGrants: { totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean } }
  }
  expect(first.approvalGrants).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } })
  const second = await ask(caller('Vera', 'viewer'), LIST, { ...all, after: first.approvalGrants.pageInfo.endCursor })
  expect(second['approvalGrants']).toMatchObject({
    edges: [{ node: { id: globalId(ids[0] ?? ''), state: 'EXPIRED' } }],
  })
  expect((await ask(caller('Eve', 'owner', theirs), LIST))['approvalGrants']).toMatchObject({
    totalCount: 1,
    edges: [{ node: { id: globalId(foreign) } }],
  })
  expect(
    (
      await ask(caller('Vera', 'viewer'), LIST, {
        filter: { dataSourceId: printGlobalId('DataSource', theirs.dataSourceId) },
      })
    )['approvalGrants'],
  ).toMatchObject({ totalCount: 0 })

  // And by the database itself, for a reader who forgot to ask for one tenant only.
  expect(await raiseTenantWall(views.url)).toBeNull()
  const readers = createTenantReaders(views.url)
  expect((await readers.of(theirs.tenantId).approvalGrant.findMany()).map(({ id }) => id)).toEqual([foreign])
  await readers.close()
})

test('an admin revokes, once, with an entry in the trail; members, foreign owners and unknown ids do not', async () => {
  const grantId = globalId(await seedGrant(views.db, ours))
  const revoke = (by: SignedIn, id = grantId) => ask(by, REVOKE, { input: { grantId: id } })
  expect((await revoke(caller('Max', 'member')))['errors']).toContain('approvals:grant')
  for (const answer of [
    await revoke(caller('Eve', 'owner', theirs)),
    await revoke(caller('Grace', 'admin'), globalId(randomUUID())),
    await revoke(caller('Grace', 'admin'), 'nonsense'),
  ]) {
    expect(answer['approvalGrantRevoke']).toEqual({ __typename: 'InputError', code: 'NOT_FOUND', path: ['grantId'] })
  }
  const done = { __typename: 'ApprovalGrantRevokePayload', grant: { state: 'REVOKED', revokedByName: 'Grace' } }
  expect([await revoke(caller('Grace', 'admin')), await revoke(caller('Ada', 'owner'))]).toEqual([
    { approvalGrantRevoke: done },
    { approvalGrantRevoke: done },
  ])
  const entries = await views.db.auditEntry.findMany({
    where: { tenantId: ours.tenantId, action: 'approvalGrantRevoked' },
  })
  expect(entries.map(({ actorName, subjectName }) => [actorName, subjectName])).toEqual([
    ['Grace', 'Null rate of user_id 1'],
  ])
})

test.each([
  ['deactivated', (id: string) => views.db.person.update({ where: { id }, data: { deactivatedAt: new Date() } })],
  ['a member by now', (id: string) => views.db.person.update({ where: { id }, data: { role: 'member' } })],
  ['removed', (id: string) => views.db.person.delete({ where: { id } })],
] as const)(
  'who is %s leaves no grant behind, neither of their own nor as a second, and others keep theirs',
  async (_title, lose) => {
    const [leaver, stayer] = await Promise.all(
      ['Linus', 'Barbara'].map(name =>
        seedPerson(views.db, {
          tenantId: ours.tenantId,
          name,
          email: `${randomUUID()}@example.com`,
          role: 'admin',
          passwordHash: null,
        }),
      ),
    )
    const [own, second, kept] = [
      await seedGrant(views.db, ours),
      await seedGrant(views.db, ours),
      await seedGrant(views.db, ours),
    ]
    await views.db.approvalGrant.update({ where: { id: own }, data: { givenBy: leaver?.id ?? '' } })
    await views.db.approvalGrant.update({
      where: { id: second },
      data: { givenBy: stayer?.id ?? '', secondedBy: leaver?.id ?? '' },
    })
    await views.db.approvalGrant.update({ where: { id: kept }, data: { givenBy: stayer?.id ?? '' } })
    await views.db.person.update({ where: { id: leaver?.id ?? '' }, data: { role: 'owner' } })
    expect(await views.db.approvalGrant.count({ where: { id: { in: [own, second, kept] }, revokedAt: null } })).toBe(3)
    await lose(leaver?.id ?? '')
    const left = await views.db.approvalGrant.findMany({ where: { id: { in: [own, second, kept] }, revokedAt: null } })
    expect(left.map(({ id }) => id)).toEqual([kept])
    const entries = await views.db.auditEntry.findMany({
      where: { tenantId: ours.tenantId, action: 'approvalGrantRevoked', actorKind: 'system' },
      orderBy: { sequence: 'desc' },
      take: 2,
    })
    expect(entries.map(({ before }) => (JSON.parse(before ?? '{}') as { id: string }).id).toSorted()).toEqual(
      [own, second].toSorted(),
    )
  },
)

test('a grant for somebody who was away ends once they may not decide any more, and stays while they may', async () => {
  const away = await seedPerson(views.db, {
    tenantId: ours.tenantId,
    name: 'Sue',
    email: `${randomUUID()}@example.com`,
    role: 'admin',
    passwordHash: null,
  })
  const [own, second] = [await seedGrant(views.db, ours), await seedGrant(views.db, ours)]
  await views.db.approvalGrant.update({ where: { id: own }, data: { givenFor: away.id, givenForName: 'Sue' } })
  await views.db.approvalGrant.update({
    where: { id: second },
    data: { secondedBy: randomUUID(), secondedByName: 'Otto', secondedFor: away.id, secondedForName: 'Sue' },
  })
  const inForce = () => views.db.approvalGrant.count({ where: { id: { in: [own, second] }, revokedAt: null } })
  await views.db.person.update({ where: { id: away.id }, data: { role: 'member' } })
  expect(await inForce()).toBe(2)
  await views.db.person.update({ where: { id: away.id }, data: { role: 'viewer' } })
  expect(await inForce()).toBe(0)
})

const DECIDE = `mutation($input: ApprovalDecideInput!) { approvalDecide(input: $input) { __typename ... on UserError { code path message } } }`

test('what is to be remembered goes with an approval, never with a rejection, and a refusal names the field', async () => {
  const verdicts: Verdict[] = []
  const decideApproval = async (_asked: unknown, verdict: Verdict) => {
    verdicts.push(verdict)
    return verdict.outcome === 'approved'
      ? ok(null)
      : refuse({ code: 'not-allowed', message: 'No.', path: 'rememberDays' } as const)
  }
  const decide = async (input: object) =>
    (
      await call(contextAs({ db: views.db, app: { decideApproval } }, caller('Grace', 'admin')), DECIDE, {
        input: { approvalId: printGlobalId('ApprovalRequest', `${ours.investigationId}:context`), ...input },
      })
    ).data?.['approvalDecide']
  expect(await decide({ outcome: 'APPROVED', rememberDays: 30 })).toMatchObject({ __typename: 'ApprovalDecidePayload' })
  expect(await decide({ outcome: 'APPROVED' })).toMatchObject({ __typename: 'ApprovalDecidePayload' })
  expect(await decide({ outcome: 'MODIFIED', sql: 'SELECT 1', rememberDays: 7 })).toMatchObject({
    __typename: 'NotAllowed',
    path: ['rememberDays'],
  })
  expect(await decide({ outcome: 'REJECTED', reason: 'no', rememberDays: 30 })).toMatchObject({
    __typename: 'InputError',
    path: ['rememberDays'],
  })
  expect(verdicts).toEqual([
    { outcome: 'approved', reason: null, rememberDays: 30 },
    { outcome: 'approved', reason: null, rememberDays: null },
    { outcome: 'modified', reason: null, change: { sql: 'SELECT 1' }, rememberDays: 7 },
  ])
})

test('a decision tells what it remembers, and by which grant it came about', async () => {
  const [by, used] = [await seedGrant(views.db, ours), await seedGrant(views.db, ours)]
  const grant = { id: by, until: '2026-07-13T12:00:00.000Z' }
  const decision = {
    requestId: 'x',
    outcome: 'approved',
    by: null,
    byName: 'Ada',
    reason: null,
    change: null,
    seconded: null,
    grant,
    byGrant: { ...grant, id: used, byName: 'Ada' },
  }
  const where = { investigationId_requestId: { investigationId: ours.investigationId, requestId: 'context' } }
  await views.db.approvalView.update({ where, data: { state: 'approved', decision, decidedAt: new Date() } })
  const query =
    '{ approvals(filter: { state: [APPROVED] }) { edges { node { decision { rememberedUntil byGrant { id } } } } } }'
  expect(await ask(caller('Vera', 'viewer'), query)).toEqual({
    approvals: { edges: [{ node: { decision: { rememberedUntil: grant.until, byGrant: { id: globalId(used) } } } }] },
  })
  // Decisions of before anything could be remembered.
  const { grant: _grant, byGrant: _byGrant, ...old } = decision
  await views.db.approvalView.update({ where, data: { decision: old } })
  expect(await ask(caller('Vera', 'viewer'), query)).toEqual({
    approvals: { edges: [{ node: { decision: { rememberedUntil: null, byGrant: null } } }] },
  })
})
