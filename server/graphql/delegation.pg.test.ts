// Deciding for somebody who is away, by the API over the real store.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApprovalPolicies } from '../adapters/postgres/approvalPolicies.ts'
import { createDelegations } from '../adapters/postgres/delegations.ts'
import { makeDelegation, revokeDelegation } from '../app/delegate.ts'
import { decideApproval } from '../app/decideApproval.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { neverAsk } from '../core/approval/policy.ts'
import { headline } from '../core/investigation/headline.ts'
import { asId, type CaseRef, type InvestigationId, type PersonId } from '../core/shared/ids.ts'
import { refuse } from '../core/shared/result.ts'
import { call, contextAs } from '../testing/apiCaller.ts'
import { scanAsked } from '../testing/approvalFacts.ts'
import { contextGathered, measured } from '../testing/facts.ts'
import { noGuard } from '../testing/noGuard.ts'
import { startStoreProcess } from '../testing/storeProcess.ts'
import { question, seedPerson, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { testIdentity } from '../testing/testIdentity.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let stored: Awaited<ReturnType<typeof startStoreProcess>>
let ours: SeededTenant
let identity: ReturnType<typeof testIdentity>
beforeAll(async () => {
  views = await viewDatabase()
  stored = await startStoreProcess(views.url)
  identity = testIdentity({ db: views.db })
  ours = await seedTenant(views.db, 'Ours')
  await views.db.tenant.updateMany({ data: { nextNumber: 100 } })
})
afterAll(async () => {
  await stored.close()
  await views.drop()
})

const now = () => new Date()
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()
const app = () => {
  const delegations = createDelegations({ db: views.db, audit: identity.audit, now })
  const policies = createApprovalPolicies({ db: views.db, audit: identity.audit, now })
  const dataSources = { open: async () => refuse({ code: 'unreachable', message: 'The data source does not answer.', retryable: true } as const) }
  return {
    decideApproval: decideApproval({ store: stored.store, guard: noGuard, policies, delegations, dataSources, now, newId: () => randomUUID() }),
    delegation: { make: makeDelegation({ delegations, team: identity.team, now }), revoke: revokeDelegation({ delegations }) },
  }
}

const arrive = async (name: string, role: SignedIn['role'] = 'member', { tenantId }: SeededTenant = ours): Promise<SignedIn> => {
  const { id } = await seedPerson(views.db, { tenantId, name, role, email: `${name}${randomUUID()}@example.com`, passwordHash: null })
  return { tenantId, personId: asId<PersonId>(id), name, role, credential: { kind: 'session', id: name }, key: null }
}
const ask = async (by: SignedIn, query: string, variables: object) => JSON.parse(JSON.stringify(await call(contextAs({ db: views.db, app: app() }, by), query, { ...variables })))
const MAKE = `mutation($input: DelegationMakeInput!) { delegationMake(input: $input) {
  __typename ... on UserError { code message path } ... on DelegationsPayload { delegations { id isMine delegate { name } } } } }`
const REVOKE = 'mutation($id: ID!) { delegationRevoke(input: { delegationId: $id }) { __typename ... on UserError { code } } }'
const DECIDE = `mutation($input: ApprovalDecideInput!) { approvalDecide(input: $input) {
  __typename ... on UserError { code message } ... on ApprovalDecidePayload { approval { state decision { byName forName } } } } }`
const MAY = 'query($id: ID!) { node(id: $id) { ... on ApprovalRequest { whyNot mayAsSelf decidableFor { name } } } }'
const idOf = ({ personId }: SignedIn) => printGlobalId('Person', personId)
const make = async (by: SignedIn, to: SignedIn, when: { from?: string; until?: string } = {}) =>
  (await ask(by, MAKE, { input: { delegateId: idOf(to), from: hours(-1), until: hours(24), ...when } })).data.delegationMake
const decide = async (by: SignedIn, input: object) => (await ask(by, DECIDE, { input })).data.approvalDecide

/** A case that asks this team. */
const openCase = async (approvers: string | null) => {
  const ref: CaseRef = { tenantId: ours.tenantId, investigationId: asId<InvestigationId>(randomUUID()) }
  const opened = { type: 'InvestigationOpened', data: { question: question(ours.dataSourceId), openedBy: null } } as const
  const rest = { ref, steps: [], answers: [], hypotheses: [] }
  await stored.store.append({ ...rest, expectedVersion: 0, events: [opened] })
  const request = { ...scanAsked('hours'), approvers, deadline: hours(5) }
  await stored.store.append({ ...rest, expectedVersion: 1, events: [contextGathered, ...measured, { type: 'ApprovalRequested', data: { request } }] })
  return { ref, approvalId: printGlobalId('ApprovalRequest', `${ref.investigationId}:query:hours`) }
}
const stewards = async (...people: readonly SignedIn[]) => {
  const members = { create: people.map(({ personId }) => ({ tenantId: ours.tenantId, personId })) }
  const team = await views.db.team.create({ data: { tenantId: ours.tenantId, name: `Stewards ${randomUUID()}`, members } })
  const policy = JSON.parse(JSON.stringify({ ...neverAsk, queries: 'ask', approvers: { teamId: team.id } }))
  await views.db.approvalPolicy.deleteMany({ where: { tenantId: ours.tenantId } })
  await views.db.approvalPolicy.create({ data: { tenantId: ours.tenantId, scope: ours.dataSourceId, policy, version: 1, changedAt: new Date() } })
  return team.id
}
const noticesOf = async ({ personId }: SignedIn) => (await views.db.notice.findMany({ where: { personId }, orderBy: { createdAt: 'asc' } })).map(({ text }) => text)
const no = { outcome: 'REJECTED', reason: 'not today' }

test('while somebody is away whom they named is asked and decides for them; the timeline and the trail say so; taken back, it ends', async () => {
  const [sue, xaver] = [await arrive('Sue'), await arrive('Xaver')]
  const team = await stewards(sue)
  const before = await openCase(team)
  expect(await decide(xaver, { ...no, approvalId: before.approvalId })).toMatchObject({ __typename: 'NotAllowed' })
  const made = await make(sue, xaver)
  expect(made).toMatchObject({ __typename: 'DelegationsPayload', delegations: [{ isMine: true, delegate: { name: 'Xaver' } }] })
  const { ref, approvalId } = await openCase(team)
  expect(await noticesOf(xaver)).toEqual([expect.stringMatching(/^Sue is away from .* and has you decide requests for them$/), 'Your team decides whether a query runs: The numbers of hours'])
  expect((await ask(xaver, MAY, { id: approvalId })).data.node).toEqual({ whyNot: null, mayAsSelf: false, decidableFor: [{ name: 'Sue' }] })
  expect(await decide(xaver, { ...no, approvalId })).toMatchObject({ approval: { state: 'REJECTED', decision: { byName: 'Xaver', forName: 'Sue' } } })
  const facts = (await stored.store.load(ref)).map(({ event }) => headline(event, { kind: 'rowCount' }))
  expect(facts).toContain('The query "hours" was rejected by Xaver for Sue, because not today')
  const trail = await views.db.auditEntry.findMany({ where: { tenantId: ours.tenantId, action: { in: ['delegationMade', 'approvalDecided'] } }, orderBy: { sequence: 'asc' } })
  expect(trail.map(({ after }) => JSON.parse(after ?? '{}'))).toMatchObject([{ delegate: 'Xaver' }, { byName: 'Xaver', behalf: { byName: 'Sue' } }])

  // Only who made it takes it back.
  expect((await ask(xaver, REVOKE, { id: made.delegations[0].id })).data.delegationRevoke).toMatchObject({ code: 'NOT_FOUND' })
  expect((await ask(sue, REVOKE, { id: made.delegations[0].id })).data.delegationRevoke).toEqual({ __typename: 'DelegationsPayload' })
  expect(await decide(xaver, { ...no, approvalId: before.approvalId })).toMatchObject({ __typename: 'NotAllowed', message: expect.stringContaining('Only people of the team') })
  expect(await views.db.auditEntry.count({ where: { tenantId: ours.tenantId, action: 'delegationRevoked' } })).toBe(1)
})

test('authority is that of the click: not before the time, not for who has left the team or may not come in, not by who may not decide', async () => {
  const [sue, xaver] = [await arrive('Sue'), await arrive('Xaver')]
  const { approvalId } = await openCase(await stewards(sue))
  await make(sue, xaver, { from: hours(1) })
  expect(await decide(xaver, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
  await views.db.delegation.updateMany({ where: { personId: sue.personId }, data: { fromAt: new Date(hours(-2)) } })
  await views.db.person.update({ where: { id: sue.personId }, data: { deactivatedAt: new Date() } })
  expect(await decide(xaver, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
  await views.db.person.update({ where: { id: sue.personId }, data: { deactivatedAt: null } })
  await views.db.teamMember.deleteMany({ where: { personId: sue.personId } })
  expect(await decide(xaver, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
})

test('where both may decide, the caller says for whom, and nobody speaks for who is not away', async () => {
  const [sue, xaver, otto] = [await arrive('Sue'), await arrive('Xaver'), await arrive('Otto')]
  await stewards(sue, xaver)
  const [own, lent] = [await openCase(null), await openCase(null)]
  await make(sue, xaver)
  expect(await decide(xaver, { ...no, approvalId: own.approvalId })).toMatchObject({ approval: { decision: { byName: 'Xaver', forName: null } } })
  expect(await decide(xaver, { ...no, approvalId: lent.approvalId, forPersonId: idOf(otto) })).toMatchObject({ __typename: 'NotAllowed' })
  expect(await decide(xaver, { ...no, approvalId: lent.approvalId, forPersonId: idOf(sue) })).toMatchObject({ approval: { decision: { byName: 'Xaver', forName: 'Sue' } } })
})

test('what cannot be is told: oneself, strangers, viewers, times that have passed or that overlap, and of two at once one', async () => {
  const [sue, xaver, vic] = [await arrive('Sue'), await arrive('Xaver'), await arrive('Vic', 'viewer')]
  const stranger = await arrive('Eve', 'member', await seedTenant(views.db, 'Theirs'))
  expect(await make(sue, sue)).toMatchObject({ code: 'INVALID_INPUT', path: ['delegateId'] })
  expect(await make(sue, stranger)).toMatchObject({ code: 'NOT_FOUND' })
  expect([await make(sue, vic), await make(vic, sue)]).toMatchObject([{ code: 'NOT_ALLOWED' }, { code: 'NOT_ALLOWED' }])
  for (const when of [{ from: hours(2), until: hours(1) }, { from: hours(-3), until: hours(-1) }, { until: hours(24 * 400) }]) {
    expect(await make(sue, xaver, when)).toMatchObject({ code: 'INVALID_INPUT', path: ['until'] })
  }
  const both = await Promise.all([make(sue, xaver), make(sue, xaver)])
  expect(both.map(({ __typename, code }) => code ?? __typename).toSorted()).toEqual(['CONFLICT', 'DelegationsPayload'])
  expect(await make(sue, xaver, { from: hours(24), until: hours(48) })).toMatchObject({ __typename: 'DelegationsPayload' })
})
