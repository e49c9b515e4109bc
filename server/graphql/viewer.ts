import { permissionsFor, type SignedIn } from '../core/access/signedIn.ts'
import type { Membership } from '../core/ports/people.ts'
import { builder } from './builder.ts'
import { printGlobalId } from './globalId.ts'
import { Person } from './person.ts'
import { RoleEnum } from './roles.ts'
import { Team } from './teams.ts'
import { Tenant } from './tenant.ts'

const MembershipObject = builder.objectRef<Membership>('Membership').implement({
  description: 'A workspace that the caller is in.',
  fields: t => ({
    tenantId: t.id({
      description: 'Its id, for `tenantSwitch`.',
      resolve: ({ tenantId }) => printGlobalId('Tenant', tenantId),
    }),
    name: t.exposeString('tenantName', { description: 'What it is called.' }),
    role: t.expose('role', { type: RoleEnum, description: 'What the caller is there.' }),
  }),
})

export const Viewer = builder.objectRef<SignedIn>('Viewer').implement({
  description: 'Who is asking.',
  fields: t => ({
    person: t.prismaField({
      type: Person,
      description: 'The person signed in.',
      resolve: (query, { personId }, _args, { readDb }) =>
        readDb.person.findUniqueOrThrow({ ...query, where: { id: personId } }),
    }),
    role: t.expose('role', { type: RoleEnum, description: 'What the person is in the tenant.' }),
    permissions: t.stringList({
      description:
        'What the caller may do: what the role may, and of that only what the key was given. See `permissions`.',
      resolve: signedIn => [...permissionsFor(signedIn)],
    }),
    mailsNotices: t.boolean({
      description: 'Whether what the person is told goes to them by mail as well, where this Dataing sends any.',
      resolve: async ({ personId }, _args, { readDb }) =>
        (await readDb.person.findUniqueOrThrow({ where: { id: personId }, select: { mailsNotices: true } }))
          .mailsNotices,
    }),
    apiKeyName: t.string({
      nullable: true,
      description: 'The name of the key that asks; null for a browser.',
      resolve: ({ key }) => key?.name ?? null,
    }),
    tenants: t.field({
      type: [MembershipObject],
      description: 'All workspaces that the person is in, by name; empty for a key.',
      resolve: async (signedIn, _args, { app }) => [...(await app.access.sessions.memberships(signedIn))],
    }),
    teams: t.prismaField({
      type: [Team],
      description:
        'The teams that the caller may investigate for, by name: those they are in; with a key that has a team, that one alone.',
      resolve: async (query, signedIn, _args, { app, readDb }) => {
        const ids = (await app.teamsToChoose(signedIn)).map(({ id }) => id)
        return readDb.team.findMany({ ...query, where: { id: { in: ids } }, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
      },
    }),
    tenant: t.prismaField({
      type: Tenant,
      description: 'The tenant whose data the person sees.',
      resolve: (query, { tenantId }, _args, { readDb }) =>
        readDb.tenant.findUniqueOrThrow({ ...query, where: { id: tenantId } }),
    }),
  }),
})

builder.queryField('viewer', t =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'The person signed in; null when nobody is.',
    resolve: (_root, _args, { signedIn }) => signedIn,
  }),
)
