import type { Impact, ImpactBasis } from '../core/finding/report.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

const ImpactBasisEnum = wordEnum<ImpactBasis>('ImpactBasis', 'What the affected rows are.', {
  missing: 'Rows that should be there.',
  added: 'Rows beyond those expected.',
  copies: 'Rows beyond the first of each key.',
  flagged: 'Rows that the metric counts, beyond the usual.',
  marked: 'Rows that show the fault.',
  segment: 'Every row of the segments.',
})

const AmountObject = builder.objectRef<NonNullable<Impact['amount']>>('AmountDifference').implement({
  description: 'How much more (or less) a column came to than expected.',
  fields: t => ({
    column: t.exposeString('column', { description: 'The column, whose own unit the difference has.' }),
    difference: t.exposeFloat('difference', { description: 'Observed minus expected.' }),
  }),
})

export const ImpactObject = builder.objectRef<Impact>('Impact').implement({
  description: 'What it comes to on the day asked about.',
  fields: t => ({
    basis: t.expose('basis', { type: ImpactBasisEnum, description: 'What the affected rows are.' }),
    rows: t.exposeFloat('rows', { description: 'How many rows.' }),
    share: t.exposeFloat('share', {
      nullable: true,
      description: 'Their share of the rows of the day (of those expected for MISSING and ADDED), 0..1.',
    }),
    amount: t.expose('amount', {
      type: AmountObject,
      nullable: true,
      description: 'Where the metric adds up or averages a column: what it came to beyond expectation.',
    }),
  }),
})
