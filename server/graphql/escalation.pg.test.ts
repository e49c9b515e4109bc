// Asking more people when nobody decides, by the API over the real store.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleOverdue } from '../app/settleOverdue.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { openApprovalScene } from '../testing/approvalScene.ts'
import { startStoreProcess } from '../testing/storeProcess.ts'
import { printGlobalId } from './globalId.ts'

let scene: Awaited<ReturnType<typeof openApprovalScene>>
let other: Awaited<ReturnType<typeof startStoreProcess>>
beforeAll(async () => {
  scene = await openApprovalScene()
  other = await startStoreProcess(scene.url)
})
afterAll(async () => {
  await other.close()
  await scene.close()
})

const POLICY = `mutation($input: ApprovalPolicyChangeInput!) { approvalPolicyChange(input: $input) {
  __typename ... on UserError { code path } ... on ApprovalPolicyChangePayload { policy { escalation { afterPercent role team { name } } } } } }`
const set = async (by: SignedIn, approvers: string, escalation: object) => {
  const policy = {
    context: 'NEVER',
    isSensitive: false,
    sensitiveColumns: [],
    queries: 'ASK',
    rules: [],
    hours: 8,
    onDeadline: 'REJECTED',
    noSelfApproval: false,
  }
  const { version } = (await scene.db.approvalPolicy.findFirst({
    where: { tenantId: scene.ours.tenantId, scope: scene.ours.dataSourceId },
  })) ?? { version: 0 }
  const input = {
    dataSourceId: printGlobalId('DataSource', scene.ours.dataSourceId),
    expectedVersion: version,
    policy: { ...policy, approversTeamId: printGlobalId('Team', approvers), escalation },
  }
  return (await scene.ask(by, POLICY, { input })).data.approvalPolicyChange
}
const settle = (store = scene.store) => settleOverdue({ store, now: () => new Date() })
const no = { outcome: 'REJECTED', reason: 'No.' }
const past = () => new Date(Date.now() - 1_000).toISOString()

test('who is to be asked too is said in the policy, and what cannot be is told', async () => {
  const [sue, otto] = [await scene.arrive('Sue'), await scene.arrive('Otto', 'owner')]
  const [stewards, leads] = [await scene.teamOf('Stewards', sue), await scene.teamOf('Leads')]
  const toLeads = { afterPercent: 50, teamId: printGlobalId('Team', leads.id) }
  expect(await set(otto, stewards.id, { ...toLeads, teamId: printGlobalId('Team', randomUUID()) })).toMatchObject({
    code: 'NOT_FOUND',
    path: ['escalation'],
  })
  for (const wrong of [
    { afterPercent: 50 },
    { ...toLeads, role: 'ADMIN' },
    { afterPercent: 50, role: 'VIEWER' },
    { ...toLeads, afterPercent: 5 },
  ]) {
    expect([wrong, await set(otto, stewards.id, wrong)]).toMatchObject([
      wrong,
      { code: 'INVALID_INPUT', path: ['policy', 'escalation'] },
    ])
  }
  expect(await set(otto, stewards.id, toLeads)).toMatchObject({
    policy: { escalation: { afterPercent: 50, role: null, team: { name: leads.name } } },
  })
  expect(await set(otto, stewards.id, { afterPercent: 25, role: 'ADMIN' })).toMatchObject({
    policy: { escalation: { afterPercent: 25, role: 'ADMIN', team: null } },
  })
})

test('where nobody decides in a part of the time a team is asked, once though two processes notice, and it may decide', async () => {
  const [sue, lea, otto] = [
    await scene.arrive('Sue'),
    await scene.arrive('Lea', 'admin'),
    await scene.arrive('Otto', 'owner'),
  ]
  const [stewards, leads] = [await scene.teamOf('Stewards', sue), await scene.teamOf('Leads', lea)]
  await set(otto, stewards.id, { afterPercent: 50, teamId: printGlobalId('Team', leads.id) })
  const to = { at: past(), teamId: leads.id, role: null, name: `the team ${leads.name}` }
  const { ref, approvalId } = await scene.openCase({ approvers: stewards.id, escalation: to })
  expect(await scene.decide(lea, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
  await Promise.all([settle()(ref), settle(other.store)(ref)])
  await settle()(ref)
  expect((await scene.store.load(ref)).filter(({ event }) => event.type === 'ApprovalEscalated')).toHaveLength(1)
  expect([await scene.noticesOf(lea), await scene.noticesOf(otto)]).toEqual([
    ['Nobody has decided a request of this investigation yet; you are asked too'],
    [],
  ])
  const query = 'query($id: ID!) { node(id: $id) { ... on ApprovalRequest { whyNot escalatesTo escalatedAt state } } }'
  expect((await scene.ask(lea, query, { id: approvalId })).data.node).toEqual({
    whyNot: null,
    escalatesTo: to.name,
    escalatedAt: expect.any(String),
    state: 'PENDING',
  })
  expect(await scene.decide(otto, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
  // Their word would not count when a grant is used.
  const remembered = { approvalId, outcome: 'APPROVED', rememberDays: 7 }
  expect(await scene.decide(lea, remembered)).toMatchObject({
    __typename: 'InputError',
    message: expect.stringContaining('good for this once'),
  })
  expect(await scene.decide(lea, { ...no, approvalId })).toMatchObject({ __typename: 'ApprovalDecidePayload' })
})

test('a role is asked just so, and the deadline decides as before', async () => {
  const [sue, lea, otto] = [await scene.arrive('Sue'), await scene.arrive('Lea'), await scene.arrive('Otto', 'owner')]
  const stewards = await scene.teamOf('Stewards', sue)
  await set(otto, stewards.id, { afterPercent: 50, role: 'OWNER' })
  const owners = { at: past(), teamId: null, role: 'owner', name: 'the owners' } as const
  const { ref, approvalId } = await scene.openCase({ approvers: stewards.id, escalation: owners })
  await settle()(ref)
  expect([await scene.noticesOf(otto), await scene.noticesOf(lea)]).toEqual([
    [expect.stringContaining('you are asked too')],
    [],
  ])
  expect(await scene.decide(lea, { ...no, approvalId })).toMatchObject({ __typename: 'NotAllowed' })
  expect(await scene.decide(otto, { ...no, approvalId })).toMatchObject({ __typename: 'ApprovalDecidePayload' })
  const late = await scene.openCase({ approvers: stewards.id, escalation: owners, deadline: past() })
  await settle()(late.ref)
  const types = (await scene.store.load(late.ref)).map(({ event }) => event.type)
  expect([types.includes('ApprovalDecided'), types.includes('ApprovalEscalated')]).toEqual([true, false])
})
