import { expect, it } from 'vitest'
import { anomaly, column, focus, question } from '../../testing/facts.ts'
import { initial } from '../investigation/state.ts'
import { precisionLoss } from './precisionLoss.ts'

it('supposes lost digits where distinct numbers became fewer, never where they became more', () => {
  const counted = (direction: 'up' | 'down') =>
    precisionLoss.applies({
      ...initial,
      anomaly: { ...anomaly, direction },
      question: { ...question, metric: { kind: 'distinctCount', column: 'site_id' } },
      focus: { ...focus, table: { ...focus.table, columns: [column('site_id', 'integer')] } },
    })
  expect([counted('down'), counted('up')]).toEqual([true, false])
})
