import { assigned, drawn, feeds, sized, type Recipe } from '../recipe.ts'

/** Cents for dollars, metres for kilometres, seconds for minutes: by a factor that units differ by. */
export const unitChange: Recipe = {
  id: 'F28',
  kind: 'unitChange',
  scopes: ['everywhere', 'one', 'two'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, where, base }) => {
    const { set, factor, metrics } = random.pick(base.roles.units)
    const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.2, 0.35], medium: [0.5, 0.8], strong: [1, 1] }), base.id)}`
    return {
      metric: random.pick(metrics),
      statements: [`UPDATE ${base.table} SET ${assigned(set(factor))} WHERE ${rows}`],
      rows,
    }
  },
}
