import type { TestStep } from '../core/ports/testStep.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { uuidOf } from './globalId.ts'
import { callerOf } from './who.ts'
import { wordEnum } from './words.ts'

const stepName = wordEnum('DataSourceTestStepName', 'A step of a connection test, in the order in which they are taken.', {
  dns: 'The name of the host has an address, and Dataing may connect there.',
  tcp: 'Something listens on the port.',
  tls: 'The connection is encrypted as the settings ask.',
  signIn: 'The server lets the login in.',
  listSchemas: 'The login sees schemas and tables.',
  readTable: 'One row of one table can be read.',
  readOnly: 'The login can do nothing but read.',
})

const stepOutcome = wordEnum('DataSourceTestOutcome', 'How a step came out.', {
  ok: 'As it should be.', warning: 'It works, and something should be mended.', failed: 'It does not work; the test ends here.',
})

export const DataSourceTestStep = builder.objectRef<TestStep>('DataSourceTestStep').implement({
  description: 'One step of a connection test.',
  fields: t => ({
    name: t.field({ type: stepName, description: 'Which step.', resolve: ({ name }) => name }),
    outcome: t.field({ type: stepOutcome, description: 'How it came out.', resolve: ({ outcome }) => outcome }),
    message: t.exposeString('message', { description: 'What was found, for people.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do, or the statement that does it; null where there is nothing to do.' }),
    elapsedMs: t.exposeInt('elapsedMs', { description: 'How long it took, in milliseconds.' }),
  }),
})

const DataSourceTestInput = builder.inputType('DataSourceTestInput', {
  description: 'What to test: a connected data source, or settings that are not saved.',
  fields: t => ({
    dataSourceId: t.id({ description: 'A connected data source, with its stored settings.' }),
    kind: t.string({ description: 'One of `dataSourceKinds`, with `settings`.' }),
    settings: t.field({ type: 'JSON', description: 'Settings as the kind\'s JSON Schema has them.' }),
  }),
})

const DataSourceTestPayload = builder.objectRef<{ readonly steps: readonly TestStep[] }>('DataSourceTestPayload').implement({
  description: 'What the test came to.',
  fields: t => ({
    steps: t.field({ type: [DataSourceTestStep], description: 'The steps that were taken; the last one failed, or all were.', resolve: ({ steps }) => [...steps] }),
    passed: t.boolean({ description: 'Whether no step failed.', resolve: ({ steps }) => steps.every(({ outcome }) => outcome !== 'failed') }),
  }),
})

type Input = typeof DataSourceTestInput.$inferInput

const readInput = ({ dataSourceId, kind, settings }: Input) => {
  if (typeof dataSourceId !== 'string') {
    if (typeof kind !== 'string') throw new InputError('INVALID_INPUT', 'Give a data source, or a kind with its settings.', ['kind'])
    return { kind, settings: settings ?? {} }
  }
  const id = uuidOf('DataSource', dataSourceId)
  if (id === null) throw new InputError('NOT_FOUND', 'There is no such data source.', ['dataSourceId'])
  return { id: asId<DataSourceId>(id) }
}

builder.mutationField('dataSourceTest', t => t.field({
  type: DataSourceTestPayload,
  description: 'Tests a connection step by step, from the name of the host to what the login may do. Nothing is saved but whether a connected one can only read. '
    + 'Permission: dataSources:write. Events: none.',
  args: { input: t.arg({ type: DataSourceTestInput, required: true, description: 'What to test.' }) },
  errors: { types: [InputError], union: { name: 'DataSourceTestResult', description: 'Tested, or why not.' } },
  resolve: async (_root, { input }, context) => {
    const tested = await context.app.testDataSource(callerOf(context).tenantId, readInput(input))
    if (tested.ok) return { steps: tested.value }
    const { code, message, path } = tested.problem
    throw new InputError(code === 'not-found' ? 'NOT_FOUND' : 'INVALID_INPUT', message, path)
  },
}))
