import { drawn, feeds, sized, type Recipe } from '../recipe.ts'

/** Texts are cut off at a round length. */
export const truncatedText: Recipe = {
  id: 'F23',
  kind: 'truncatedText',
  scopes: ['everywhere', 'one'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.longTexts.length > 0,
  inject: ({ random, strength, where, base }) => {
    const { column, length } = random.pick(base.roles.longTexts)
    const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.3, 0.4], medium: [0.6, 0.8], strong: [1, 1] }), base.id)}`
    return {
      metric: { kind: 'distinctCount', column },
      statements: [
        `UPDATE ${base.table} SET ${column} = left(${column}, ${length}) WHERE ${rows}
      AND length(${column}) > ${length}`,
      ],
      rows: `${rows} AND length(${column}) = ${length}`,
    }
  },
}
