import { expect, test } from 'vitest'
import { checkSso, domainOf, grantedRoleOf, roleByGroups, type SsoSettings } from './sso.ts'

const settings: SsoSettings = {
  issuer: 'https://login.example.com/realms/one',
  clientId: 'dataing',
  scopes: ['groups'],
  groupsClaim: 'groups',
  groupRoles: [
    { group: 'analysts', role: 'member' },
    { group: 'heads', role: 'admin' },
  ],
  defaultRole: null,
  domains: ['Example.com', '@shop.example.com'],
}

test('settings are stored in one spelling, with the scopes that a sign-in needs', () => {
  expect(checkSso(settings, false)).toEqual({
    ok: true,
    value: {
      ...settings,
      scopes: ['openid', 'email', 'profile', 'groups'],
      domains: ['example.com', 'shop.example.com'],
    },
  })
  expect(checkSso({ ...settings, issuer: 'http://keycloak:8080/realms/one' }, true).ok).toBe(true)
})

test.each([
  ['issuer', 'http://login.example.com'],
  ['issuer', 'https://login.example.com?x=1'],
  ['issuer', 'https://me:secret@login.example.com'],
  ['issuer', 'file:///etc/passwd'],
  ['clientId', ' '],
  ['domains', []],
  ['domains', ['com']],
  ['domains', ['a b.com']],
  ['scopes', ['two words']],
  ['groupsClaim', ''],
  ['groupRoles', [{ group: '', role: 'member' }]],
] as const)('%s cannot be %j', (path, value) => {
  expect(checkSso({ ...settings, [path]: value }, false)).toMatchObject({
    ok: false,
    problem: { code: 'invalid', path },
  })
})

test('the highest role of all groups counts; without one the default, or nothing', () => {
  expect(roleByGroups(['analysts', 'heads', 'others'], settings)).toBe('admin')
  expect(roleByGroups(['analysts'], settings)).toBe('member')
  expect([roleByGroups(['others'], settings), roleByGroups([], { ...settings, defaultRole: 'viewer' })]).toEqual([
    null,
    'viewer',
  ])
})

test('nobody is made an owner by a provider', () => {
  expect([grantedRoleOf('owner'), grantedRoleOf('admin'), grantedRoleOf('root'), grantedRoleOf(null)]).toEqual([
    null,
    'admin',
    null,
    null,
  ])
})

test('an address has one domain, or none', () => {
  expect(['Ada@Example.com', 'a@b@c', 'nobody', '@x', 'a@'].map(domainOf)).toEqual([
    'example.com',
    null,
    null,
    null,
    null,
  ])
})
