import type { Metric } from '../../../server/core/metric/metric.ts'
import { moment, type Recipe, type Setting } from '../recipe.ts'

const metrics: readonly Metric[] = [{ kind: 'rowCount' }, { kind: 'rowCount' }, { kind: 'sum', column: 'amount' }]

const missingHours = ({ random, strength, onset }: Setting) => {
  const day = onset.slice(0, 10)
  const from = random.whole(7, 16)
  const hours = strength === 'strong' ? random.whole(3, 5) : random.whole(1, 2)
  const time = (hour: number) => `${day} ${String(hour).padStart(2, '0')}:00:00`
  return {
    statements: [`DELETE FROM flights WHERE departed_at >= ${moment(time(from))} AND departed_at < ${moment(time(from + hours))}`],
    segments: [[]], onset: { at: `${day}T${String(from).padStart(2, '0')}:00:00Z`, precision: 'hour' },
  } as const
}

const missingFile = ({ random, onset }: Setting) => {
  const day = onset.slice(0, 10)
  const file = `${random.pick(['amadeus', 'sabre', 'direct', 'partner'])}_${random.whole(1, 3)}.csv`
  return {
    statements: [`DELETE FROM flights WHERE departed_at::DATE = DATE '${day}' AND source_file = '${file}'`],
    segments: [[[{ column: 'source_file', value: file }]]], onset: { at: day, precision: 'day' },
  } as const
}

/** Hours of a day, or one of its daily files, never arrived. */
export const missingSlice: Recipe = {
  id: 'F01', kind: 'missingSlice', scopes: ['everywhere', 'one'], lasts: 'pulse',
  inject: setting => ({ metric: setting.random.pick(metrics), ...setting.scope === 'everywhere' ? missingHours(setting) : missingFile(setting) }),
}
