import type { ConnectDataSourceProblem, ConnectedDataSource } from '../app/connectDataSource.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { ConflictError, DataSourceError, InputError, dataSourceCode } from './errors.ts'
import { unauthenticated } from './failure.ts'

const DataSourceConnectInput = builder.inputType('DataSourceConnectInput', {
  description: 'A warehouse to connect.',
  fields: t => ({
    name: t.string({ required: true, description: 'What to call it; unique within the tenant.' }),
    kind: t.string({ required: true, description: 'One of `dataSourceKinds`.' }),
    settings: t.field({ type: 'JSON', required: true, description: 'Settings as the kind\'s JSON Schema has them.' }),
  }),
})

const DataSourceConnectPayload = builder.objectRef<ConnectedDataSource>('DataSourceConnectPayload').implement({
  description: 'Connected, tried and saved.',
  fields: t => ({
    dataSource: t.prismaField({
      type: DataSource, description: 'The new data source.',
      resolve: (query, { id }, _args, { readDb }) => readDb.dataSource.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    warnings: t.stringList({
      description: 'What the login could do beyond reading, with the remedy; empty when read-only.',
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
})

const refusal = (refused: ConnectDataSourceProblem) => {
  if (refused.code === 'data-source-problem') {
    const { code, message, retryable } = refused.problem
    return new DataSourceError(dataSourceCode[code], message, retryable)
  }
  return refused.code === 'name-taken'
    ? new ConflictError('CONFLICT', refused.message, refused.path)
    : new InputError('INVALID_INPUT', refused.message, refused.path)
}

builder.mutationField('dataSourceConnect', t => t.field({
  type: DataSourceConnectPayload,
  description: 'Connects a warehouse: checks the settings, tries the connection and what the login may do, saves it. Permission: dataSources:write. Events: none.',
  args: { input: t.arg({ type: DataSourceConnectInput, required: true, description: 'The warehouse.' }) },
  errors: {
    types: [InputError, ConflictError, DataSourceError],
    union: { name: 'DataSourceConnectResult', description: 'Connected, or why not.' },
  },
  resolve: async (_root, { input: { name, kind, settings } }, { app, signedIn }) => {
    if (signedIn === null) throw unauthenticated()
    const connected = await app.connectDataSource({ tenantId: signedIn.tenantId, name, kind, settings: settings ?? null })
    if (!connected.ok) throw refusal(connected.problem)
    return connected.value
  },
}))
