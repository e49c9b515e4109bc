import { z } from 'zod'
import type { ChangeDataSourceProblem } from '../app/changeDataSource.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { ConflictError, DataSourceError, InputError } from './errors.ts'
import { uuidOf } from './globalId.ts'
import { callerOf, notFound } from './who.ts'

const DataSourceChangeInput = builder.inputType('DataSourceChangeInput', {
  description: 'What to change of a data source.',
  fields: t => ({
    dataSourceId: t.id({ required: true, description: 'Which one.' }),
    name: t.string({ required: true, description: 'What to call it from now on.' }),
    settings: t.field({ type: 'JSON', description: 'All settings but secrets that stay as they are. Null leaves all of them.' }),
  }),
})

const DataSourceChangedPayload = builder.objectRef<{ readonly id: DataSourceId }>('DataSourceChangePayload').implement({
  description: 'Changed.',
  fields: t => ({
    dataSource: t.prismaField({
      type: DataSource, description: 'The data source as it stands now.',
      resolve: (query, { id }, _args, { readDb }) => readDb.dataSource.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

const DataSourceRemoveInput = builder.inputType('DataSourceRemoveInput', {
  description: 'A data source to remove.',
  fields: t => ({
    dataSourceId: t.id({ required: true, description: 'Which one.' }),
    force: t.boolean({ defaultValue: false, description: 'Also while investigations run on it; they end for want of it.' }),
  }),
})

const DataSourceRemovedPayload = builder.objectRef<{ readonly name: string }>('DataSourceRemovePayload').implement({
  description: 'Removed, with its settings and secrets.',
  fields: t => ({ name: t.exposeString('name', { description: 'What it was called.' }) }),
})

const settingsShape = z.record(z.string(), z.unknown())

const refusal = (problem: ChangeDataSourceProblem) => {
  switch (problem.code) {
    case 'test-failed': return new DataSourceError('DATA_SOURCE_REFUSED', `${problem.step.message} ${problem.step.remedy ?? ''}`.trim(), false)
    case 'name-taken': return new ConflictError('CONFLICT', problem.message, problem.path)
    default: return new InputError(problem.code === 'not-found' ? 'NOT_FOUND' : 'INVALID_INPUT', problem.message, problem.path)
  }
}

const idOf = (given: string): DataSourceId => {
  const id = uuidOf('DataSource', given)
  if (id === null) throw notFound('data source', 'dataSourceId')
  return asId<DataSourceId>(id)
}

builder.mutationField('dataSourceChange', t => t.field({
  type: DataSourceChangedPayload,
  description: 'Changes name and settings of a data source; changed settings are saved once they have stood the test. Permission: dataSources:write. Events: none.',
  args: { input: t.arg({ type: DataSourceChangeInput, required: true, description: 'What to change.' }) },
  errors: { types: [InputError, ConflictError, DataSourceError], union: { name: 'DataSourceChangeResult', description: 'Changed, or why not.' } },
  resolve: async (_root, { input: { dataSourceId, name, settings } }, context) => {
    const id = idOf(dataSourceId)
    const given = settings === null || settings === undefined ? null : settingsShape.safeParse(settings)
    if (given?.success === false) throw new InputError('INVALID_INPUT', 'Settings are given by name.', ['settings'])
    const changed = await context.app.changeDataSource(callerOf(context).tenantId, { id, name, settings: given?.data ?? null })
    if (!changed.ok) throw refusal(changed.problem)
    return { id }
  },
}))

builder.mutationField('dataSourceRemove', t => t.field({
  type: DataSourceRemovedPayload,
  description: 'Removes a data source with its settings and secrets; its investigations stay. Refused while some run, unless forced. Permission: dataSources:write. Events: none.',
  args: { input: t.arg({ type: DataSourceRemoveInput, required: true, description: 'Which one.' }) },
  errors: { types: [InputError, ConflictError], union: { name: 'DataSourceRemoveResult', description: 'Removed, or why not.' } },
  resolve: async (_root, { input: { dataSourceId, force } }, context) => {
    const id = idOf(dataSourceId)
    const found = await context.readDb.dataSource.findUnique({ where: { id }, select: { name: true } })
    const removed = await context.app.removeDataSource(callerOf(context).tenantId, id, force ?? false)
    if (removed.ok) return { name: found?.name ?? '' }
    if (removed.problem.code === 'not-found') throw notFound('data source', 'dataSourceId')
    const { running } = removed.problem
    throw new ConflictError('CONFLICT', `${running === 1 ? 'One investigation is' : `${running} investigations are`} running on it.`, ['dataSourceId'])
  },
}))
