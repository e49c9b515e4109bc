import type { Metric } from '../../../server/core/metric/metric.ts'
import { moment, quote, type Recipe } from '../recipe.ts'

const metrics: readonly Metric[] = [{ kind: 'rowCount' }, { kind: 'sum', column: 'amount' }, { kind: 'freshness' }]

/** The newest day is still being loaded: nothing after the cut, and before it the more missing the newer. */
export const partialLoad: Recipe = {
  id: 'F02', kind: 'partialLoad', scopes: ['everywhere'], lasts: 'pulse',
  inject: ({ random, strength, onset }) => {
    const day = onset.slice(0, 10)
    const hour = strength === 'strong' ? random.whole(12, 16) : random.whole(18, 20)
    const cut = moment(`${day} ${hour}:00:00`)
    const minutesLate = `-ln((hash(flight_id, ${quote(String(random.next()))}) % 100000 + 1) / 100001.0) * 45`
    return {
      metric: random.pick(metrics),
      statements: [
        `DELETE FROM flights WHERE departed_at >= ${cut} - INTERVAL 8 HOUR AND departed_at + to_minutes((${minutesLate})::INT) > ${cut}`,
        `UPDATE flights SET loaded_at = ${cut} + to_seconds((hash(source) % 300)::INT) WHERE loaded_at > ${cut}`,
      ],
      // In the hour before the cut more than half of the rows are missing: there the deficit begins.
      onset: { at: `${day}T${String(hour - 1).padStart(2, '0')}:00:00Z`, precision: 'hour' },
    }
  },
}
