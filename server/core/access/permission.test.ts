import { expect, test } from 'vitest'
import { ALL_PERMISSIONS, isPermission, permissionsOf } from './permission.ts'
import { isAtLeast, roleOf, ROLES } from './role.ts'
import { may, permissionsFor } from './signedIn.ts'

test('each role may do what the one below may, and more', () => {
  expect(ROLES.map(role => permissionsOf(role).length)).toEqual([2, 6, 15, 17])
  for (const [index, role] of ROLES.entries()) {
    const below = ROLES[index - 1]
    if (below !== undefined) expect(permissionsOf(role)).toEqual(expect.arrayContaining([...permissionsOf(below)]))
  }
  expect(permissionsOf('owner')).toEqual(ALL_PERMISSIONS)
})

test('a viewer changes nothing', () => {
  expect(permissionsOf('viewer').filter(permission => !permission.endsWith(':read'))).toEqual([])
})

test('a key may do what it was given, and never more than its owner', () => {
  const key = { name: 'ci', scopes: ['investigations:read', 'dataSources:write'] } as const
  expect(permissionsFor({ role: 'member', key })).toEqual(['investigations:read'])
  expect(permissionsFor({ role: 'admin', key })).toEqual(['investigations:read', 'dataSources:write'])
  expect([may({ role: 'admin', key }, 'team:write'), may({ role: 'admin', key: null }, 'team:write')]).toEqual([
    false,
    true,
  ])
})

test('words that are no role and no permission are none', () => {
  expect(() => roleOf('root')).toThrow('Unknown role root')
  expect(['toString', 'constructor', 'team:read'].map(isPermission)).toEqual([false, false, true])
  expect([isAtLeast('owner', 'admin'), isAtLeast('admin', 'owner'), isAtLeast('admin', 'admin')]).toEqual([
    true,
    false,
    true,
  ])
})
