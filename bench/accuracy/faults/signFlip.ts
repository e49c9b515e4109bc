import { assigned, drawn, feeds, type Recipe } from '../recipe.ts'

/** Refunds come as positive amounts, or (in part of the data) every amount with its sign turned. */
export const signFlip: Recipe = {
  id: 'F30',
  kind: 'signFlip',
  scopes: ['everywhere', 'one', 'two'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.signed !== null,
  inject: ({ random, strength, scope, where, segments, base }) => {
    if (base.roles.signed === null) throw new Error(`${base.name} has no signs`)
    const { set, column, by } = base.roles.signed
    const metric = random.pick([
      { kind: 'sum', column },
      { kind: 'average', column },
      { kind: 'share', where: { column, operator: '<', value: 0 } },
    ] as const)
    const share = { mild: 0.5, medium: 0.75, strong: 1 }[strength]
    if (scope !== 'everywhere' && random.chance(0.4)) {
      const rows = `${where} AND ${drawn(random, share, base.id)}`
      return { metric, statements: [`UPDATE ${base.table} SET ${assigned(set)} WHERE ${rows}`], rows }
    }
    const rows = `${where} AND ${by.column} = '${by.value}'`
    return {
      metric,
      statements: [`UPDATE ${base.table} SET ${assigned(set)} WHERE ${rows} AND ${drawn(random, share, base.id)}`],
      rows,
      // Only refunds can turn: naming them or leaving them out is the same rows.
      segments: [segments.length === 0 ? [[by]] : segments.map(segment => [...segment, by]), segments],
    }
  },
}
