import { drawn, moment, sized, type Recipe } from '../recipe.ts'

/** Rows of the days before arrive late in one batch and are dated by their arrival: a dip there, a spike here. */
export const redatedEvents: Recipe = {
  id: 'F35',
  kind: 'redatedEvents',
  scopes: ['everywhere', 'one'],
  dimensions: ({ feeds }) => feeds,
  lasts: 'pulse',
  born: 'source',
  fits: () => true,
  inject: ({ random, strength, onset, inSegments, base }) => {
    const start = onset.endsWith(' 00:00:00') ? `${onset.slice(0, 10)} 0${random.whole(2, 6)}:00:00` : onset
    const share = sized({ random, strength }, { mild: [0.1, 0.15], medium: [0.2, 0.3], strong: [0.4, 0.6] })
    const from = `${base.time} >= ${moment(start)}::DATE - INTERVAL 3 DAY AND ${base.time} < ${moment(start)}::DATE AND ${inSegments}`
    const arrival = `${moment(start)} + to_seconds((hash(${base.id}, 'arrival') % 3000)::INT)`
    return {
      metric: random.pick([{ kind: 'rowCount' }, { kind: 'rowCount' }, { kind: 'sum', column: base.amount }]),
      statements: [
        `UPDATE ${base.table} SET ${base.time} = ${arrival}, ${base.loaded} = ${arrival} + INTERVAL 5 MINUTE WHERE ${from}
        AND ${drawn(random, share, base.id)}`,
      ],
      onsets: [{ at: `${start.replace(' ', 'T')}Z`, precision: 'hour' }],
    }
  },
}
