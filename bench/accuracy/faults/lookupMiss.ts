import type { Recipe } from '../recipe.ts'

const attributes = ['aircraft_model', 'aircraft_operator', 'aircraft_seats'] as const

/** The key loses its leading zeros on the way in, so the look-up finds nothing and every attribute of the aircraft is null. */
export const lookupMiss: Recipe = {
  id: 'F18', kind: 'lookupMiss', scopes: ['everywhere', 'one', 'two'], dimensions: ['source', 'channel', 'origin_region'], lasts: 'lasting',
  inject: ({ random, where }) => ({
    metric: { kind: 'nullRate', column: random.pick(attributes) },
    statements: [
      `UPDATE flights SET aircraft_id = ltrim(aircraft_id, '0'), aircraft_model = NULL, aircraft_operator = NULL, aircraft_seats = NULL
        WHERE ${where}`,
    ],
  }),
}
