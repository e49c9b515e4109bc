import type { ProvisionRefusal } from '../app/access/provision.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { ConflictError, InputError } from './errors.ts'
import { NO_UUID, printGlobalId, uuidOf } from './globalId.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { Person } from './person.ts'
import { callerOf, notFound } from './who.ts'

export const Team = builder.prismaObject('Team', {
  description: 'A group of people, by hand or from a directory.',
  select: { id: true },
  fields: t => ({
    id: t.id({ description: 'Opaque and stable.', resolve: ({ id }) => printGlobalId('Team', id) }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    isFromDirectory: t.boolean({
      select: { externalId: true },
      description: 'Whether a directory outside keeps it.',
      resolve: ({ externalId }) => externalId !== null,
    }),
    people: t.prismaField({
      type: [Person],
      select: { id: true },
      description: 'Who is in it, by name.',
      resolve: (query, { id }, _args, { readDb }) =>
        readDb.person.findMany({
          ...query,
          where: { teams: { some: { teamId: id } } },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
        }),
    }),
  }),
})

builder.queryField('teams', t =>
  t.prismaConnection(
    {
      type: Team,
      cursor: 'id',
      ...pageSize,
      description: 'The teams of the workspace, by name.',
      totalCount: (_root, _args, { readDb }) => readDb.team.count(),
      resolve: (query, _root, args, { readDb }) => {
        checkPage(args)
        return readDb.team.findMany({ ...query, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

const refusal = ({ code }: ProvisionRefusal) => {
  switch (code) {
    case 'name-taken':
      return new ConflictError('CONFLICT', 'There is a team of this name already.', ['name'])
    case 'unknown-person':
      return notFound('person', 'personIds')
    case 'invalid':
      return new InputError('INVALID_INPUT', 'Give the team a name of 1 to 200 characters.', ['name'])
    default:
      return notFound('team', 'teamId')
  }
}

const people = (ids: readonly string[]) => ids.map(id => uuidOf('Person', id) ?? NO_UUID)

const TeamPayload = builder.objectRef<{ readonly id: string }>('TeamPayload').implement({
  description: 'Saved.',
  fields: t => ({
    team: t.prismaField({
      type: Team,
      description: 'The team as it stands now.',
      resolve: (query, { id }, _args, { readDb }) => readDb.team.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

const MakeInput = builder.inputType('TeamMakeInput', {
  description: 'A team to make.',
  fields: t => ({
    name: t.string({ required: true, description: 'What to call it.' }),
    personIds: t.idList({ required: true, description: 'Who is in it.' }),
  }),
})

const ChangeInput = builder.inputType('TeamChangeInput', {
  description: 'What a team becomes.',
  fields: t => ({
    teamId: t.id({ required: true, description: 'Which one.' }),
    name: t.string({ description: 'What to call it; the same when left out.' }),
    personIds: t.idList({ description: 'Who is in it from now on; the same when left out.' }),
  }),
})

const RemoveInput = builder.inputType('TeamRemoveInput', {
  description: 'A team to remove.',
  fields: t => ({ teamId: t.id({ required: true, description: 'Which one.' }) }),
})

const RemovedPayload = builder.objectRef<object>('TeamRemovedPayload').implement({
  description: 'Removed; its people stay.',
  fields: t => ({ removed: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

const errors = (name: string) => ({
  types: [InputError, ConflictError],
  union: { name, description: 'Done, or why not.' },
})
const teamsOf = ({ app }: Context) => app.access.provisioning.teams

builder.mutationField('teamMake', t =>
  t.field({
    type: TeamPayload,
    description: 'Makes a group of people. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: MakeInput, required: true, description: 'The team.' }) },
    errors: errors('TeamMakeResult'),
    resolve: async (_root, { input: { name, personIds } }, context) => {
      const made = await teamsOf(context).make(callerOf(context), {
        name,
        externalId: null,
        members: people(personIds),
      })
      if (!made.ok) throw refusal(made.problem)
      return { id: made.value }
    },
  }),
)

builder.mutationField('teamChange', t =>
  t.field({
    type: TeamPayload,
    description: 'Renames a team, or says who is in it. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: ChangeInput, required: true, description: 'The team.' }) },
    errors: errors('TeamChangeResult'),
    resolve: async (_root, { input: { teamId, name, personIds } }, context) => {
      const id = uuidOf('Team', teamId) ?? NO_UUID
      const edit = {
        ...(typeof name === 'string' && { name: name.trim() }),
        ...(personIds && { members: people(personIds) }),
      }
      const changed = await teamsOf(context).edit(callerOf(context), id, edit)
      if (!changed.ok) throw refusal(changed.problem)
      return { id }
    },
  }),
)

builder.mutationField('teamRemove', t =>
  t.field({
    type: RemovedPayload,
    description: 'Removes a team; its people stay. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: RemoveInput, required: true, description: 'Which one.' }) },
    errors: errors('TeamRemoveResult'),
    resolve: async (_root, { input: { teamId } }, context) => {
      if (!(await teamsOf(context).remove(callerOf(context), uuidOf('Team', teamId) ?? NO_UUID)))
        throw notFound('team', 'teamId')
      return {}
    },
  }),
)
