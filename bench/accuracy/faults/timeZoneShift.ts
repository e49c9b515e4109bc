import { feeds, type Recipe } from '../recipe.ts'

/** Event times of a feed jump by whole hours; the loader's clock goes on as before. */
export const timeZoneShift: Recipe = {
  id: 'F34',
  kind: 'timeZoneShift',
  scopes: ['everywhere', 'one'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, where, base }) => {
    const hours =
      { mild: random.whole(2, 3), medium: random.whole(4, 5), strong: random.whole(6, 9) }[strength] *
      (random.chance(0.75) ? 1 : -1)
    return {
      metric: random.pick([{ kind: 'rowCount' }, { kind: 'rowCount' }, { kind: 'sum', column: base.amount }]),
      statements: [`UPDATE ${base.table} SET ${base.time} = ${base.time} + to_hours(${hours}) WHERE ${where}`],
    }
  },
}
