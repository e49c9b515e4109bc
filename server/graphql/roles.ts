import { ALL_PERMISSIONS, PERMISSIONS, permissionsOf, type Permission } from '../core/access/permission.ts'
import { ROLES, type Role } from '../core/access/role.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

export const RoleEnum = wordEnum<Role>('Role', 'What somebody is in a tenant, from the least to the most.', {
  viewer: 'Reads.',
  member: 'Investigates.',
  admin: 'Runs the workspace.',
  owner: 'Runs it, and may hand it over.',
})

const PermissionObject = builder.objectRef<Permission>('Permission').implement({
  description: 'Something that a role may do, or a key that was given it.',
  fields: t => ({
    key: t.string({ description: 'Its name, as in the scopes of keys.', resolve: permission => permission }),
    allows: t.string({
      description: 'What it allows, in words.',
      resolve: permission => PERMISSIONS[permission].allows,
    }),
    roles: t.field({
      type: [RoleEnum],
      description: 'The roles that have it.',
      resolve: permission => ROLES.filter(role => permissionsOf(role).includes(permission)),
    }),
  }),
})

builder.queryField('permissions', t =>
  t.field({
    type: [PermissionObject],
    description: 'The whole table of who may do what.',
    resolve: () => [...ALL_PERMISSIONS],
  }),
)
