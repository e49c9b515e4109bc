import type { ConnectDataSourceProblem, ConnectedDataSource } from '../app/connectDataSource.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { DataSourceTestError } from './dataSourceErrors.ts'
import { ConflictError, InputError } from './errors.ts'
import { DataSourceTestStep } from './testStep.ts'
import { callerOf } from './who.ts'

const DataSourceConnectInput = builder.inputType('DataSourceConnectInput', {
  description: 'A warehouse to connect.',
  fields: t => ({
    name: t.string({ required: true, description: 'What to call it; unique within the tenant, in any case.' }),
    kind: t.string({ required: true, description: 'One of `dataSourceKinds`.' }),
    settings: t.field({ type: 'JSON', required: true, description: "Settings as the kind's JSON Schema has them." }),
    draft: t.boolean({
      defaultValue: false,
      description: 'Save it without a test; nothing is investigated on it until it passed one.',
    }),
  }),
})

const DataSourceConnectPayload = builder.objectRef<ConnectedDataSource>('DataSourceConnectPayload').implement({
  description: 'Connected, tried and saved.',
  fields: t => ({
    dataSource: t.prismaField({
      type: DataSource,
      description: 'The new data source.',
      resolve: (query, { id }, _args, { readDb }) => readDb.dataSource.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    steps: t.field({
      type: [DataSourceTestStep],
      description: 'Every step of the test that it passed; none for a draft.',
      resolve: ({ steps }) => [...steps],
    }),
    warnings: t.stringList({
      description: 'What should be mended, with the remedy; above all what the login could do beyond reading.',
      resolve: ({ steps }) =>
        steps
          .filter(({ outcome }) => outcome === 'warning')
          .map(({ message, remedy, grant }) => [`${message} ${remedy ?? ''}`.trim(), grant ?? []].flat().join('\n')),
    }),
  }),
})

const refusal = (refused: ConnectDataSourceProblem) => {
  switch (refused.code) {
    case 'test-failed':
      return new DataSourceTestError(refused.steps)
    case 'name-taken':
      return new ConflictError('CONFLICT', refused.message, refused.path)
    default:
      return new InputError('INVALID_INPUT', refused.message, refused.path)
  }
}

builder.mutationField('dataSourceConnect', t =>
  t.field({
    type: DataSourceConnectPayload,
    description:
      'Connects a warehouse: checks the settings, tests the connection step by step, saves it. Permission: dataSources:write. Events: none.',
    args: { input: t.arg({ type: DataSourceConnectInput, required: true, description: 'The warehouse.' }) },
    errors: {
      types: [InputError, ConflictError, DataSourceTestError],
      union: { name: 'DataSourceConnectResult', description: 'Connected, or why not.' },
    },
    resolve: async (_root, { input: { name, kind, settings, draft } }, context) => {
      const connected = await context.app.connectDataSource({
        tenantId: callerOf(context).tenantId,
        name,
        kind,
        settings: settings ?? null,
        draft: draft ?? false,
      })
      if (!connected.ok) throw refusal(connected.problem)
      return connected.value
    },
  }),
)
