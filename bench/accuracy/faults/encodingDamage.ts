import { drawn, sized, type Recipe } from '../recipe.ts'

// What UTF-8 read as Latin-1 makes of the letters the bases use.
const misread = [
  ['é', 'Ã©'],
  ['è', 'Ã¨'],
  ['ü', 'Ã¼'],
  ['ö', 'Ã¶'],
  ['ä', 'Ã¤'],
  ['å', 'Ã¥'],
  ['í', 'Ã­'],
  ['ó', 'Ã³'],
  ['á', 'Ã¡'],
  ['ú', 'Ãº'],
  ['ñ', 'Ã±'],
  ['ç', 'Ã§'],
  ['ë', 'Ã«'],
  ['ê', 'Ãª'],
  ['ï', 'Ã¯'],
  ['ø', 'Ã¸'],
  ['ß', 'ÃŸ'],
  ['Å', 'Ã…'],
  ['Ö', 'Ã–'],
  ['É', 'Ã‰'],
  ['Ł', 'Å'],
  ['ł', 'Å‚'],
  ['ź', 'Åº'],
  ['ř', 'Å™'],
  ['š', 'Å¡'],
  ['ń', 'Å„'],
] as const

const manners = [
  (column: string) => misread.reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, column),
  (column: string) => `regexp_replace(${column}, '[^\\x00-\\x7F]', '?', 'g')`,
  (column: string) => `regexp_replace(${column}, '[^\\x00-\\x7F]', '�', 'g')`,
] as const

/** Letters outside ASCII were read in the wrong encoding, or lost. */
export const encodingDamage: Recipe = {
  id: 'F24',
  kind: 'encodingDamage',
  scopes: ['everywhere', 'one'],
  dimensions: ({ feeds }) => feeds.slice(0, 1),
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.accented.length > 0,
  inject: ({ random, strength, where, base }) => {
    const column = random.pick(base.roles.accented)
    const share = sized({ random, strength }, { mild: [0.15, 0.3], medium: [0.5, 0.7], strong: [1, 1] })
    const rows = `${where} AND ${drawn(random, share, base.id)} AND regexp_matches(${column}, '[^\\x00-\\x7F]|\\?')`
    return {
      metric: { kind: 'distinctCount', column },
      statements: [
        `UPDATE ${base.table} SET ${column} = ${random.pick(manners)(column)}
      WHERE ${rows}`,
      ],
      rows,
    }
  },
}
