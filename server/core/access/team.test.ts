import { expect, test } from 'vitest'
import { asId, type PersonId } from '../shared/ids.ts'
import type { Role } from './role.ts'
import { decideTeam, type Member, type TeamCommand } from './team.ts'

const member = (name: string, role: Role, rest: Partial<Member> = {}): Member => ({
  personId: asId<PersonId>(name),
  name,
  role,
  isService: false,
  isActive: true,
  ...rest,
})

const team = [
  member('olga', 'owner'),
  member('adam', 'admin'),
  member('anna', 'admin'),
  member('mia', 'member'),
  member('vic', 'viewer'),
  member('ci', 'member', { isService: true }),
  member('gone', 'member', { isActive: false }),
]
const twoOwners = [...team, member('otto', 'owner')]

const decide = (by: string, command: TeamCommand, among: readonly Member[] = team) => {
  const asker = among.find(({ name }) => name === by)
  if (asker === undefined) throw new Error(`No ${by}`)
  const decided = decideTeam(command, asker, among)
  if (!decided.ok) return decided.problem.code
  return decided.value.changes.map(change =>
    `${change.member.name} ${change.type} ${'role' in change ? change.role : 'isActive' in change ? change.isActive : ''}`.trim(),
  )
}

test.each<[string, TeamCommand, string | readonly string[]]>([
  ['adam', { type: 'changeRole', personId: 'vic', role: 'admin' }, ['vic role admin']],
  ['adam', { type: 'changeRole', personId: 'vic', role: 'owner' }, 'above-you'],
  ['adam', { type: 'changeRole', personId: 'anna', role: 'viewer' }, ['anna role viewer']],
  ['adam', { type: 'changeRole', personId: 'olga', role: 'viewer' }, 'above-you'],
  ['adam', { type: 'changeRole', personId: 'adam', role: 'owner' }, 'above-you'],
  ['adam', { type: 'changeRole', personId: 'adam', role: 'viewer' }, ['adam role viewer']],
  ['adam', { type: 'remove', personId: 'olga' }, 'above-you'],
  ['adam', { type: 'deactivate', personId: 'mia' }, ['mia active false']],
  ['adam', { type: 'deactivate', personId: 'adam' }, 'yourself'],
  ['adam', { type: 'remove', personId: 'adam' }, 'yourself'],
  ['adam', { type: 'reactivate', personId: 'gone' }, ['gone active true']],
  ['adam', { type: 'remove', personId: 'nobody' }, 'not-found'],
  ['adam', { type: 'transferOwnership', personId: 'mia' }, 'not-an-owner'],
  ['olga', { type: 'changeRole', personId: 'ci', role: 'owner' }, 'not-an-owner'],
  ['olga', { type: 'changeRole', personId: 'gone', role: 'owner' }, 'not-an-owner'],
  ['olga', { type: 'changeRole', personId: 'mia', role: 'owner' }, ['mia role owner']],
  ['olga', { type: 'changeRole', personId: 'olga', role: 'admin' }, 'last-owner'],
  ['olga', { type: 'leave' }, 'last-owner'],
  ['mia', { type: 'leave' }, ['mia removed']],
  ['olga', { type: 'transferOwnership', personId: 'mia' }, ['mia role owner', 'olga role admin']],
  ['olga', { type: 'transferOwnership', personId: 'ci' }, 'not-an-owner'],
  ['olga', { type: 'transferOwnership', personId: 'olga' }, 'yourself'],
])('%s asks %j: %j', (by, command, outcome) => {
  expect(decide(by, command)).toEqual(outcome)
})

test('an owner may leave, step down, or be removed while another stays, and an inactive one does not count', () => {
  expect(decide('olga', { type: 'leave' }, twoOwners)).toEqual(['olga removed'])
  expect(decide('olga', { type: 'changeRole', personId: 'olga', role: 'admin' }, twoOwners)).toEqual([
    'olga role admin',
  ])
  expect(decide('olga', { type: 'remove', personId: 'otto' }, twoOwners)).toEqual(['otto removed'])
  expect(decide('olga', { type: 'leave' }, [...team, member('otto', 'owner', { isActive: false })])).toBe('last-owner')
})
