import type { Metric } from '../../../server/core/metric/metric.ts'
import { moment, segmentsSql, type Recipe } from '../recipe.ts'

const metrics: readonly Metric[] = [{ kind: 'rowCount' }, { kind: 'sum', column: 'amount' }, { kind: 'duplicateRate', columns: ['record_no'] }]

/** One contiguous batch was loaded a second time, three hours later; half of the time with new row ids. */
export const duplicatedLoad: Recipe = {
  id: 'F06', kind: 'duplicatedLoad', scopes: ['everywhere', 'one'], dimensions: ['source'], lasts: 'pulse',
  inject: ({ random, strength, onset, segments }) => {
    const hours = strength === 'strong' ? 24 : random.whole(3, 5)
    const batch = `departed_at >= ${moment(onset)} AND departed_at < least(${moment(onset)} + INTERVAL ${hours} HOUR, ${moment(onset)}::DATE + INTERVAL 1 DAY)`
    const id = random.chance(0.5) ? 'flight_id' : 'flight_id + 10000000 AS flight_id'
    return {
      metric: random.pick(metrics),
      statements: [`INSERT INTO flights SELECT * REPLACE (loaded_at + INTERVAL 3 HOUR AS loaded_at${id === 'flight_id' ? '' : `, ${id}`})
        FROM flights WHERE ${batch} AND ${segmentsSql(segments)}`],
    }
  },
}
