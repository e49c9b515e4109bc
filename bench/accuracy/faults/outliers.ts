import { moment, type Recipe } from '../recipe.ts'

/** A few rows with a value thousands of times too large: a finger that slipped, a sensor that spiked. */
export const outliers: Recipe = {
  id: 'F32',
  kind: 'outliers',
  scopes: ['everywhere'],
  lasts: 'pulse',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, onset, until, base }) => {
    const column = random.pick(base.roles.outliers)
    const [rows, factor] = { mild: [1, 1000], medium: [2, 5000], strong: [4, 10000] }[strength] as [number, number]
    const chosen = `SELECT ${base.id} FROM ${base.table} WHERE ${base.time} >= ${moment(onset)} AND ${base.time} < ${moment(until)}
      AND ${column} > 0 ORDER BY hash(${base.id},
      '${random.next()}') LIMIT ${rows}`
    return {
      metric: random.pick([
        { kind: 'maximum', column },
        { kind: 'sum', column },
        { kind: 'average', column },
      ]),
      statements: [`UPDATE ${base.table} SET ${column} = ${column} * ${factor} WHERE ${base.id} IN (${chosen})`],
      segments: [[]],
      // A few rows spread over what is left of the day: the hour of the first of them is chance, the day is not.
      onsets: [{ at: onset.slice(0, 10), precision: 'day' }],
    }
  },
}
