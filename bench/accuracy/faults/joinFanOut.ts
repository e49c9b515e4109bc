import type { Metric } from '../../../server/core/metric/metric.ts'
import { drawn, moment, type Recipe } from '../recipe.ts'

const metrics: readonly Metric[] = [{ kind: 'rowCount' }, { kind: 'sum', column: 'amount' }, { kind: 'duplicateRate', columns: ['flight_id'] }]
const operators = ['Aria', 'Borealis', 'Cobalt', 'Delphi', 'Ember', 'Falcon', 'Gale', 'Harbor'] as const

/** Another number of seats that other aircraft have, too: no value is new. */
const other = (seats: string) => `40 + (${seats} - 10) % 250`

/** Some aircraft stand in their table twice, so every flight of theirs is joined twice; the two lines differ in the looked-up seats only. */
export const joinFanOut: Recipe = {
  id: 'F08', kind: 'joinFanOut', scopes: ['everywhere', 'one'], lasts: 'permanent',
  inject: ({ random, strength, scope, onset }) => {
    const operator = random.pick(operators)
    const [strong, mild] = scope === 'one' ? [1, 0.6] : [random.between(0.15, 0.25), random.between(0.05, 0.09)]
    const keys = drawn(random, strength === 'strong' ? strong : mild, 'aircraft_id')
    const [inFlights, inAircraft] = scope === 'one' ? [`aircraft_operator = '${operator}'`, `operator = '${operator}'`] : ['true', 'true']
    return {
      metric: random.pick(metrics),
      statements: [
        `INSERT INTO flights SELECT * REPLACE (${other('aircraft_seats')} AS aircraft_seats) FROM flights
          WHERE departed_at >= ${moment(onset)} AND ${keys} AND ${inFlights}`,
        `INSERT INTO aircraft SELECT * REPLACE (${other('seats')} AS seats, DATE '${onset.slice(0, 10)}' AS registered_on) FROM aircraft
          WHERE ${keys} AND ${inAircraft}`,
      ],
      segments: [scope === 'one' ? [[{ column: 'aircraft_operator', value: operator }]] : []],
    }
  },
}
