import { CURRENCY, moneyText, type Micros } from '../core/usage/money.ts'
import { builder } from './builder.ts'

export const Money = builder.objectRef<Micros>('Money').implement({
  description: 'An amount of money, exact.',
  fields: t => ({
    amount: t.string({
      description: 'In decimals, two to six of them: 12.50. Never rounded, so that sums are equal.',
      resolve: moneyText,
    }),
    currency: t.string({ description: 'By ISO 4217.', resolve: () => CURRENCY }),
  }),
})
