import { assigned, drawn, feeds, sized, type Recipe } from '../recipe.ts'

/** Fractions cut off, values stopped at what a small type can hold, ids too long for a float. */
export const precisionLoss: Recipe = {
  id: 'F31',
  kind: 'precisionLoss',
  scopes: ['everywhere', 'one'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.precise.length > 0,
  inject: ({ random, strength, where, base }) => {
    const { set, metrics } = random.pick(base.roles.precise)
    const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.4, 0.5], medium: [0.7, 0.85], strong: [1, 1] }), base.id)}`
    return {
      metric: random.pick(metrics),
      statements: [`UPDATE ${base.table} SET ${assigned(set)} WHERE ${rows}`],
      rows,
    }
  },
}
