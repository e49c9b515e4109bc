import { type Recipe } from '../recipe.ts'

/** The source no longer delivers a column: from a full hour on, where a batch begins, it is null in every row. */
export const columnDropped: Recipe = {
  id: 'F17',
  kind: 'columnDropped',
  scopes: ['everywhere'],
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, where, base }) => {
    const column = random.pick(base.gaps)
    return {
      metric: { kind: 'nullRate', column },
      statements: [`UPDATE ${base.table} SET ${column} = NULL WHERE ${where}`],
      rows: where,
    }
  },
}
