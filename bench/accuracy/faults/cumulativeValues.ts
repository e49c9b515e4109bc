import { drawn, type Recipe } from '../recipe.ts'

/** A meter sends its running total since the onset instead of what was used; the weaker, the fewer of the meters. */
export const cumulativeValues: Recipe = {
  id: 'F15',
  kind: 'cumulativeValues',
  scopes: ['everywhere', 'one'],
  lasts: 'lasting',
  born: 'source',
  dimensions: ({ feeds }) => feeds.slice(0, 1),
  fits: ({ roles }) => roles.counted !== null,
  inject: ({ random, strength, where, base }) => {
    if (base.roles.counted === null) throw new Error(`${base.name} counts nothing`)
    const { entity, column } = base.roles.counted
    const rows = `${where} AND ${drawn(random, { mild: 0.5, medium: 0.8, strong: 1 }[strength], entity)}`
    return {
      metric: random.pick([
        { kind: 'sum', column },
        { kind: 'average', column },
      ]),
      statements: [
        `UPDATE ${base.table} SET ${column} = total
        FROM (SELECT ${base.id} AS which, sum(${column}) OVER (PARTITION BY ${entity} ORDER BY ${base.time}, ${base.id}) AS total
        FROM ${base.table} WHERE ${rows}) AS running WHERE running.which = ${base.table}.${base.id}`,
      ],
      rows,
    }
  },
}
