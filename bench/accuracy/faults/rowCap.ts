import { drawn, moment, sized, type Recipe, type Setting } from '../recipe.ts'

/** The first so many rows of each day in the order of time, a round number: what comes later in the day is cut off. */
const capped = ({ random, strength, onset, until, base }: Setting) => {
  const day = onset.slice(0, 10)
  const part = sized({ random, strength }, { mild: [0.8, 0.85], medium: [0.6, 0.75], strong: [0.3, 0.5] })
  const step = 50
  const usual = `(SELECT count(*) FROM ${base.table} WHERE ${base.time} >= DATE '${day}' AND ${base.time} < DATE '${day}' + 1)`
  return {
    statements: [
      `DELETE FROM ${base.table} WHERE ${base.id} IN (
      SELECT ${base.id} FROM (SELECT ${base.id}, row_number() OVER (PARTITION BY ${base.time}::DATE ORDER BY ${random.chance(0.5) ? base.id : `hash(${base.id})`}) AS place
        FROM ${base.table} WHERE ${base.time} >= DATE '${day}' AND ${base.time} < ${moment(until)})
      WHERE place > round(${usual} * ${part.toFixed(3)} / ${step}) * ${step})`,
    ],
    onsets: [{ at: day, precision: 'day' }],
  } as const
}

const sampled = ({ random, strength, where, base }: Setting) => ({
  statements: [
    `DELETE FROM ${base.table} WHERE ${where}
    AND NOT ${drawn(random, sized({ random, strength }, { mild: [0.7, 0.8], medium: [0.4, 0.5], strong: [0.1, 0.2] }), base.id)}`,
  ],
})

/** Each day stops at a round number of rows, or a sample of the rows is all there is: every segment is short alike. */
export const rowCap: Recipe = {
  id: 'F10',
  kind: 'rowCap',
  scopes: ['everywhere'],
  lasts: 'permanent',
  born: 'source',
  fits: () => true,
  inject: setting => ({
    metric: setting.random.pick([
      { kind: 'rowCount' },
      { kind: 'rowCount' },
      { kind: 'sum', column: setting.base.amount },
    ]),
    ...(setting.random.chance(0.5) ? capped(setting) : sampled(setting)),
    // Cut by time or by chance: which days are short is certain, at which hour it shows is not.
    segments: [[]],
  }),
}
