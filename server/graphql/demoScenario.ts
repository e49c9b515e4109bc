import type { DemoScenario } from './app.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { QuestionObject } from './question.ts'

const DemoScenarioObject = builder.objectRef<DemoScenario>('DemoScenario').implement({
  description: 'A fault planted in the demo warehouse; the answer is not told.',
  fields: t => ({
    key: t.exposeString('key', { description: 'Its name in the demo.' }),
    title: t.exposeString('title', { description: 'What somebody noticed, in one line.' }),
    dataSource: t.prismaField({
      type: DataSource,
      description: 'The demo warehouse.',
      resolve: (query, { question }, _args, { readDb }) =>
        readDb.dataSource.findUniqueOrThrow({ ...query, where: { id: question.dataSourceId } }),
    }),
    question: t.expose('question', { type: QuestionObject, description: 'What to ask about it.' }),
  }),
})

builder.queryField('demoScenarios', t =>
  t.field({
    type: [DemoScenarioObject],
    description: "The demo's scenarios; empty outside the demo.",
    resolve: async (_root, _args, { app, signedIn }) =>
      signedIn === null ? [] : [...(await app.demoScenarios(signedIn.tenantId))],
  }),
)
