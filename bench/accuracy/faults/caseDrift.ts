import { drawn, feeds, sized, type Recipe } from '../recipe.ts'

const manners = [
  (c: string) => `lower(${c})`,
  (c: string) => `upper(${c})`,
  (c: string) => `${c} || ' '`,
  (c: string) => `' ' || ${c}`,
  (c: string) => `strip_accents(upper(${c}))`,
] as const

/** Values come in other case, with spaces or without accents, for a part of the rows. */
export const caseDrift: Recipe = {
  id: 'F21',
  kind: 'caseDrift',
  scopes: ['everywhere', 'one', 'two'],
  dimensions: feeds,
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, where, segments, base }) => {
    const column = random.pick(
      base.roles.words.filter(name => !segments.some(segment => segment.some(pair => pair.column === name))),
    )
    const manner = random.pick(manners)(column)
    const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.1, 0.2], medium: [0.35, 0.5], strong: [0.7, 1] }), base.id)}`
    return {
      metric: { kind: 'distinctCount', column },
      statements: [
        `UPDATE ${base.table} SET ${column} = ${manner} WHERE ${rows}
      AND ${column} <> ${manner}`,
      ],
      rows,
    }
  },
}
