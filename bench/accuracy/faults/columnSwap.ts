import { drawn, sized, type Recipe } from '../recipe.ts'

/** Columns trade places: two of them, or a block shifted by one. */
export const columnSwap: Recipe = {
  id: 'F26',
  kind: 'columnSwap',
  scopes: ['everywhere', 'one'],
  dimensions: ({ feeds: [source] }) => (source === undefined ? [] : [source]),
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.swaps.length > 0,
  inject: ({ random, strength, where, base }) => {
    const { columns, metrics } = random.pick(base.roles.swaps)
    const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.1, 0.2], medium: [0.4, 0.6], strong: [1, 1] }), base.id)}`
    const shifted = columns
      .map((column, index) => `${column} = ${columns[(index + 1) % columns.length] ?? column}`)
      .join(', ')
    return { metric: random.pick(metrics), statements: [`UPDATE ${base.table} SET ${shifted} WHERE ${rows}`], rows }
  },
}
