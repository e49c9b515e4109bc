import type { TestStep } from '../core/ports/testStep.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

const stepName = wordEnum(
  'DataSourceTestStepName',
  'A step of a connection test, in the order in which they are taken.',
  {
    dns: 'The name of the host has an address, and Dataing may connect there.',
    tcp: 'Something listens on the port.',
    tls: 'The connection is encrypted as the settings ask.',
    signIn: 'The server lets the login in.',
    role: 'Who the login is to the server.',
    listSchemas: 'The login sees schemas and tables.',
    readTable: 'One row of one table can be read.',
    readOnly: 'The login can do nothing but read.',
  },
)

const stepOutcome = wordEnum('DataSourceTestOutcome', 'How a step came out.', {
  running: 'It is being taken.',
  ok: 'As it should be.',
  warning: 'It works, and something should be mended.',
  failed: 'It does not work; the test ends here.',
  skipped: 'Not taken: an earlier one failed, or there is nothing to do.',
})

export const DataSourceTestStep = builder.objectRef<TestStep>('DataSourceTestStep').implement({
  description: 'One step of a connection test.',
  fields: t => ({
    name: t.field({ type: stepName, description: 'Which step.', resolve: ({ name }) => name }),
    outcome: t.field({ type: stepOutcome, description: 'How it came out.', resolve: ({ outcome }) => outcome }),
    message: t.exposeString('message', { description: 'What was found, for people; empty while it is taken.' }),
    remedy: t.exposeString('remedy', {
      nullable: true,
      description: 'What to do, in words; null where there is nothing to do.',
    }),
    grant: t.exposeString('grant', {
      nullable: true,
      description: 'The statement that does it, to copy; null where none would.',
    }),
    retryable: t.exposeBoolean('retryable', {
      nullable: true,
      description: 'Of a failed step: whether the same test may pass later.',
    }),
    elapsedMs: t.exposeInt('elapsedMs', { description: 'How long it took, in milliseconds.' }),
  }),
})
