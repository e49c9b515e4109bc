import { roleOf } from '../core/access/role.ts'
import { builder } from './builder.ts'
import { uuidOrNone } from './globalId.ts'
import { RoleEnum } from './roles.ts'

export const Person = builder.prismaNode('Person', {
  description: 'Somebody who can sign in.',
  id: { resolve: ({ id }) => id },
  nullable: true,
  findUnique: id => ({ id: uuidOrNone(id) }),
  // Named one by one, so that the password's hash is never read here.
  select: { id: true },
  fields: t => ({
    name: t.exposeString('name', { description: 'What to call the person.' }),
    email: t.exposeString('email', {
      nullable: true, description: 'The address that the person signs in with, in lower case; null for a service account.',
    }),
    role: t.field({ type: RoleEnum, select: { role: true }, description: 'What they are in the tenant.', resolve: ({ role }) => roleOf(role) }),
  }),
})
