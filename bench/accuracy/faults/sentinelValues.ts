import type { Metric } from '../../../server/core/metric/metric.ts'
import { drawn, type Recipe } from '../recipe.ts'

const fillings: readonly { column: string; value: string; where: string; metrics: readonly Metric[] }[] = [
  { column: 'amount', value: '0', where: 'true', metrics: [{ kind: 'average', column: 'amount' }, { kind: 'sum', column: 'amount' }] },
  { column: 'party_size', value: '999', where: 'true', metrics: [{ kind: 'average', column: 'party_size' }, { kind: 'maximum', column: 'party_size' }] },
  { column: 'party_size', value: '-1', where: 'true', metrics: [{ kind: 'average', column: 'party_size' }, { kind: 'minimum', column: 'party_size' }] },
  { column: 'meal', value: '\'N/A\'', where: 'true', metrics: [{ kind: 'distinctCount', column: 'meal' }, { kind: 'nullRate', column: 'meal' }] },
  { column: 'meal', value: '\'unknown\'', where: 'meal IS NULL', metrics: [{ kind: 'nullRate', column: 'meal' }] },
  { column: 'loyalty_id', value: '0', where: 'loyalty_id IS NULL', metrics: [{ kind: 'nullRate', column: 'loyalty_id' }] },
]

/** Values are overwritten, or gaps filled, by a stand-in such as 0, -1, 999 or 'N/A'. */
export const sentinelValues: Recipe = {
  id: 'F19', kind: 'sentinelValues', scopes: ['everywhere', 'one', 'two'], lasts: 'lasting',
  inject: ({ random, strength, where }) => {
    const { column, value, where: which, metrics } = random.pick(fillings)
    const share = strength === 'strong' ? random.between(0.4, 0.7) : random.between(0.1, 0.2)
    return {
      metric: random.pick(metrics),
      statements: [
        `UPDATE flights SET ${column} = ${value} WHERE ${where} AND ${which} AND ${drawn(random, which === 'true' ? share : Math.min(1, share * 1.5))}`,
      ],
    }
  },
}
