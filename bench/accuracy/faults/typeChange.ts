import { drawn, sized, type Recipe, type TrueKind } from '../recipe.ts'

type Writing = {
  readonly sql: (text: string) => string
  readonly also: readonly { readonly kind: TrueKind; readonly because: string }[]
}

const writings: readonly Writing[] = [
  { sql: text => `replace('$' || ${text}, '$-', '-$')`, also: [] },
  { sql: text => `'USD ' || ${text}`, also: [] },
  { sql: text => `${text} || ' USD'`, also: [] },
  {
    sql: text => `replace(${text}, '.', ',')`,
    also: [
      { kind: 'formatDrift', because: 'a decimal comma is another format of the number and a text no cast can read' },
    ],
  },
]

/** Amounts come as text a number cannot be read from, so the cast leaves null. */
export const typeChange: Recipe = {
  id: 'F27',
  kind: 'typeChange',
  scopes: ['everywhere', 'one', 'two'],
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.numberText !== null,
  inject: ({ random, strength, where, base }) => {
    if (base.roles.numberText === null) throw new Error(`${base.name} keeps no number as text`)
    const { column, text } = base.roles.numberText
    const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.1, 0.2], medium: [0.28, 0.5], strong: [0.7, 1] }), base.id)}`
    const { sql, also } = random.pick(writings)
    return {
      metric: random.chance(0.7) ? { kind: 'nullRate', column } : { kind: 'sum', column },
      statements: [`UPDATE ${base.table} SET ${text} = ${sql(text)}, ${column} = NULL WHERE ${rows}`],
      rows,
      alsoRight: also,
    }
  },
}
