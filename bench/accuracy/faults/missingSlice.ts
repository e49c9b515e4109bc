import { moment, type Recipe, type Setting } from '../recipe.ts'

const missingHours = ({ random, strength, onset, base }: Setting) => {
  const day = onset.slice(0, 10)
  const from = random.whole(8, 16)
  const hours = { mild: 1, medium: 2, strong: random.whole(3, 5) }[strength]
  const start = `${day} ${String(from).padStart(2, '0')}:00:00`
  return {
    statements: [
      `DELETE FROM ${base.table} WHERE ${base.time} >= ${moment(start)} AND ${base.time} < ${moment(start)} + INTERVAL ${hours} HOUR`,
    ],
    segments: [[]],
    onsets: [{ at: `${start.replace(' ', 'T')}Z`, precision: 'hour' }],
  } as const
}

const missingFile = ({ random, onset, base }: Setting) => {
  const day = onset.slice(0, 10)
  const value = random.pick(base.file.values)
  return {
    statements: [
      `DELETE FROM ${base.table} WHERE ${base.time}::DATE = DATE '${day}' AND ${base.file.column} = '${value}'`,
    ],
    segments: [[[{ column: base.file.column, value }]]],
    onsets: [{ at: day, precision: 'day' }],
  } as const
}

/** Hours of a day, or one of its daily files, never arrived. */
export const missingSlice: Recipe = {
  id: 'F01',
  kind: 'missingSlice',
  scopes: ['everywhere', 'one'],
  lasts: 'pulse',
  born: 'source',
  fits: () => true,
  inject: setting => ({
    metric: setting.random.pick([
      { kind: 'rowCount' },
      { kind: 'rowCount' },
      { kind: 'sum', column: setting.base.amount },
    ]),
    ...(setting.scope === 'everywhere' ? missingHours(setting) : missingFile(setting)),
  }),
}
