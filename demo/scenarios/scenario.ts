import type { Question } from '../../server/core/metric/question.ts'
import type { ShopTable } from '../shop.ts'

/** Something that happened to the shop, as SQL over plain copies of the tables it touches. What it is called is not said here: see answers.json. */
export type Scenario = {
  readonly key: string
  /** As an alert would put it. */
  readonly title: string
  readonly schema: string
  readonly table: ShopTable
  readonly metric: Question['metric']
  readonly day: string
  /** Tables of its own; the others are views of the healthy shop. */
  readonly real: readonly ShopTable[]
  /** Keys the rows no longer honour, 'table.column', so that they cannot be declared. */
  readonly loose: readonly string[]
  /** Made anew with a day of high sales instead of copied. */
  readonly busyDay: string | null
  readonly statements: readonly string[]
}

type Told = Omit<Scenario, 'real' | 'loose' | 'busyDay' | 'statements'> & Partial<Scenario>

export const defineScenario = (told: Told): Scenario => ({
  real: [],
  loose: [],
  busyDay: null,
  statements: [],
  ...told,
})

export const timeColumnOf: Readonly<Record<ShopTable, string>> = {
  customers: 'created_at',
  products: 'added_on',
  orders: 'ordered_at',
  order_items: 'ordered_at',
  payments: 'paid_at',
  sessions: 'started_at',
}
