import { drawn, sized, type Recipe } from '../recipe.ts'

/** Values are overwritten, or gaps filled, by a stand-in such as 0, -1, 999 or 'N/A'. */
export const sentinelValues: Recipe = {
  id: 'F19',
  kind: 'sentinelValues',
  scopes: ['everywhere', 'one', 'two'],
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, where, base }) => {
    const { column, value, where: which, metrics } = random.pick(base.roles.fillings)
    const share = sized({ random, strength }, { mild: [0.1, 0.2], medium: [0.25, 0.35], strong: [0.4, 0.7] })
    const rows = `${where} AND ${drawn(random, which === 'true' ? share : Math.min(1, share * 1.5), base.id)}`
    return {
      metric: random.pick(metrics),
      statements: [`UPDATE ${base.table} SET ${column} = ${value} WHERE ${rows} AND ${which}`],
      rows: `${where} AND ${column} = ${value}`,
    }
  },
}
