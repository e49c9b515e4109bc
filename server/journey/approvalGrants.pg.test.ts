// Remembered approvals over the real store, guard and data source: what a grant lets run, what it does not, and that two processes see the same grants.
import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { createAuditWriter } from '../adapters/audit/auditWriter.ts'
import { createApprovalGrants } from '../adapters/postgres/approvalGrants.ts'
import type { Verdict } from '../app/decideApproval.ts'
import { revokeGrant } from '../app/revokeGrant.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { headline } from '../core/investigation/headline.ts'
import type { ApprovalPolicy } from '../core/approval/policy.ts'
import { asId, type DataSourceId, type PersonId, type TenantId } from '../core/shared/ids.ts'
import { openAskedShop } from '../testing/askedShop.ts'
import { startStoreProcess } from '../testing/storeProcess.ts'
import { seedTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'

type Place = { readonly tenantId: TenantId; readonly dataSourceId: DataSourceId }

let shop: Awaited<ReturnType<typeof openAskedShop>>
let views: Awaited<ReturnType<typeof viewDatabase>>
let processes: readonly Awaited<ReturnType<typeof startProcess>>[]

/** What a process has of its own: connections. */
const startProcess = async (url: string) => {
  const stored = await startStoreProcess(url)
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) })
  return {
    store: stored.store,
    grants: createApprovalGrants({ db, audit: createAuditWriter(() => null), now: () => new Date() }),
    close: async () => {
      await Promise.all([stored.close(), db.$disconnect()])
    },
  }
}

beforeAll(async () => {
  shop = await openAskedShop()
  views = await viewDatabase()
  processes = [await startProcess(views.url), await startProcess(views.url)]
})
afterAll(async () => {
  await Promise.all([shop.close(), ...processes.map(each => each.close())])
  await views.drop()
})

const process = (index: number) => {
  const found = processes[index]
  if (!found) throw new Error('There are two')
  return found
}

/** A tenant whose policy asks about every query. */
const newPlace = async (): Promise<Place> => {
  const place = await seedTenant(views.db, `Tenant ${randomUUID()}`)
  await views.db.tenant.updateMany({ where: { id: place.tenantId }, data: { nextNumber: 100 } })
  return place
}
const asks = { queries: 'ask' } as const
const openCase = (
  place: Place,
  index = 0,
  more: { day?: string; openedBy?: PersonId; policy?: Partial<ApprovalPolicy> } = {},
) => {
  const { policy = asks, ...world } = more
  return shop.open(policy, { place, ...process(index), openedBy: asId<PersonId>(randomUUID()), ...world })
}

const person = ({ tenantId }: Place, name: string, role: SignedIn['role'] = 'admin'): SignedIn => ({
  tenantId,
  personId: asId<PersonId>(randomUUID()),
  name,
  role,
  credential: { kind: 'session', id: name },
  key: null,
})

const remembered = { outcome: 'approved', reason: 'daily look', rememberDays: 30 } as const satisfies Verdict
const once = { outcome: 'approved', reason: null } as const
const fine = { ok: true, value: null }

type Asking = {
  readonly index?: number
  readonly writer?: SignedIn
  readonly openedBy?: PersonId
  readonly policy?: Partial<ApprovalPolicy>
}

/** A case about a person's own query, the first thing that anybody is asked about besides the context; hr.staff may be read in it. */
const askAbout = async (
  sql: string,
  place: Place,
  { index = 0, writer = person(place, 'Edsger'), ...more }: Asking = {},
) => {
  const policy = {
    context: 'always',
    rules: [{ when: { kind: 'author', author: 'person' }, tier: 'ask' }],
    ...more.policy,
  } as const
  const open = await openCase(place, index, {
    ...more,
    policy: { ...policy, noSelfApproval: false, quorum: 1, approvers: null },
  })
  await open.run()
  const none = {
    withoutTables: [],
    withoutEdges: [],
    withoutColumns: [],
    masked: [],
    normalDays: null,
    since: null,
    hint: null,
  }
  await open.decide(
    'context',
    { outcome: 'modified', reason: null, change: { ...none, withTables: [{ schema: 'hr', name: 'staff' }] } },
    person(place, 'Ada'),
  )
  await open.run(step => step.kind === 'runScan')
  open.setPolicy(policy)
  const prediction = {
    claim: 'There are orders',
    sql,
    unit: 'count',
    ifTrue: { min: 1, max: null },
    ifFalse: { min: null, max: 0 },
    strength: 'weak',
  } as const
  expect(await open.suppose({ statement: 'Orders exist', predictions: [prediction] }, writer)).toEqual(fine)
  return open
}
const own = 'query:own:own1.p1'
const german = `SELECT count(email) FROM orders WHERE country = 'DE'`
const french = german.replace('DE', 'FR')
const DAY = 24

