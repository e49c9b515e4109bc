import { expect, test } from 'vitest'
import { contextAsked, queryAsked } from '../../testing/approvalFacts.ts'
import type { SignedIn } from '../access/signedIn.ts'
import { asId, type PersonId, type TenantId } from '../shared/ids.ts'
import { decidableFor, whyNot, type Delegator, type Judging } from './behalf.ts'
import { neverAsk } from './policy.ts'

const id = (name: string) => asId<PersonId>(name)
const person = (name: string, role: SignedIn['role'] = 'member'): SignedIn => ({
  tenantId: asId<TenantId>('shop'),
  personId: id(name),
  name,
  role,
  credential: { kind: 'session', id: name },
  key: null,
})
const sue: Delegator = { personId: id('sue'), name: 'Sue', role: 'member' }
const stewards = { teamId: 't', name: 'Stewards', members: [id('sue')] }
const judging: Judging = {
  openedBy: null,
  policy: { ...neverAsk, approvers: stewards },
  given: null,
  request: contextAsked,
  isEscalated: false,
}
const names = (given: Partial<Judging>, by = person('xaver'), away = [sue]) =>
  decidableFor({ ...judging, ...given }, by, away).map(({ name }) => name)

test('who is away lends their place in the team, to somebody with the right to decide', () => {
  expect([names({}), whyNot(judging, person('xaver'))]).toEqual([
    ['Sue'],
    'Only people of the team Stewards decide these requests.',
  ])
  expect(names({}, person('xaver', 'viewer'))).toEqual([])
  expect(names({}, { ...person('xaver'), key: { name: 'ci', scopes: ['investigations:read'] } })).toEqual([])
  expect(names({}, person('xaver'), [{ ...sue, role: 'viewer' }])).toEqual([])
  expect(names({ policy: { ...judging.policy, approvers: { ...stewards, members: [] } } })).toEqual([])
})

test('nobody approves for themselves through somebody else', () => {
  const policy = { ...judging.policy, noSelfApproval: true }
  expect([names({ policy }), names({ policy, openedBy: id('sue') }), names({ policy, openedBy: id('xaver') })]).toEqual(
    [['Sue'], [], []],
  )
  const query = queryAsked({ kind: 'runScan', scan: 'hours' }, 'hours')
  if (query.content.kind !== 'query') throw new Error('It is a query')
  const written = { content: { ...query.content, writer: { by: id('sue'), byName: 'Sue' } } }
  expect([names({ policy, request: query }), names({ policy, request: written })]).toEqual([['Sue'], []])
})

test('two approvals are of two people, whoever spoke for whom', () => {
  const policy = { ...neverAsk, quorum: 2 } as const
  const given = (by: string, behalf: string | null) => ({
    by: id(by),
    behalf: behalf === null ? null : { by: id(behalf), byName: behalf },
  })
  expect([
    names({ policy, given: given('grace', null) }),
    names({ policy, given: given('xaver', null) }),
    names({ policy, given: given('sue', null) }),
  ]).toEqual([['Sue'], [], []])
  expect(names({ policy, given: given('grace', 'sue') })).toEqual([])
  expect([
    whyNot({ ...judging, policy, given: given('xaver', 'sue') }, person('sue')),
    whyNot({ ...judging, policy, given: given('xaver', 'sue') }, person('grace')),
  ]).toEqual([expect.stringContaining('somebody else must'), null])
})
