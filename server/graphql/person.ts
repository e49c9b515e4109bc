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
      nullable: true,
      description: 'The address that the person signs in with, in lower case; null for a service account.',
    }),
    isService: t.boolean({
      select: { kind: true },
      description: 'Whether it is a service account, which comes in by keys only.',
      resolve: ({ kind }) => kind === 'service',
    }),
    isActive: t.boolean({
      select: { deactivatedAt: true },
      description: 'Whether they may come in.',
      resolve: ({ deactivatedAt }) => deactivatedAt === null,
    }),
    joinedAt: t.expose('createdAt', { type: 'DateTime', description: 'When they joined.' }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When they signed in last; null: never.',
    }),
    role: t.field({
      type: RoleEnum,
      select: { role: true },
      description: 'What they are in the tenant.',
      resolve: ({ role }) => roleOf(role),
    }),
  }),
})
