import { feeds, quote, withOwn, type Recipe } from '../recipe.ts'

/** A value of a list is renamed at the source; every other column goes on as before. */
export const valueRecoded: Recipe = {
  id: 'F20',
  kind: 'valueRecoded',
  scopes: ['everywhere', 'one', 'two'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, where, segments, base }) => {
    const { column, from, to } = random.pick(base.roles.recodings)
    return {
      metric: random.chance(0.7)
        ? { kind: 'share', where: { column, operator: '=', value: from } }
        : { kind: 'distinctCount', column },
      statements: [`UPDATE ${base.table} SET ${column} = ${quote(to)} WHERE ${where} AND ${column} = ${quote(from)}`],
      // The rows in question all carry the new value, so naming it besides the segment is as right as leaving it out.
      segments: withOwn(segments, [{ column, value: to }]),
      rows: `${where} AND ${column} = ${quote(to)}`,
    }
  },
}
