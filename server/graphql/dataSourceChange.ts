import { z } from 'zod'
import type { ChangeDataSourceInput, ChangeDataSourceProblem } from '../app/changeDataSource.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { DataSourceStaleError, DataSourceTestError } from './dataSourceErrors.ts'
import { ConflictError, InputError } from './errors.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { callerOf, notFound } from './who.ts'

const DataSourceChangeInput = builder.inputType('DataSourceChangeInput', {
  description: 'What to change of a data source; what is left out or null stays.',
  fields: t => ({
    dataSourceId: t.id({ required: true, description: 'Which one.' }),
    version: t.int({
      required: true,
      description: 'Its `version` as the caller saw it; a change by somebody else since then is a refusal.',
    }),
    name: t.string({ description: 'What to call it from now on.' }),
    settings: t.field({ type: 'JSON', description: 'All settings but secrets that stay as they are.' }),
    draft: t.boolean({
      defaultValue: false,
      description: 'Save the settings without a test; nothing is investigated on them until they passed one.',
    }),
    active: t.boolean({ description: 'Whether investigations may begin on it; false pauses it.' }),
    toldTeamId: t.id({ description: 'The team that is told of its health; an empty text has the admins told.' }),
    isDefault: t.boolean({ description: 'True makes it the one to begin with, in place of the one that was.' }),
  }),
})

const DataSourceChangedPayload = builder.objectRef<{ readonly id: DataSourceId }>('DataSourceChangePayload').implement({
  description: 'Changed.',
  fields: t => ({
    dataSource: t.prismaField({
      type: DataSource,
      description: 'The data source as it stands now.',
      resolve: (query, { id }, _args, { readDb }) => readDb.dataSource.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

const settingsShape = z.record(z.string(), z.unknown())

const refusal = (problem: ChangeDataSourceProblem, id: DataSourceId) => {
  switch (problem.code) {
    case 'test-failed':
      return new DataSourceTestError(problem.steps)
    case 'conflict':
      return new DataSourceStaleError(id)
    case 'name-taken':
    case 'in-use':
      return new ConflictError('CONFLICT', problem.message, problem.path)
    default:
      return new InputError(problem.code === 'not-found' ? 'NOT_FOUND' : 'INVALID_INPUT', problem.message, problem.path)
  }
}

const idOf = (given: string): DataSourceId => {
  const id = uuidOf('DataSource', given)
  if (id === null) throw notFound('data source', 'dataSourceId')
  return asId<DataSourceId>(id)
}

const readInput = ({
  dataSourceId,
  version,
  name,
  settings,
  draft,
  active,
  isDefault,
  toldTeamId,
}: typeof DataSourceChangeInput.$inferInput): ChangeDataSourceInput => {
  const given = settings === null || settings === undefined ? null : settingsShape.safeParse(settings)
  if (given?.success === false) throw new InputError('INVALID_INPUT', 'Settings are given by name.', ['settings'])
  if (isDefault === false) throw new InputError('INVALID_INPUT', 'Make another one the default instead.', ['isDefault'])
  return {
    id: idOf(dataSourceId),
    version,
    draft: draft ?? false,
    ...(typeof name === 'string' && { name }),
    ...(given && { settings: given.data }),
    ...(typeof active === 'boolean' && { active }),
    ...(isDefault === true && { isDefault }),
    ...(typeof toldTeamId === 'string' && {
      toldTeamId: toldTeamId === '' ? null : (uuidOf('Team', toldTeamId) ?? NO_UUID),
    }),
  }
}

builder.mutationField('dataSourceChange', t =>
  t.field({
    type: DataSourceChangedPayload,
    description:
      'Changes a data source; changed settings are saved once they have stood the test, or as a draft. Permission: dataSources:write. Events: none.',
    args: { input: t.arg({ type: DataSourceChangeInput, required: true, description: 'What to change.' }) },
    errors: {
      types: [InputError, ConflictError, DataSourceStaleError, DataSourceTestError],
      union: { name: 'DataSourceChangeResult', description: 'Changed, or why not.' },
    },
    resolve: async (_root, { input }, context) => {
      const wanted = readInput(input)
      const changed = await context.app.changeDataSource(callerOf(context).tenantId, wanted)
      if (!changed.ok) throw refusal(changed.problem, wanted.id)
      return { id: wanted.id }
    },
  }),
)

const DataSourceRemoveInput = builder.inputType('DataSourceRemoveInput', {
  description: 'A data source to remove.',
  fields: t => ({
    dataSourceId: t.id({ required: true, description: 'Which one.' }),
    force: t.boolean({ defaultValue: false, description: 'Also while investigations run on it; they are stopped.' }),
  }),
})

const DataSourceRemovedPayload = builder.objectRef<{ readonly name: string }>('DataSourceRemovePayload').implement({
  description: 'Removed, with its settings and secrets.',
  fields: t => ({ name: t.exposeString('name', { description: 'What it was called.' }) }),
})

builder.mutationField('dataSourceRemove', t =>
  t.field({
    type: DataSourceRemovedPayload,
    description:
      'Removes a data source with its settings and secrets; its investigations stay. Refused while some run, unless forced, which stops them. ' +
      'Permission: dataSources:write. Events: INVESTIGATION_CANCELLED where forced.',
    args: { input: t.arg({ type: DataSourceRemoveInput, required: true, description: 'Which one.' }) },
    errors: {
      types: [InputError, ConflictError],
      union: { name: 'DataSourceRemoveResult', description: 'Removed, or why not.' },
    },
    resolve: async (_root, { input: { dataSourceId, force } }, context) => {
      const id = idOf(dataSourceId)
      const { tenantId, personId, name } = callerOf(context)
      const found = await context.readDb.dataSource.findUnique({ where: { id }, select: { name: true } })
      const removed = await context.app.removeDataSource(tenantId, {
        id,
        force: force ?? false,
        by: { by: personId, byName: name },
      })
      if (removed.ok) return { name: found?.name ?? '' }
      if (removed.problem.code === 'not-found') throw notFound('data source', 'dataSourceId')
      const { running } = removed.problem
      throw new ConflictError(
        'CONFLICT',
        `${running === 1 ? 'One investigation is' : `${running} investigations are`} running on it.`,
        ['dataSourceId'],
      )
    },
  }),
)
