import { drawn, moment, segmentsSql, type Recipe, type Setting } from '../recipe.ts'

const attributes = ['aircraft_model', 'aircraft_operator', 'aircraft_seats'] as const
const empty = 'aircraft_model = NULL, aircraft_operator = NULL, aircraft_seats = NULL'

const deletedParents = ({ random, strength, onset }: Setting) => {
  const keys = drawn(random, strength === 'strong' ? random.between(0.3, 0.5) : random.between(0.06, 0.12), 'aircraft_id')
  return {
    statements: [`DELETE FROM aircraft WHERE ${keys}`, `UPDATE flights SET ${empty} WHERE departed_at >= ${moment(onset)} AND ${keys}`],
    note: 'the parents are gone, their keys keep their form',
  }
}

const lateParents = ({ random, strength, onset, segments }: Setting) => {
  const rows = drawn(random, strength === 'strong' ? random.between(0.4, 0.7) : random.between(0.1, 0.2))
  const where = `departed_at >= ${moment(onset)} AND ${segmentsSql(segments)} AND ${rows}`
  return {
    statements: [`UPDATE flights SET aircraft_id = lpad((9000 + hash(aircraft_id) % 2500)::VARCHAR, 7, '0'), ${empty} WHERE ${where}`],
    note: 'flights name aircraft that have not arrived in their table yet, beyond its highest key',
  }
}

/** Flights refer to aircraft that their table does not hold: deleted, or not there yet. The form of the keys is as ever. */
export const orphanKeys: Recipe = {
  id: 'F36', kind: 'orphanKeys', scopes: ['everywhere', 'one'], dimensions: ['source', 'origin_region'], lasts: 'permanent',
  inject: setting => ({
    metric: { kind: 'nullRate', column: setting.random.pick(attributes) },
    ...setting.scope === 'everywhere' && setting.random.chance(0.6) ? deletedParents(setting) : lateParents(setting),
  }),
}
