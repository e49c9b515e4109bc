import type { Recipe } from '../recipe.ts'

const columns = ['meal', 'passenger_id', 'loyalty_id', 'party_size'] as const

/** The source no longer delivers a column: from a full hour on, where a batch begins, it is null in every row. */
export const columnDropped: Recipe = {
  id: 'F17', kind: 'columnDropped', scopes: ['everywhere'], lasts: 'lasting',
  inject: ({ random, where }) => {
    const column = random.pick(columns)
    return { metric: { kind: 'nullRate', column }, statements: [`UPDATE flights SET ${column} = NULL WHERE ${where}`] }
  },
}
