import { moment, type Recipe } from '../recipe.ts'

/** The table stands still from a moment on, mid-batch, while the tables around it go on for days. */
export const staleReplica: Recipe = {
  id: 'F03',
  kind: 'staleReplica',
  scopes: ['everywhere'],
  lasts: 'pulse',
  born: 'either',
  stops: true,
  fits: ({ siblings }) => siblings.length > 0,
  inject: ({ random, strength, onset, base }) => {
    const day = onset.slice(0, 10)
    const hour = { mild: random.whole(17, 18), medium: random.whole(14, 16), strong: random.whole(9, 13) }[strength]
    return {
      metric: random.pick([
        { kind: 'freshness' },
        { kind: 'freshness' },
        { kind: 'rowCount' },
        { kind: 'sum', column: base.amount },
      ]),
      statements: [`DELETE FROM ${base.table} WHERE ${base.loaded} > ${moment(`${day} ${hour}:30:00`)}`],
      segments: [[]],
      onsets: [{ at: `${day}T${String(hour).padStart(2, '0')}:00:00Z`, precision: 'hour' }],
    }
  },
}
