import type { TeamCommand, TeamRefusal } from '../core/access/team.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { InputError, type ErrorCode } from './errors.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { Person } from './person.ts'
import { RoleEnum } from './roles.ts'
import { callerOf, refused } from './who.ts'

builder.queryField('people', t =>
  t.prismaConnection(
    {
      type: Person,
      cursor: 'id',
      ...pageSize,
      description: 'Everybody in the tenant, service accounts included, by name.',
      totalCount: (_root, _args, { readDb }) => readDb.person.count(),
      resolve: (query, _root, args, { readDb }) => {
        checkPage(args)
        return readDb.person.findMany({ ...query, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

const words: { readonly [C in TeamRefusal['code']]: readonly [ErrorCode, string] } = {
  'not-found': ['NOT_FOUND', 'There is no such person.'],
  'above-you': ['NOT_ALLOWED', 'Your role does not reach so far.'],
  yourself: ['NOT_ALLOWED', 'That is you. Somebody else must do it, or leave the workspace.'],
  'last-owner': ['LAST_OWNER', 'A workspace needs an owner: make somebody else one first.'],
  'not-an-owner': ['NOT_ALLOWED', 'An owner is an active person, and only an owner can hand the workspace over.'],
}

const change = async (context: Context, command: TeamCommand): Promise<{ readonly id: string }> => {
  const changed = await context.app.access.changeTeam(callerOf(context), command)
  if (changed.ok) return { id: 'personId' in command ? command.personId : callerOf(context).personId }
  const [code, message] = words[changed.problem.code]
  throw new InputError(code, message, code === 'NOT_FOUND' ? ['personId'] : null)
}

const idOf = (personId: string) => uuidOf('Person', personId) ?? NO_UUID

const PersonInput = builder.inputType('PersonInput', {
  description: 'Somebody in the tenant.',
  fields: t => ({ personId: t.id({ required: true, description: 'Who.' }) }),
})

const RoleChangeInput = builder.inputType('PersonRoleChangeInput', {
  description: 'Who is to become what.',
  fields: t => ({
    personId: t.id({ required: true, description: 'Who.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'What they become; at most what the caller is.' }),
  }),
})

const ServiceAccountInput = builder.inputType('ServiceAccountMakeInput', {
  description: 'Somebody for programs.',
  fields: t => ({
    name: t.string({ required: true, description: 'What to call it.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'What it is to be, up to an admin.' }),
  }),
})

const PersonPayload = builder.objectRef<{ readonly id: string }>('PersonPayload').implement({
  description: 'Done.',
  fields: t => ({
    person: t.prismaField({
      type: Person,
      description: 'The person as they stand now.',
      resolve: (query, { id }, _args, { readDb }) => readDb.person.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

const RemovedPayload = builder.objectRef<{ readonly id: string }>('PersonRemovedPayload').implement({
  description: 'Removed: signed out, their keys ended.',
  fields: t => ({ removed: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

const errors = (name: string) => ({ types: [InputError], union: { name, description: 'Done, or why not.' } })

builder.mutationField('personRoleChange', t =>
  t.field({
    type: PersonPayload,
    description: 'Makes somebody something else. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: RoleChangeInput, required: true, description: 'Who, and what.' }) },
    errors: errors('PersonRoleChangeResult'),
    resolve: (_root, { input: { personId, role } }, context) =>
      change(context, { type: 'changeRole', personId: idOf(personId), role }),
  }),
)

builder.mutationField('personDeactivate', t =>
  t.field({
    type: PersonPayload,
    description:
      'Signs somebody out and lets them, and their keys, in no more, until reactivated. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: PersonInput, required: true, description: 'Who.' }) },
    errors: errors('PersonDeactivateResult'),
    resolve: (_root, { input }, context) => change(context, { type: 'deactivate', personId: idOf(input.personId) }),
  }),
)

builder.mutationField('personReactivate', t =>
  t.field({
    type: PersonPayload,
    description: 'Lets somebody in again. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: PersonInput, required: true, description: 'Who.' }) },
    errors: errors('PersonReactivateResult'),
    resolve: (_root, { input }, context) => change(context, { type: 'reactivate', personId: idOf(input.personId) }),
  }),
)

builder.mutationField('personRemove', t =>
  t.field({
    type: RemovedPayload,
    description: 'Removes somebody from the tenant for good. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: PersonInput, required: true, description: 'Who.' }) },
    errors: errors('PersonRemoveResult'),
    resolve: (_root, { input }, context) => change(context, { type: 'remove', personId: idOf(input.personId) }),
  }),
)

builder.mutationField('ownershipTransfer', t =>
  t.field({
    type: PersonPayload,
    description:
      'Makes somebody else the owner, and the caller an admin, in one step. Permission: ownership:transfer. Events: none.',
    args: { input: t.arg({ type: PersonInput, required: true, description: 'Who becomes the owner.' }) },
    errors: errors('OwnershipTransferResult'),
    resolve: (_root, { input }, context) =>
      change(context, { type: 'transferOwnership', personId: idOf(input.personId) }),
  }),
)

builder.mutationField('serviceAccountMake', t =>
  t.field({
    type: PersonPayload,
    description: 'Makes somebody for programs, who comes in by keys only. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: ServiceAccountInput, required: true, description: 'Name and role.' }) },
    errors: errors('ServiceAccountMakeResult'),
    resolve: async (_root, { input }, context) => {
      const made = await context.app.access.addServiceAccount(callerOf(context), input)
      if (!made.ok) throw refused(made.problem)
      return { id: made.value }
    },
  }),
)

builder.mutationField('tenantLeave', t =>
  t.field({
    type: RemovedPayload,
    description: 'Removes the caller from the tenant. Permission: person. Events: none.',
    errors: errors('TenantLeaveResult'),
    resolve: (_root, _args, context) => change(context, { type: 'leave' }),
  }),
)
