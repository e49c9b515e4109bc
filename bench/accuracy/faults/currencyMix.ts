import { drawn, feeds, quote, sized, withOwn, type Recipe } from '../recipe.ts'

/** Amounts in other currencies are taken for the home currency's: not converted. */
export const currencyMix: Recipe = {
  id: 'F29',
  kind: 'currencyMix',
  scopes: ['everywhere', 'one'],
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.currency !== null,
  dimensions: base => feeds(base).slice(0, 1),
  inject: ({ random, strength, where, segments, base }) => {
    if (base.roles.currency === null) throw new Error(`${base.name} has one currency`)
    const { column, converted, paid, rates } = base.roles.currency
    const foreign = random.chance(0.4) ? Object.keys(rates) : random.shuffle(Object.keys(rates)).slice(0, 1)
    const rows = `${where} AND ${column} IN (${foreign.map(quote).join(', ')})`
    const own = foreign.map(value => [{ column, value }])
    return {
      metric: random.pick([
        { kind: 'sum', column: converted },
        { kind: 'average', column: converted },
      ]),
      statements: [
        `UPDATE ${base.table} SET ${converted} = ${paid} WHERE ${rows}
        AND ${drawn(
          random,
          sized({ random, strength }, { mild: [0.4, 0.6], medium: [0.7, 0.9], strong: [1, 1] }),
          base.id,
        )}`,
      ],
      // Only these currencies can be wrong: naming them is right; where all foreign ones are wrong, so is leaving them out.
      segments:
        segments.length === 0
          ? [own, ...(foreign.length > 1 ? [[]] : [])]
          : [
              own.flatMap(pair => segments.map(segment => [...segment, ...pair])),
              ...(foreign.length > 1 ? withOwn(segments, []).slice(0, 1) : []),
            ],
      rows,
    }
  },
}
