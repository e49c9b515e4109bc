import { amountsTimes, assigned, drawn, moment, sized, type Recipe } from '../recipe.ts'

/** Rows of past days were delivered again ten days later with other amounts, in place of those there were. The question is about one of the past days. */
export const restatement: Recipe = {
  id: 'F09',
  kind: 'restatement',
  scopes: ['everywhere', 'one'],
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, where, until, base }) => {
    const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.25, 0.35], medium: [0.4, 0.55], strong: [0.6, 0.8] }), base.id)}`
    const factor = `(${random.between(1.3, 1.7).toFixed(3)} + (hash(${base.key}) % 100) / 250.0)`
    const again = `${moment(until)} + INTERVAL ${random.whole(6, 12)} DAY + INTERVAL ${random.whole(
      1,
      20,
    )} HOUR + to_seconds((hash(${base.id}) % 900)::INT)`
    return {
      metric: random.pick([
        { kind: 'sum', column: base.amount },
        { kind: 'average', column: base.amount },
      ]),
      statements: [
        `UPDATE ${base.table} SET ${assigned(amountsTimes(base, factor))}, ${base.loaded} = ${again} WHERE ${rows}`,
      ],
      rows,
    }
  },
}
