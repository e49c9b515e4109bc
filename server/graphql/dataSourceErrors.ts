import { failureOf, type TestStep } from '../core/ports/testStep.ts'
import type { DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { Refused, UserError } from './errors.ts'
import { DataSourceTestStep } from './testStep.ts'

/** The settings did not stand their test. */
export class DataSourceTestError extends Refused {
  readonly steps: readonly TestStep[]
  readonly retryable: boolean
  constructor(steps: readonly TestStep[]) {
    const failure = failureOf(steps)
    const retryable = failure?.retryable ?? false
    super(
      retryable ? 'DATA_SOURCE_UNREACHABLE' : 'DATA_SOURCE_REFUSED',
      failure?.message ?? 'The connection test failed.',
    )
    this.steps = steps
    this.retryable = retryable
  }
}

builder.objectType(DataSourceTestError, {
  name: 'DataSourceTestError',
  interfaces: [UserError],
  description: 'The settings did not stand the connection test; nothing was saved.',
  fields: t => ({
    retryable: t.exposeBoolean('retryable', { description: 'Whether the same call may succeed later.' }),
    steps: t.field({
      type: [DataSourceTestStep],
      description: 'Every step of the test.',
      resolve: ({ steps }) => [...steps],
    }),
  }),
})

/** Somebody else changed it since the caller looked. */
export class DataSourceStaleError extends Refused {
  readonly id: DataSourceId
  constructor(id: DataSourceId) {
    super('CONFLICT', 'Somebody changed this data source since you opened it.', ['version'])
    this.id = id
  }
}

builder.objectType(DataSourceStaleError, {
  name: 'DataSourceStaleError',
  interfaces: [UserError],
  description: 'Somebody changed it since the caller looked; nothing was saved.',
  fields: t => ({
    current: t.prismaField({
      type: DataSource,
      nullable: true,
      description: 'The data source as it stands now.',
      resolve: (query, { id }, _args, { readDb }) => readDb.dataSource.findUnique({ ...query, where: { id } }),
    }),
  }),
})
