import type { Metric } from '../../../server/core/metric/metric.ts'
import type { Recipe } from '../recipe.ts'

const metrics: readonly Metric[] = [{ kind: 'rowCount' }, { kind: 'rowCount' }, { kind: 'sum', column: 'amount' }]

/** Event times of a feed jump by whole hours; the loader's clock goes on as before. */
export const timeZoneShift: Recipe = {
  id: 'F34', kind: 'timeZoneShift', scopes: ['everywhere', 'one'], dimensions: ['source', 'channel', 'origin_region'], lasts: 'lasting',
  inject: ({ random, strength, where }) => {
    const hours = (strength === 'strong' ? random.whole(5, 8) : random.whole(3, 4)) * (random.chance(0.75) ? 1 : -1)
    return { metric: random.pick(metrics), statements: [`UPDATE flights SET departed_at = departed_at + to_hours(${hours}) WHERE ${where}`] }
  },
}
