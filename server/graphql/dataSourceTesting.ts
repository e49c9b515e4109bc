// A connection test, live: the same steps as the mutation's, while they are taken.
import type { TestStep } from '../core/ports/testStep.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { DataSourceTestInput, startTest } from './dataSourceTest.ts'
import { InputError, UserError, type Refused } from './errors.ts'
import { whileSignedIn } from './stream.ts'
import { DataSourceTestStep } from './testStep.ts'

/** An error by itself would be thrown by the executor rather than told. */
const Refusal = builder
  .objectRef<Refused>('DataSourceTestRefusal')
  .implement({ description: 'Why there is no test.', interfaces: [UserError] })

type News = TestStep | Refused

const DataSourceTestNews = builder.unionType('DataSourceTestNews', {
  description: 'A step of a test as it begins and as it comes out, or why there is no test.',
  types: [DataSourceTestStep, Refusal],
  resolveType: news => ('outcome' in news ? DataSourceTestStep : Refusal),
})

builder.subscriptionField('dataSourceTesting', t =>
  t.field({
    type: DataSourceTestNews,
    description:
      'Tests a connection and tells each step as it begins (RUNNING) and as it comes out; completes with the test. Over WebSocket (graphql-ws) and SSE.',
    args: { input: t.arg({ type: DataSourceTestInput, required: true, description: 'What to test.' }) },
    subscribe: (_root, { input }, context) => whileSignedIn(context, () => news(context, input)),
    resolve: (told: News) => told,
  }),
)

async function* news(context: Context, input: typeof DataSourceTestInput.$inferInput): AsyncGenerator<News, undefined> {
  try {
    yield* await startTest(context, input)
  } catch (refusal) {
    if (!(refusal instanceof InputError)) throw refusal
    const { name, code, message, path } = refusal
    yield { name, code, message, path }
  }
}