/** A place where somebody had the query about German orders remembered. */
const grantedPlace = async (verdict: Verdict = remembered) => {
  const place = await newPlace()
  const grace = person(place, 'Grace')
  const open = await askAbout(german, place)
  expect(await open.run()).toEqual([own])
  expect(await open.decide(own, verdict, grace)).toEqual(fine)
  const grants = await views.db.approvalGrant.findMany({ where: { tenantId: place.tenantId } })
  return { place, grace, grant: grants[0], open }
}

test('the queries of another day run without asking, in another process; the timeline, the view and the trail say by whose grant', async () => {
  const place = await newPlace()
  const grace = person(place, 'Grace')
  const first = await openCase(place)
  for (let waits = await first.run(); waits.length > 0; waits = await first.run())
    for (const id of waits) expect(await first.decide(id, remembered, grace)).toEqual(fine)
  const second = await openCase(place, 1, { day: '2026-06-13' })
  expect(await second.run()).toEqual([])
  const { approvals, queries } = await second.state()
  const spared = ['series', 'values', 'segments', 'profile', 'onset', 'badRows', 'goodRows'].map(id => `query:${id}`)
  expect(approvals.filter(({ decision }) => decision?.byGrant).map(({ request }) => request.id)).toEqual(spared)
  expect(queries.map(({ id }) => `query:${id}`)).toEqual(expect.arrayContaining(spared))
  const until = '2026-07-13T12:00:00.000Z'
  expect(approvals[0]?.decision).toMatchObject({
    outcome: 'approved',
    by: grace.personId,
    byName: 'Grace',
    byGrant: { byName: 'Grace', until },
  })
  const facts = (await second.store.load(second.ref)).map(({ event }) => headline(event, { kind: 'rowCount' }))
  expect(facts).toContain('The query "series" was allowed by the grant of Grace until 2026-07-13')
  const rows = await views.db.approvalView.findMany({
    where: { investigationId: second.ref.investigationId },
    orderBy: { requestId: 'asc' },
  })
  expect(rows.map(({ requestId, state, decidedAt }) => [requestId, state, decidedAt !== null])).toEqual(
    spared.toSorted().map(id => [id, 'approved', true]),
  )
  const entries = await views.db.auditEntry.findMany({
    where: { tenantId: place.tenantId, action: { in: ['queryAllowed', 'approvalGrantMade'] } },
    orderBy: { sequence: 'asc' },
  })
  expect(
    entries
      .filter(({ action }) => action === 'queryAllowed')
      .map(({ subjectId, actorKind, after }) => [subjectId, actorKind, JSON.parse(after ?? '{}').grant.byName]),
  ).toEqual(spared.map(() => [second.ref.investigationId, 'system', 'Grace']))
  expect(entries.filter(({ action }) => action === 'approvalGrantMade').length).toBe(
    (await first.state()).approvals.length,
  )
}, 60_000)

