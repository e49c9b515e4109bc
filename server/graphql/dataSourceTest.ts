import { z } from 'zod'
import type { TestDataSourceInput } from '../app/testDataSource.ts'
import type { TableName } from '../core/dataset/table.ts'
import { failureOf, outcomesOf, type TestStep } from '../core/ports/testStep.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { InputError } from './errors.ts'
import { uuidOf } from './globalId.ts'
import { DataSourceTestStep } from './testStep.ts'
import { callerOf } from './who.ts'

export const DataSourceTestInput = builder.inputType('DataSourceTestInput', {
  description:
    'What to test: a connected data source, one with other settings than the stored ones, or settings that are not saved.',
  fields: t => ({
    dataSourceId: t.id({ description: 'A connected data source, with its stored settings where none are given.' }),
    kind: t.string({ description: 'One of `dataSourceKinds`, with `settings`.' }),
    settings: t.field({
      type: 'JSON',
      description:
        "Settings as the kind's JSON Schema has them. Of a connected one, secrets that stay may be left out.",
    }),
    schema: t.string({ description: 'The schema of a table that must be readable; with `table`.' }),
    table: t.string({ description: 'A table that must be readable; null: any will do.' }),
  }),
})

const DataSourceTestPayload = builder
  .objectRef<{ readonly steps: readonly TestStep[] }>('DataSourceTestPayload')
  .implement({
    description: 'What the test came to.',
    fields: t => ({
      steps: t.field({
        type: [DataSourceTestStep],
        description: 'Every step; those behind one that failed were skipped.',
        resolve: ({ steps }) => [...steps],
      }),
      passed: t.boolean({ description: 'Whether no step failed.', resolve: ({ steps }) => failureOf(steps) === null }),
    }),
  })

const settingsShape = z.record(z.string(), z.unknown())

const tableOf = ({ schema, table }: typeof DataSourceTestInput.$inferInput): TableName | null => {
  if (typeof table !== 'string') return null
  if (typeof schema !== 'string') throw new InputError('INVALID_INPUT', 'Name the schema of the table.', ['schema'])
  return { schema, name: table }
}

const readInput = (input: typeof DataSourceTestInput.$inferInput): TestDataSourceInput => {
  const { dataSourceId, kind, settings } = input
  const table = tableOf(input)
  if (typeof dataSourceId !== 'string') {
    if (typeof kind !== 'string')
      throw new InputError('INVALID_INPUT', 'Give a data source, or a kind with its settings.', ['kind'])
    return { kind, settings: settings ?? {}, table }
  }
  const id = uuidOf('DataSource', dataSourceId)
  if (id === null) throw new InputError('NOT_FOUND', 'There is no such data source.', ['dataSourceId'])
  if (settings === null || settings === undefined) return { id: asId<DataSourceId>(id), table }
  const given = settingsShape.safeParse(settings)
  if (!given.success) throw new InputError('INVALID_INPUT', 'Settings are given by name.', ['settings'])
  return { id: asId<DataSourceId>(id), settings: given.data, table }
}

/** The test under way; throws what the input lacks. */
export const startTest = async (context: Context, input: typeof DataSourceTestInput.$inferInput) => {
  const tested = await context.app.testDataSource(callerOf(context).tenantId, readInput(input))
  if (tested.ok) return tested.value
  const { code, message, path } = tested.problem
  throw new InputError(code === 'not-found' ? 'NOT_FOUND' : 'INVALID_INPUT', message, path)
}

builder.mutationField('dataSourceTest', t =>
  t.field({
    type: DataSourceTestPayload,
    description:
      'Tests a connection step by step, from the name of the host to what the login may do. Of a connected one it is kept whether it passed. ' +
      'Permission: dataSources:write. Events: none.',
    args: { input: t.arg({ type: DataSourceTestInput, required: true, description: 'What to test.' }) },
    errors: { types: [InputError], union: { name: 'DataSourceTestResult', description: 'Tested, or why not.' } },
    resolve: async (_root, { input }, context) => ({ steps: await outcomesOf(await startTest(context, input)) }),
  }),
)
