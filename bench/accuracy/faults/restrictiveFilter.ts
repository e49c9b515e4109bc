import { type Recipe } from '../recipe.ts'

/** A new filter or inner join loses the rows that lack a value; the table before it still has them. */
export const restrictiveFilter: Recipe = {
  id: 'F05',
  kind: 'restrictiveFilter',
  scopes: ['everywhere', 'one'],
  lasts: 'permanent',
  born: 'here',
  fits: ({ raw }) => raw !== null,
  inject: ({ random, where, base, segments }) => {
    const column = random.pick(base.roles.filterable)
    const own = [{ column, value: null }]
    return {
      metric: random.pick([
        { kind: 'rowCount' },
        { kind: 'sum', column: base.amount },
        { kind: 'nullRate', column },
        { kind: 'nullRate', column },
      ]),
      statements: [`DELETE FROM ${base.table} WHERE ${where} AND ${column} IS NULL`],
      // The rows that are gone are those without a value: naming that besides is as right.
      segments: segments.length === 0 ? [[], [own]] : [segments, segments.map(segment => [...segment, ...own])],
    }
  },
}
