import { amountsTimes, assigned, drawn, moment, sized, type Recipe } from '../recipe.ts'

/** Something that no column tells: a share of the people behind the rows, by a mark that the table does not hold. */
export const externalCause: Recipe = {
  id: 'FX',
  kind: 'externalCause',
  scopes: ['everywhere'],
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, onset, until, base }) => {
    const hidden = drawn(
      random,
      sized({ random, strength }, { mild: [0.12, 0.18], medium: [0.25, 0.35], strong: [0.45, 0.6] }),
      base.id,
    )
    const rows = `${base.time} >= ${moment(onset)} AND ${base.time} < ${moment(until)} AND ${hidden}`
    if (random.chance(0.6)) {
      const column = random.pick(base.gaps)
      return {
        metric: { kind: 'nullRate', column },
        statements: [`UPDATE ${base.table} SET ${column} = NULL WHERE ${rows}`],
        segments: [[]],
        rows,
      }
    }
    const column = base.amount
    const factor = `(1.2 + (hash(${base.id}) % 60) / 100.0)`
    return {
      metric: random.pick([
        { kind: 'sum', column },
        { kind: 'average', column },
      ]),
      statements: [`UPDATE ${base.table} SET ${assigned(amountsTimes(base, factor))} WHERE ${rows}`],
      segments: [[]],
      rows,
    }
  },
}
