import { drawn, type Recipe } from '../recipe.ts'

const writings = [
  'replace(\'$\' || amount_text, \'$-\', \'-$\')', '\'USD \' || amount_text', 'replace(amount_text, \'.\', \',\')', 'amount_text || \' USD\'',
] as const

/** Amounts come as text a number cannot be read from, so the cast leaves null. */
export const typeChange: Recipe = {
  id: 'F27', kind: 'typeChange', scopes: ['everywhere', 'one', 'two'], lasts: 'lasting',
  dimensions: ['source', 'channel', 'origin_region', 'payment_method'],
  inject: ({ random, strength, where }) => {
    const share = strength === 'strong' ? random.between(0.7, 1) : random.between(0.2, 0.35)
    return {
      metric: random.chance(0.7) ? { kind: 'nullRate', column: 'amount' } : { kind: 'sum', column: 'amount' },
      statements: [`UPDATE flights SET amount_text = ${random.pick(writings)}, amount = NULL WHERE ${where} AND ${drawn(random, share)}`],
    }
  },
}
