import { moment, type Recipe } from '../recipe.ts'

/** One contiguous batch was loaded a second time, three hours later; half of the time with new row ids. */
export const duplicatedLoad: Recipe = {
  id: 'F06',
  kind: 'duplicatedLoad',
  scopes: ['everywhere', 'one'],
  lasts: 'pulse',
  born: 'source',
  fits: () => true,
  dimensions: ({ feeds: [source] }) => (source === undefined ? [] : [source]),
  inject: ({ random, strength, onset, inSegments, base }) => {
    const hours = { mild: random.whole(2, 3), medium: random.whole(4, 6), strong: 24 }[strength]
    const batch = `${base.time} >= ${moment(onset)} AND ${base.time} < least(${moment(onset)} + INTERVAL ${hours} HOUR,
      ${moment(onset)}::DATE + INTERVAL 1 DAY)`
    const id = random.chance(0.5) ? '' : `, ${base.id} + ${base.idStep} AS ${base.id}`
    return {
      metric: random.pick([
        { kind: 'rowCount' },
        { kind: 'sum', column: base.amount },
        { kind: 'duplicateRate', columns: [base.key] },
      ]),
      statements: [
        `INSERT INTO ${base.table} SELECT * REPLACE (${base.loaded} + INTERVAL 3 HOUR AS ${base.loaded}${id}) FROM ${base.table}
        WHERE ${batch} AND ${inSegments}`,
      ],
      rows: `${batch} AND ${inSegments}`,
    }
  },
}
