import { permissionsFor, type SignedIn } from '../core/access/signedIn.ts'
import { builder } from './builder.ts'
import { Person } from './person.ts'
import { RoleEnum } from './roles.ts'
import { Tenant } from './tenant.ts'

export const Viewer = builder.objectRef<SignedIn>('Viewer').implement({
  description: 'Who is asking.',
  fields: t => ({
    person: t.prismaField({
      type: Person, description: 'The person signed in.',
      resolve: (query, { personId }, _args, { readDb }) => readDb.person.findUniqueOrThrow({ ...query, where: { id: personId } }),
    }),
    role: t.expose('role', { type: RoleEnum, description: 'What the person is in the tenant.' }),
    permissions: t.stringList({
      description: 'What the caller may do: what the role may, and of that only what the key was given. See `permissions`.',
      resolve: signedIn => [...permissionsFor(signedIn)],
    }),
    tenant: t.prismaField({
      type: Tenant, description: 'The tenant whose data the person sees.',
      resolve: (query, { tenantId }, _args, { readDb }) => readDb.tenant.findUniqueOrThrow({ ...query, where: { id: tenantId } }),
    }),
  }),
})

builder.queryField('viewer', t => t.field({
  type: Viewer, nullable: true, description: 'The person signed in; null when nobody is.',
  resolve: (_root, _args, { signedIn }) => signedIn,
}))
