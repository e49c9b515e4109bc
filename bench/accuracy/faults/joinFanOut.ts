import { drawn, moment, sized, type Recipe } from '../recipe.ts'

/** Some things stand in their table twice, so every row that speaks of them is joined twice; the two lines differ in one attribute, by a value others have, too. */
export const joinFanOut: Recipe = {
  id: 'F08',
  kind: 'joinFanOut',
  scopes: ['everywhere', 'one'],
  lasts: 'permanent',
  born: 'here',
  origins: base => [base.lookup.table, base.table],
  fits: ({ lookup }) => lookup.twin !== null,
  inject: ({ random, strength, scope, onset, base }) => {
    const { key, table, group, twin } = base.lookup
    if (twin === null) throw new Error(`${base.name} has no table of single things`)
    const value = random.pick(group.values)
    const share =
      scope === 'one'
        ? { mild: 0.5, medium: 0.75, strong: 1 }[strength]
        : sized({ random, strength }, { mild: [0.05, 0.09], medium: [0.1, 0.14], strong: [0.15, 0.25] })
    const keys = drawn(random, share, key)
    const [here, there] =
      scope === 'one' ? [`${group.column} = '${value}'`, `${group.tableColumn} = '${value}'`] : ['true', 'true']
    const rows = `${base.time} >= ${moment(onset)} AND ${keys} AND ${here}`
    return {
      metric: random.pick([
        { kind: 'rowCount' },
        { kind: 'sum', column: base.amount },
        { kind: 'duplicateRate', columns: [base.id] },
      ]),
      statements: [
        `INSERT INTO ${base.table} SELECT * REPLACE (${twin.other(twin.column)} AS ${twin.column}) FROM ${base.table} WHERE ${rows}`,
        `INSERT INTO ${table} SELECT * REPLACE (${twin.other(twin.tableColumn)} AS ${twin.tableColumn},
          DATE '${onset.slice(0, 10)}' AS ${twin.since}) FROM ${table} WHERE ${keys} AND ${there}`,
      ],
      segments: [scope === 'one' ? [[{ column: group.column, value }]] : []],
    }
  },
}
