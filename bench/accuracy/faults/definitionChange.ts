import { assigned, drawn, feeds, type Recipe } from '../recipe.ts'

/** A column is computed another way from the same inputs: with tax or without. */
export const definitionChange: Recipe = {
  id: 'F33',
  kind: 'definitionChange',
  scopes: ['everywhere', 'one'],
  dimensions: feeds,
  lasts: 'permanent',
  born: 'here',
  fits: ({ roles }) => roles.definitions.length > 0,
  inject: ({ random, strength, where, base }) => {
    const { set, metrics } = random.pick(base.roles.definitions)
    const rows = `${where} AND ${drawn(random, { mild: 0.7, medium: 0.85, strong: 1 }[strength], base.id)}`
    return {
      metric: random.pick(metrics),
      statements: [`UPDATE ${base.table} SET ${assigned(set)} WHERE ${rows}`],
      rows,
    }
  },
}
