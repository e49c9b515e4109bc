import { drawn, moment, sized, type Recipe, type Setting } from '../recipe.ts'

const empty = ({ lookup }: Setting['base']) => lookup.attributes.map(name => `${name} = NULL`).join(', ')

/** The things are gone from their table; their keys keep their form. */
const deletedParents = ({ random, strength, onset, base }: Setting) => {
  const { key, table } = base.lookup
  const keys = drawn(
    random,
    sized({ random, strength }, { mild: [0.06, 0.1], medium: [0.15, 0.25], strong: [0.35, 0.5] }),
    key,
  )
  const rows = `${base.time} >= ${moment(onset)} AND ${keys}`
  return {
    statements: [`DELETE FROM ${table} WHERE ${keys}`, `UPDATE ${base.table} SET ${empty(base)} WHERE ${rows}`],
    rows,
  }
}

/** Rows name things that have not arrived in their table yet, beyond its highest key. */
const lateParents = ({ random, strength, where, base }: Setting) => {
  const rows = `${where} AND ${drawn(random, sized({ random, strength }, { mild: [0.1, 0.2], medium: [0.25, 0.4], strong: [0.5, 0.8] }), base.id)}`
  return {
    statements: [`UPDATE ${base.table} SET ${base.lookup.key} = ${base.lookup.beyond}, ${empty(base)} WHERE ${rows}`],
    rows,
  }
}

/** Rows refer to things that their table does not hold: deleted, or not there yet. The form of the keys is as ever. */
export const orphanKeys: Recipe = {
  id: 'F36',
  kind: 'orphanKeys',
  scopes: ['everywhere', 'one'],
  dimensions: ({ feeds }) => feeds,
  lasts: 'permanent',
  born: 'source',
  origins: base => [base.lookup.table, base.table],
  fits: () => true,
  inject: setting => ({
    metric: { kind: 'nullRate', column: setting.random.pick(setting.base.lookup.attributes) },
    ...(setting.scope === 'everywhere' && setting.random.chance(0.6) ? deletedParents(setting) : lateParents(setting)),
  }),
}
