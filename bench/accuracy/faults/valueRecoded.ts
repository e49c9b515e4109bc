import { quote, type Recipe } from '../recipe.ts'

const recodings = [
  { column: 'status', from: 'changed', to: 'REBOOKED' }, { column: 'status', from: 'cancelled', to: 'VOIDED' },
  { column: 'meal', from: 'vegetarian', to: 'VGML' }, { column: 'meal', from: 'vegan', to: 'plant_based' },
  { column: 'punctuality', from: 'on_time', to: 'OT' }, { column: 'kind', from: 'refund', to: 'credit_note' },
] as const

/** A value of a list is renamed at the source; every other column goes on as before. */
export const valueRecoded: Recipe = {
  id: 'F20', kind: 'valueRecoded', scopes: ['everywhere', 'one', 'two'], dimensions: ['source', 'channel', 'origin_region'], lasts: 'lasting',
  inject: ({ random, where, segments }) => {
    const { column, from, to } = random.pick(recodings)
    const watched = random.chance(0.7)
      ? { kind: 'share', where: { column, operator: '=', value: from } } as const
      : { kind: 'distinctCount', column } as const
    const own = [{ column, value: to }]
    return {
      metric: watched,
      statements: [`UPDATE flights SET ${column} = ${quote(to)} WHERE ${where} AND ${column} = ${quote(from)}`],
      // The rows in question all carry the new value, so naming it besides the segment is as right as leaving it out.
      segments: segments.length === 0 ? [[], [own]] : [segments, segments.map(segment => [...segment, ...own])],
      note: `the affected rows are those with ${column} = ${to}`,
    }
  },
}
