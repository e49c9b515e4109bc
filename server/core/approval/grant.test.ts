import { expect, test } from 'vitest'
import { asId, type DataSourceId, type PersonId } from '../shared/ids.ts'
import { covers, grantOfBoth, type Covered, type Grant } from './grant.ts'
import { neverAsk } from './policy.ts'

const orders = { schema: 'shop', name: 'orders' }
const users = { schema: 'shop', name: 'users' }
const [grace, linus] = [asId<PersonId>('grace'), asId<PersonId>('linus')]
const grant: Grant = {
  id: 'g',
  dataSourceId: asId<DataSourceId>('s'),
  shape: 'x',
  tables: [orders],
  columns: ['country', 'email'],
  sensitive: ['email'],
  bytes: 1_000,
  until: '2026-07-13T12:00:00.000Z',
  by: grace,
  byName: 'Grace',
  seconded: null,
}
const covered: Covered = {
  tables: [orders],
  columns: ['country', 'email'],
  sensitive: ['email'],
  bytes: 1_000,
  people: [linus, null],
}
const isCovered = (change: Partial<Covered>, given: Partial<Grant> = {}, policy = {}) =>
  covers({ ...grant, ...given }, { ...covered, ...change }, { ...neverAsk, ...policy })

test('a grant is good for what it was given for, and for less', () => {
  expect(isCovered({})).toBe(true)
  expect(isCovered({ columns: ['country'], sensitive: [], bytes: 10 })).toBe(true)
})

test('not for other tables, nor for columns that came, or became sensitive, later', () => {
  expect(isCovered({ tables: [users] })).toBe(false)
  expect(isCovered({ tables: [orders, users] })).toBe(false)
  expect(isCovered({ tables: [] })).toBe(false)
  expect(isCovered({ columns: ['country', 'email', 'ssn'] })).toBe(false)
  expect(isCovered({ sensitive: ['email', 'country'] })).toBe(false)
})

test('days may change how much is read, but not beyond twice, nor to nobody knows how much', () => {
  expect(isCovered({ bytes: 2_000 })).toBe(true)
  expect(isCovered({ bytes: 2_001 })).toBe(false)
  expect(isCovered({ bytes: null })).toBe(false)
  expect(isCovered({ bytes: 1_000_000 }, { bytes: null })).toBe(true)
})

test('it takes as many people as the policy asks for now', () => {
  expect(isCovered({}, {}, { quorum: 2 })).toBe(false)
  expect(isCovered({}, { seconded: { by: linus, byName: 'Linus' } }, { quorum: 2 })).toBe(true)
})

test('where a team decides, a grant of somebody who is not in it, or has left it, is none', () => {
  const team = (...members: readonly PersonId[]) => ({ approvers: { teamId: 't', name: 'Stewards', members } })
  expect([isCovered({}, {}, team(grace)), isCovered({}, {}, team(linus)), isCovered({}, {}, team())]).toEqual([
    true,
    false,
    false,
  ])
  const both = { seconded: { by: linus, byName: 'Linus' } }
  expect([isCovered({}, both, team(grace, linus)), isCovered({}, both, team(grace))]).toEqual([true, false])
})

test("what somebody granted for who was away has that person's place in the team, and neither may grant it for themselves", () => {
  const team = (...members: readonly PersonId[]) => ({ approvers: { teamId: 't', name: 'Stewards', members } })
  const lent = { behalf: { by: linus, byName: 'Linus' } }
  expect([isCovered({}, lent, team(linus)), isCovered({}, lent, team(grace)), isCovered({}, lent, team())]).toEqual([
    true,
    false,
    false,
  ])
  const both = {
    ...lent,
    seconded: { by: asId<PersonId>('ada'), byName: 'Ada', behalf: { by: asId<PersonId>('bob'), byName: 'Bob' } },
  }
  expect([isCovered({}, both, team(linus, asId('bob'))), isCovered({}, both, team(linus, asId('ada')))]).toEqual([
    true,
    false,
  ])
  const own = (person: string) => isCovered({ people: [asId<PersonId>(person)] }, both, { noSelfApproval: true })
  expect(['grace', 'linus', 'ada', 'bob', 'eve'].map(own)).toEqual([false, false, false, false, true])
  // One person's word, for however many, is not that of two.
  expect(isCovered({}, lent, { quorum: 2 })).toBe(false)
})

test('where nobody may decide for themselves, neither giver does for a case or a query of theirs', () => {
  const strict = { noSelfApproval: true }
  expect(isCovered({}, {}, strict)).toBe(true)
  expect(isCovered({ people: [grace, null] })).toBe(true)
  expect(isCovered({ people: [grace, null] }, {}, strict)).toBe(false)
  expect(isCovered({ people: [null, grace] }, {}, strict)).toBe(false)
  expect(isCovered({}, { seconded: { by: linus, byName: 'Linus' } }, strict)).toBe(false)
})

test('of two, both must want it remembered, and the shorter time counts', () => {
  const longer = { ...grant, id: 'h', until: '2026-08-01T00:00:00.000Z' }
  expect(grantOfBoth(grant, null)).toBeNull()
  expect(grantOfBoth(null, grant)).toBeNull()
  expect(grantOfBoth(grant, longer)).toEqual({ ...longer, until: grant.until })
  expect(grantOfBoth(longer, grant)?.until).toBe(grant.until)
})
