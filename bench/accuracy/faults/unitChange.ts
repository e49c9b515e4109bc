import type { Metric } from '../../../server/core/metric/metric.ts'
import { drawn, type Recipe } from '../recipe.ts'

const amountMetrics: readonly Metric[] = [{ kind: 'average', column: 'amount' }, { kind: 'sum', column: 'amount' }, { kind: 'maximum', column: 'amount' }]
const distanceMetrics: readonly Metric[] = [{ kind: 'average', column: 'distance' }, { kind: 'sum', column: 'distance' }]

/** Cents for dollars, or kilometres for miles. */
export const unitChange: Recipe = {
  id: 'F28', kind: 'unitChange', scopes: ['everywhere', 'one', 'two'], dimensions: ['source', 'channel', 'origin_region'], lasts: 'lasting',
  inject: ({ random, strength, where }) => {
    const rows = `${where} AND ${drawn(random, strength === 'strong' ? 1 : random.between(0.5, 0.8))}`
    if (random.chance(0.4)) {
      return { metric: random.pick(distanceMetrics), statements: [`UPDATE flights SET distance = round(distance * 1.609344)::BIGINT WHERE ${rows}`] }
    }
    return {
      metric: random.pick(amountMetrics),
      statements: [`UPDATE flights SET amount = amount * 100, amount_text = (amount * 100)::DECIMAL(12, 2)::VARCHAR WHERE ${rows}`],
    }
  },
}
