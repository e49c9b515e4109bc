import { drawn, quote, sized, type Recipe } from '../recipe.ts'

/** Here and there a row is delivered twice, seconds or minutes apart, with a new row id. */
export const scatteredDuplicates: Recipe = {
  id: 'F07',
  kind: 'scatteredDuplicates',
  scopes: ['everywhere', 'one'],
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, where, base }) => {
    const share = sized({ random, strength }, { mild: [0.03, 0.05], medium: [0.06, 0.1], strong: [0.12, 0.18] })
    const repeat = (part: number, step: number) => `INSERT INTO ${base.table} SELECT * REPLACE (
        ${base.id} + ${step * base.idStep} AS ${base.id}, ${base.loaded} + to_seconds(5 + (hash(${base.key},
          ${quote(`gap${step}`)}) % 600)::INT) AS ${base.loaded})
      FROM ${base.table} WHERE ${base.id} < ${base.idStep} AND ${where} AND ${drawn(random, part, base.key)}`
    const duplicates = { kind: 'duplicateRate', columns: [base.key] } as const
    return {
      metric: random.pick([duplicates, duplicates, { kind: 'rowCount' }]),
      statements: [repeat(share, 1), repeat(share / 10, 2)],
    }
  },
}
