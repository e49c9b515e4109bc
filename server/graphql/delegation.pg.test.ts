// Deciding for somebody who is away, by the API over the real store.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../core/access/signedIn.ts'
import { headline } from '../core/investigation/headline.ts'
import { inHours, openApprovalScene } from '../testing/approvalScene.ts'
import { seedTenant } from '../testing/tenantSeed.ts'
import { printGlobalId } from './globalId.ts'

let scene: Awaited<ReturnType<typeof openApprovalScene>>
beforeAll(async () => {
  scene = await openApprovalScene()
})
afterAll(() => scene.close())

const MAKE = `mutation($input: DelegationMakeInput!) { delegationMake(input: $input) {
  __typename ... on UserError { code message path } ... on DelegationsPayload { delegations { id isMine delegate { name } } } } }`
const REVOKE =
  'mutation($id: ID!) { delegationRevoke(input: { delegationId: $id }) { __typename ... on UserError { code } } }'
const MAY = 'query($id: ID!) { node(id: $id) { ... on ApprovalRequest { whyNot mayAsSelf decidableFor { name } } } }'
const idOf = ({ personId }: SignedIn) => printGlobalId('Person', personId)
const make = async (by: SignedIn, to: SignedIn, when: { from?: string; until?: string } = {}) =>
  (await scene.ask(by, MAKE, { input: { delegateId: idOf(to), from: inHours(-1), until: inHours(24), ...when } })).data
    .delegationMake
const no = { outcome: 'REJECTED', reason: 'not today' }

test('while somebody is away whom they named is asked and decides for them; the timeline and the trail say so; taken back, it ends', async () => {
  const [sue, xaver] = [await scene.arrive('Sue'), await scene.arrive('Xaver')]
  const team = await scene.stewards(sue)
  const before = await scene.openCase({ approvers: team })
  expect(await scene.decide(xaver, { ...no, approvalId: before.approvalId })).toMatchObject({
    __typename: 'NotAllowed',
  })
  const made = await make(sue, xaver)
  expect(made).toMatchObject({
    __typename: 'DelegationsPayload',
    delegations: [{ isMine: true, delegate: { name: 'Xaver' } }],
  })
  const { ref, approvalId } = await scene.openCase({ approvers: team })
  expect(await scene.noticesOf(xaver)).toEqual([
    expect.stringMatching(/^Sue is away from .* and has you decide requests for them$/),
    'Your team decides whether a query runs: The numbers of hours',
  ])
  expect((await scene.ask(xaver, MAY, { id: approvalId })).data.node).toEqual({
    whyNot: null,
    mayAsSelf: false,
    decidableFor: [{ name: 'Sue' }],
  })
  expect(await scene.decide(xaver, { ...no, approvalId })).toMatchObject({
    approval: { state: 'REJECTED', decision: { byName: 'Xaver', forName: 'Sue' } },
  })
  const facts = (await scene.store.load(ref)).map(({ event }) => headline(event, { kind: 'rowCount' }))
  expect(facts).toContain('The query "hours" was rejected by Xaver for Sue, because not today')
  const trail = await scene.db.auditEntry.findMany({
    where: { tenantId: scene.ours.tenantId, action: { in: ['delegationMade', 'approvalDecided'] } },
    orderBy: { sequence: 'asc' },
  })
  expect(trail.map(({ after }) => JSON.parse(after ?? '{}'))).toMatchObject([
    { delegate: 'Xaver' },
    { byName: 'Xaver', behalf: { byName: 'Sue' } },
  ])

  // Only who made it takes it back.
  expect((await scene.ask(xaver, REVOKE, { id: made.delegations[0].id })).data.delegationRevoke).toMatchObject({
    code: 'NOT_FOUND',
  })
  expect((await scene.ask(sue, REVOKE, { id: made.delegations[0].id })).data.delegationRevoke).toEqual({
    __typename: 'DelegationsPayload',
  })
  expect(await scene.decide(xaver, { ...no, approvalId: before.approvalId })).toMatchObject({
    __typename: 'NotAllowed',
    message: expect.stringContaining('Only people of the team'),
  })
  expect(
    await scene.db.auditEntry.count({ where: { tenantId: scene.ours.tenantId, action: 'delegationRevoked' } }),
  ).toBe(1)
})

test('authority is that of the click: not before the time, not for who has left the team or may not come in, not by who may not decide', async () => {
  const [sue, xaver] = [await scene.arrive('Sue'), await scene.arrive('Xaver')]
  const { approvalId } = await scene.openCase({ approvers: await scene.stewards(sue) })
  await make(sue, xaver, { from: inHours(1) })
  expect(await scene.decide(xaver, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
  await scene.db.delegation.updateMany({ where: { personId: sue.personId }, data: { fromAt: new Date(inHours(-2)) } })
  await scene.db.person.update({ where: { id: sue.personId }, data: { deactivatedAt: new Date() } })
  expect(await scene.decide(xaver, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
  await scene.db.person.update({ where: { id: sue.personId }, data: { deactivatedAt: null } })
  await scene.db.teamMember.deleteMany({ where: { personId: sue.personId } })
  expect(await scene.decide(xaver, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
})

test('where both may decide, the caller says for whom, and nobody speaks for who is not away', async () => {
  const [sue, xaver, otto] = [await scene.arrive('Sue'), await scene.arrive('Xaver'), await scene.arrive('Otto')]
  await scene.stewards(sue, xaver)
  const [own, lent] = [await scene.openCase({}), await scene.openCase({})]
  await make(sue, xaver)
  expect(await scene.decide(xaver, { ...no, approvalId: own.approvalId })).toMatchObject({
    approval: { decision: { byName: 'Xaver', forName: null } },
  })
  expect(await scene.decide(xaver, { ...no, approvalId: lent.approvalId, forPersonId: idOf(otto) })).toMatchObject({
    __typename: 'NotAllowed',
  })
  expect(await scene.decide(xaver, { ...no, approvalId: lent.approvalId, forPersonId: idOf(sue) })).toMatchObject({
    approval: { decision: { byName: 'Xaver', forName: 'Sue' } },
  })
})

test('what cannot be is told: oneself, strangers, viewers, times that have passed or that overlap, and of two at once one', async () => {
  const [sue, xaver, vic] = [
    await scene.arrive('Sue'),
    await scene.arrive('Xaver'),
    await scene.arrive('Vic', 'viewer'),
  ]
  const stranger = await scene.arrive('Eve', 'member', await seedTenant(scene.db, 'Theirs'))
  expect(await make(sue, sue)).toMatchObject({ code: 'INVALID_INPUT', path: ['delegateId'] })
  expect(await make(sue, stranger)).toMatchObject({ code: 'NOT_FOUND' })
  expect([await make(sue, vic), await make(vic, sue)]).toMatchObject([{ code: 'NOT_ALLOWED' }, { code: 'NOT_ALLOWED' }])
  for (const when of [
    { from: inHours(2), until: inHours(1) },
    { from: inHours(-3), until: inHours(-1) },
    { until: inHours(24 * 400) },
  ]) {
    expect(await make(sue, xaver, when)).toMatchObject({ code: 'INVALID_INPUT', path: ['until'] })
  }
  const both = await Promise.all([make(sue, xaver), make(sue, xaver)])
  expect(both.map(({ __typename, code }) => code ?? __typename).toSorted()).toEqual(['CONFLICT', 'DelegationsPayload'])
  expect(await make(sue, xaver, { from: inHours(24), until: inHours(48) })).toMatchObject({
    __typename: 'DelegationsPayload',
  })
})
