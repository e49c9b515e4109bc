import type { Metric } from '../../../server/core/metric/metric.ts'
import { drawn, type Recipe } from '../recipe.ts'

const metrics: readonly Metric[] = [{ kind: 'rowCount' }, { kind: 'rowCount' }, { kind: 'sum', column: 'amount' }]

/** The rows of a source, channel or region stop coming, all or nearly all of them. */
export const feedOutage: Recipe = {
  id: 'F04', kind: 'feedOutage', scopes: ['one', 'two'], dimensions: ['source', 'channel', 'origin_region'], lasts: 'lasting',
  inject: ({ random, strength, where }) => ({
    metric: random.pick(metrics),
    statements: [`DELETE FROM flights WHERE ${where} AND ${drawn(random, strength === 'strong' ? 1 : 0.82)}`],
  }),
}
