import { drawn, feeds, sized, type Recipe } from '../recipe.ts'

/** The rows of a source, channel or region stop coming, all or nearly all of them. */
export const feedOutage: Recipe = {
  id: 'F04',
  kind: 'feedOutage',
  scopes: ['one', 'two'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, where, base }) => ({
    metric: random.pick([{ kind: 'rowCount' }, { kind: 'rowCount' }, { kind: 'sum', column: base.amount }]),
    statements: [
      `DELETE FROM ${base.table} WHERE ${where}
      AND ${drawn(random, sized({ random, strength }, { mild: [0.8, 0.84], medium: [0.88, 0.94], strong: [1, 1] }), base.id)}`,
    ],
  }),
}
