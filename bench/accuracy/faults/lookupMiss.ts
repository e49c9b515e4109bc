import { drawn, feeds, type Recipe } from '../recipe.ts'

/** The key loses its leading zeros on the way in, so the look-up finds nothing and every attribute is null. */
export const lookupMiss: Recipe = {
  id: 'F18',
  kind: 'lookupMiss',
  scopes: ['everywhere', 'one', 'two'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'here',
  fits: () => true,
  inject: ({ random, strength, where, base }) => {
    const { key, attributes } = base.lookup
    const rows = `${where} AND ${drawn(random, { mild: 0.25, medium: 0.6, strong: 1 }[strength], base.id)}`
    return {
      metric: { kind: 'nullRate', column: random.pick(attributes) },
      statements: [
        `UPDATE ${base.table} SET ${key} = ltrim(${key}, '0'), ${attributes.map(name => `${name} = NULL`).join(', ')} WHERE ${rows}`,
      ],
      rows,
    }
  },
}
