import { drawn, feeds, sized, type Recipe } from '../recipe.ts'

const recoded = [
  {
    kind: 'valueRecoded',
    because: 'each of a few values gives way to one other: to whoever reads the list it is recoded',
  },
] as const

/** A text is written another way: day before month, without padding or dashes. What was parsed from it is wrong or null. */
export const formatDrift: Recipe = {
  id: 'F25',
  kind: 'formatDrift',
  scopes: ['everywhere', 'one', 'two'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.formats.length > 0,
  inject: ({ random, strength, where, base }) => {
    const { column, written, parsed, list, metrics } = random.pick(base.roles.formats)
    const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.15, 0.25], medium: [0.4, 0.6], strong: [0.9, 1] }), base.id)}`
    const also = parsed === null ? '' : `, ${parsed.column} = ${parsed.sql}`
    return {
      metric: random.pick(metrics),
      statements: [`UPDATE ${base.table} SET ${column} = ${written}${also} WHERE ${rows}`],
      rows,
      alsoRight: list === true ? recoded : [],
    }
  },
}
