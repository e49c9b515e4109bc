import { expect, test } from 'vitest'
import { approved, scanAsked } from '../../testing/approvalFacts.ts'
import { contextGathered, measured, opened } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { headline } from '../investigation/headline.ts'
import { asId, type PersonId } from '../shared/ids.ts'
import { deadlineOf } from './deadline.ts'
import { isAskedToo, type Escalation } from './escalation.ts'
import { neverAsk } from './policy.ts'

const [ada, bob] = [asId<PersonId>('ada'), asId<PersonId>('bob')]
const leads: Escalation = {
  afterPercent: 50,
  to: { kind: 'team', team: { teamId: 't', name: 'Leads', members: [ada] } },
}
const admins: Escalation = { afterPercent: 25, to: { kind: 'role', role: 'admin' } }
const noon = new Date('2026-06-13T12:00:00Z')

test('a request takes down when it asks more people, and whom', () => {
  expect(deadlineOf({ ...neverAsk, hours: 8 }, noon).escalation).toBeNull()
  expect(deadlineOf({ ...neverAsk, hours: 8, escalation: leads }, noon).escalation).toEqual({
    at: '2026-06-13T16:00:00.000Z',
    teamId: 't',
    role: null,
    name: 'the team Leads',
  })
  expect(deadlineOf({ ...neverAsk, hours: 8, escalation: admins }, noon).escalation).toEqual({
    at: '2026-06-13T14:00:00.000Z',
    teamId: null,
    role: 'admin',
    name: 'the admins',
  })
})

const to = { at: '2026-06-13T16:00:00.000Z', teamId: 't', role: null, name: 'the team Leads' }
const asked = { ...scanAsked('profile'), escalation: to }
const waiting: readonly InvestigationEvent[] = [
  opened,
  contextGathered,
  ...measured,
  { type: 'ApprovalRequested', data: { request: asked } },
]
const escalated: InvestigationEvent = { type: 'ApprovalEscalated', data: { requestId: asked.id, to } }
const at = (time: string) =>
  ({ type: 'EscalateApproval', requestId: asked.id, at: new Date(`2026-06-13T${time}:00Z`) }) as const

test('it asks them once, when it is time, and not where somebody has decided', () => {
  given(...waiting)
    .when(at('15:59'))
    .then()
  given(...waiting)
    .when(at('16:00'))
    .then(escalated)
  given(...waiting, escalated)
    .when(at('16:01'))
    .then()
  given(...waiting, { type: 'ApprovalDecided', data: { decision: approved(asked) } })
    .when(at('16:00'))
    .then()
  given(...waiting, { type: 'InvestigationCancelled', data: { by: null, byName: null } })
    .when(at('16:00'))
    .then()
  expect(headline(escalated, { kind: 'rowCount' })).toBe(
    'The query "profile" has not been decided: the team Leads is asked too',
  )
})

test('who is asked too is who is in the team, or has the role, now', () => {
  const person = (personId: PersonId, role: 'member' | 'admin' | 'owner') => ({ personId, role })
  expect([isAskedToo(leads, person(ada, 'member')), isAskedToo(leads, person(bob, 'owner'))]).toEqual([true, false])
  expect([
    isAskedToo(admins, person(bob, 'member')),
    isAskedToo(admins, person(bob, 'admin')),
    isAskedToo(admins, person(bob, 'owner')),
  ]).toEqual([false, true, true])
  expect(isAskedToo(null, person(ada, 'owner'))).toBe(false)
})
