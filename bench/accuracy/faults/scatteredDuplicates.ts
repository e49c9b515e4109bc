import type { Metric } from '../../../server/core/metric/metric.ts'
import { drawn, quote, type Recipe } from '../recipe.ts'

const metrics: readonly Metric[] = [{ kind: 'duplicateRate', columns: ['record_no'] }, { kind: 'duplicateRate', columns: ['record_no'] }, { kind: 'rowCount' }]

/** Here and there a row is delivered twice, seconds or minutes apart, with a new row id. */
export const scatteredDuplicates: Recipe = {
  id: 'F07', kind: 'scatteredDuplicates', scopes: ['everywhere', 'one'], lasts: 'lasting',
  inject: ({ random, strength, where }) => {
    const share = strength === 'strong' ? random.between(0.1, 0.15) : random.between(0.03, 0.06)
    const repeat = (part: number, step: number) => `INSERT INTO flights SELECT * REPLACE (
        flight_id + ${step * 10_000_000} AS flight_id, loaded_at + to_seconds(5 + (hash(record_no, ${quote(`gap${step}`)}) % 600)::INT) AS loaded_at)
      FROM flights WHERE flight_id < 10000000 AND ${where} AND ${drawn(random, part, 'record_no')}`
    return { metric: random.pick(metrics), statements: [repeat(share, 1), repeat(share / 10, 2)] }
  },
}