test('a grant is for other values only: not for another column, table, function or condition, and not for another data source or tenant', async () => {
  const { place, grant } = await grantedPlace()
  expect(grant).toMatchObject({
    givenByName: 'Grace',
    reason: 'daily look',
    columns: ['country', 'email'],
    sensitive: ['email'],
    expiresAt: new Date('2026-07-13T12:00:00Z'),
  })
  expect(await (await askAbout(french, place, { index: 1 })).run()).toEqual([])
  const others = [
    german.replace('email', 'user_id'),
    german.replace('country =', 'channel ='),
    german.replace('count(email)', 'count(DISTINCT email)'),
    german.replace('count', 'max'),
    `${german} OR channel = 'web'`,
    'SELECT count(email) FROM orders',
    'SELECT count(*) FROM hr.staff',
  ]
  for (const sql of others) expect([sql, await (await askAbout(sql, place)).run()]).toEqual([sql, [own]])
  const other = await views.db.dataSource.create({
    data: { tenantId: place.tenantId, name: 'Other', kind: 'duckdb', settings: {} },
  })
  expect(await (await askAbout(french, { ...place, dataSourceId: asId<DataSourceId>(other.id) })).run()).toEqual([own])
  const stranger = await newPlace()
  expect(await (await askAbout(french, stranger)).run()).toEqual([own])
  // Nor if another tenant's case named the same data source.
  const [subject, at] = [
    { tenantId: place.tenantId, dataSourceId: place.dataSourceId, shape: grant?.shape ?? '' },
    new Date('2026-06-14T00:00:00Z'),
  ]
  expect(await process(1).grants.inForce(subject, at)).toMatchObject([{ id: grant?.id }])
  expect(await process(1).grants.inForce({ ...subject, tenantId: stranger.tenantId }, at)).toEqual([])
}, 60_000)

test('what was approved for this once is not remembered', async () => {
  const { place, grant } = await grantedPlace(once)
  expect(grant).toBeUndefined()
  expect(await (await askAbout(german, place)).run()).toEqual([own])
}, 60_000)

test('a grant ends when its time is up, and at once when it is revoked, in every process', async () => {
  const { place, grant } = await grantedPlace()
  const [last, late] = [await askAbout(french, place), await askAbout(french, place)]
  last.later(30 * DAY - 1)
  late.later(30 * DAY)
  expect([await last.run(), await late.run()]).toEqual([[], [own]])
  const open = await askAbout(french, place)
  const id = grant?.id ?? ''
  const linus = person(place, 'Linus')
  expect(await revokeGrant(process(1))({ ...linus, tenantId: (await newPlace()).tenantId }, id)).toEqual({
    ok: false,
    problem: { code: 'not-found' },
  })
  expect(await (await askAbout(french, place)).run()).toEqual([])
  expect(await revokeGrant(process(1))(linus, id)).toEqual(fine)
  expect(await open.run()).toEqual([own])
  // Again changes nothing, and is told once.
  expect(await revokeGrant(process(0))(person(place, 'Barbara'), id)).toEqual(fine)
  expect(await views.db.approvalGrant.findUnique({ where: { id } })).toMatchObject({ revokedByName: 'Linus' })
  const entries = await views.db.auditEntry.findMany({
    where: { tenantId: place.tenantId, action: 'approvalGrantRevoked' },
  })
  expect(entries.map(({ before }) => JSON.parse(before ?? '{}'))).toMatchObject([{ id, requestId: own }])
}, 60_000)

test('what the policy never lets run no grant lets run', async () => {
  const { place } = await grantedPlace()
  const open = await askAbout(french, place)
  open.setPolicy({ rules: [{ when: { kind: 'sensitiveColumn' }, tier: 'never' }] })
  expect(await open.run()).toEqual([])
  const state = await open.state()
  expect([state.queries.filter(({ id }) => id.startsWith('own:')), state.own.tests[0]?.problem]).toEqual([
    [],
    expect.stringContaining('never allows it'),
  ])
}, 60_000)

test('of an edited query the text that was approved is remembered, not the one that was asked about', async () => {
  const edited = `SELECT count(email) FROM orders WHERE country = 'DE' AND channel = 'web'`
  const { place } = await grantedPlace({ outcome: 'modified', reason: null, change: { sql: edited }, rememberDays: 30 })
  expect(await (await askAbout(french, place)).run()).toEqual([own])
  expect(await (await askAbout(edited.replace('web', 'app'), place)).run()).toEqual([])
}, 60_000)

