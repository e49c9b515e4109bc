import type { Segment } from '../../../server/core/finding/finding.ts'
import type { Metric } from '../../../server/core/metric/metric.ts'
import { drawn, type Recipe } from '../recipe.ts'

const metrics: readonly Metric[] = [
  { kind: 'sum', column: 'amount' }, { kind: 'average', column: 'amount' }, { kind: 'minimum', column: 'amount' },
  { kind: 'share', where: { column: 'amount', operator: '<', value: 0 } },
]
const refund = { column: 'kind', value: 'refund' }

/** Refunds come as positive amounts, or (in part of the data) every amount with its sign turned. */
export const signFlip: Recipe = {
  id: 'F30', kind: 'signFlip', scopes: ['everywhere', 'one', 'two'], dimensions: ['source', 'channel', 'origin_region'], lasts: 'lasting',
  inject: ({ random, strength, scope, where, segments }) => {
    const turned = 'amount = -amount, amount_text = (-amount)::VARCHAR'
    if (scope !== 'everywhere' && random.chance(0.4)) {
      const share = strength === 'strong' ? 1 : random.between(0.3, 0.6)
      return { metric: random.pick(metrics), statements: [`UPDATE flights SET ${turned} WHERE ${where} AND ${drawn(random, share)}`] }
    }
    const withRefund: readonly Segment[] = segments.length === 0 ? [[refund]] : segments.map(segment => [...segment, refund])
    return {
      metric: random.pick(metrics),
      statements: [`UPDATE flights SET ${turned} WHERE ${where} AND kind = 'refund' AND ${drawn(random, strength === 'strong' ? 1 : 0.7)}`],
      segments: [withRefund, segments],
      note: 'only refunds can turn; naming kind = refund or leaving it out is the same rows',
    }
  },
}
