import { expect, test } from 'vitest'
import type { SignedIn } from '../core/access/signedIn.ts'
import { asId } from '../core/shared/ids.ts'
import { chooseTeam, teamsToChoose } from './chooseTeam.ts'

const known = [
  { id: 'growth', name: 'Growth', people: ['ada'] },
  { id: 'logistics', name: 'Logistics', people: ['ada', 'grace'] },
  { id: 'sales', name: 'Sales', people: [] },
]
const teams = {
  find: async (_tenant: string, id: string) =>
    known.filter(each => each.id === id).map(({ name }) => ({ id, name, externalId: null, members: [] }))[0] ?? null,
  ofPerson: async (_tenant: string, personId: string) => known.filter(({ people }) => people.includes(personId)),
}
const by = (person: string, key: SignedIn['key'] = null) => ({
  tenantId: asId<SignedIn['tenantId']>('t'),
  personId: asId<SignedIn['personId']>(person),
  key,
})
const choose = chooseTeam({ teams })
const none = { ok: false, problem: { code: 'not-found' } }

test('somebody in one team investigates for it; in several they say for which, or for none; in none for none', async () => {
  expect(await choose(by('grace'), null)).toEqual({ ok: true, value: 'logistics' })
  expect(await choose(by('ada'), null)).toEqual({ ok: true, value: null })
  expect(await choose(by('ada'), 'growth')).toEqual({ ok: true, value: 'growth' })
  expect(await choose(by('eve'), null)).toEqual({ ok: true, value: null })
})

test('nobody investigates for a team that they are not in', async () => {
  expect(await choose(by('grace'), 'growth')).toEqual(none)
  expect(await choose(by('grace'), 'nonsense')).toEqual(none)
})

test('a key that has a team investigates for that one alone; once the team is gone, for those of its owner', async () => {
  const key = (teamId: string | null) => ({ name: 'ci', scopes: [], teamId })
  expect(await choose(by('robot', key('sales')), null)).toEqual({ ok: true, value: 'sales' })
  expect(await choose(by('ada', key('sales')), 'growth')).toEqual(none)
  expect(await choose(by('grace', key(null)), null)).toEqual({ ok: true, value: 'logistics' })
  expect((await teamsToChoose({ teams })(by('ada', key('removed')))).map(({ id }) => id)).toEqual([
    'growth',
    'logistics',
  ])
})