test("where two must approve both must grant, and one person's grant does not do where two are asked for later", async () => {
  const place = await newPlace()
  const [grace, linus] = [person(place, 'Grace'), person(place, 'Linus')]
  const two = { policy: { quorum: 2 } } as const
  const open = await askAbout(german, place, two)
  await open.run()
  expect(await open.decide(own, remembered, grace)).toEqual(fine)
  expect(await views.db.approvalGrant.count({ where: { tenantId: place.tenantId } })).toBe(0)
  expect(await open.decide(own, { ...remembered, rememberDays: 7 }, linus)).toEqual(fine)
  const grants = await views.db.approvalGrant.findMany({ where: { tenantId: place.tenantId } })
  expect(grants).toMatchObject([
    { givenByName: 'Grace', secondedByName: 'Linus', expiresAt: new Date('2026-06-20T12:00:00Z') },
  ])
  expect(await (await askAbout(french, place, two)).run()).toEqual([])

  const alone = await askAbout(german.replace('count', 'min'), place, two)
  await alone.run()
  await alone.decide(own, once, grace)
  const told = {
    code: 'invalid',
    path: 'rememberDays',
    message: expect.stringContaining('Grace approved it for this once'),
  }
  expect(await alone.decide(own, remembered, linus)).toMatchObject({ ok: false, problem: told })
  const single = await grantedPlace()
  expect(await (await askAbout(french, single.place, two)).run()).toEqual([own])
}, 60_000)

test('where nobody may decide for themselves no grant of theirs decides for them', async () => {
  const { place, grace } = await grantedPlace()
  const policy = { noSelfApproval: true }
  expect(await (await askAbout(french, place, { policy })).run()).toEqual([])
  expect(await (await askAbout(french, place, { policy, openedBy: grace.personId })).run()).toEqual([own])
  expect(await (await askAbout(french, place, { policy, writer: grace })).run()).toEqual([own])
}, 60_000)

test('what a delegate approves for who is away is remembered by their own right to grant, and counts while that person is in the team', async () => {
  const place = await newPlace()
  const [sue, xaver, max] = [person(place, 'Sue', 'member'), person(place, 'Xaver'), person(place, 'Max', 'member')]
  const team = (...members: readonly PersonId[]) => ({ approvers: { teamId: randomUUID(), name: 'Stewards', members } })
  const open = await askAbout(german, place)
  expect(await open.run()).toEqual([own])
  open.setPolicy({ ...asks, ...team(sue.personId) })
  expect(await open.decide(own, remembered, xaver)).toMatchObject({ problem: { code: 'not-allowed' } })
  open.setAway([sue])
  expect(await open.decide(own, remembered, max)).toMatchObject({
    problem: { code: 'not-allowed', path: 'rememberDays' },
  })
  expect(await open.decide(own, remembered, xaver)).toEqual(fine)
  const grants = await views.db.approvalGrant.findMany({ where: { tenantId: place.tenantId } })
  expect(grants).toMatchObject([{ givenBy: xaver.personId, givenForName: 'Sue', secondedBy: null }])
  const waits = async (policy: Partial<ApprovalPolicy>) => (await askAbout(french, place, { index: 1, policy })).run()
  expect(await waits(team(sue.personId))).not.toContain(own)
  expect(await waits(team(xaver.personId))).toContain(own)
  expect(await waits({ noSelfApproval: true, ...team(sue.personId) })).not.toContain(own)
  expect(
    await (
      await askAbout(french, place, { writer: sue, policy: { noSelfApproval: true, ...team(sue.personId) } })
    ).run(),
  ).toContain(own)
})

test('only who may grant grants, for 1 to 90 days, and queries only', async () => {
  const place = await newPlace()
  const open = await openCase(place, 0, { policy: { context: 'always', ...asks } })
  await open.run()
  const decide = (verdict: Verdict, by = person(place, 'Grace')) => open.decide('query:series', verdict, by)
  expect(await decide(remembered, person(place, 'Max', 'member'))).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed', path: 'rememberDays' },
  })
  const key = { name: 'ci', scopes: ['approvals:decide'] } as const
  expect(await decide(remembered, { ...person(place, 'Grace', 'owner'), key })).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed' },
  })
  for (const rememberDays of [0, 91, 1.5, Number.NaN])
    expect(await decide({ ...remembered, rememberDays })).toMatchObject({
      ok: false,
      problem: { code: 'invalid', path: 'rememberDays' },
    })
  expect(await decide({ ...remembered, rememberDays: 90 })).toEqual(fine)
  expect(await open.run()).toEqual(['context'])
  expect(await open.decide('context', remembered, person(place, 'Grace'))).toMatchObject({
    ok: false,
    problem: { code: 'invalid', message: 'Only the approval of a query can be remembered.' },
  })
  expect(await views.db.approvalGrant.count({ where: { tenantId: place.tenantId } })).toBe(1)
}, 60_000)
