import { drawn, quote, sized, dayLater, type Recipe } from '../recipe.ts'

/** Rows with a value nobody has seen before come on top of the others. */
export const newCategory: Recipe = {
  id: 'F22',
  kind: 'newCategory',
  scopes: ['one'],
  lasts: 'permanent',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, onset, base }) => {
    const { column, value } = random.pick(base.roles.newValues)
    const share = sized({ random, strength }, { mild: [0.04, 0.06], medium: [0.12, 0.16], strong: [0.25, 0.4] })
    return {
      metric: random.pick([
        { kind: 'distinctCount', column },
        { kind: 'distinctCount', column },
        { kind: 'rowCount' },
        { kind: 'share', where: { column, operator: '=', value } },
      ]),
      statements: [
        `INSERT INTO ${base.table} SELECT * REPLACE (${base.id} + ${base.idStep} AS ${base.id}, ${base.fresh(5)} AS ${base.key},
        ${quote(value)} AS ${column})
        FROM ${dayLater(base)} WHERE ${base.time} >= TIMESTAMP '${onset}' AND ${drawn(random, share, base.id)}`,
      ],
      segments: [[[{ column, value }]], []],
      rows: `${base.time} >= TIMESTAMP '${onset}' AND ${column} = ${quote(value)}`,
    }
  },
}
