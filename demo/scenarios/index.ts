import type { Question } from '../../server/core/metric/question.ts'
import { orderScenarios } from './orders.ts'
import { otherScenarios } from './others.ts'
import { timeColumnOf, type Scenario } from './scenario.ts'

export type { Scenario }

/** Everything that can be tried in the demo, in the order it is shown. */
export const scenarios: readonly Scenario[] = [...orderScenarios, ...otherScenarios]

export type DemoScenario = {
  readonly key: string
  readonly title: string
  readonly dataSource: string
  readonly question: Omit<Question, 'dataSourceId'>
}

/** The scenarios as questions a person could ask. */
export const demoScenarios: readonly DemoScenario[] = scenarios.map(({ key, title, schema, table, metric, day }) => ({
  key,
  title,
  dataSource: 'Online shop',
  question: {
    table: { schema, name: table },
    metric,
    day,
    timeColumn: timeColumnOf[table],
    timeZone: 'UTC',
    wholeTable: false,
  },
}))
