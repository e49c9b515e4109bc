import { describe, expect, it } from 'vitest'
import type { InvestigationEvent } from '../investigation/events.ts'
import { evolve, initial } from '../investigation/state.ts'
import { anomaly, contextGathered, question, ranQuery, series } from '../../testing/facts.ts'
import type { Metric } from '../metric/metric.ts'
import { lensOf, watchesNulls } from './lens.ts'
import { asCase } from './planned.ts'
import type { SeriesSignal } from './signal.ts'

const caseOf = (metric: Metric, measured: Partial<SeriesSignal>, direction: 'up' | 'down' = 'down') => {
  const facts: readonly InvestigationEvent[] = [
    { type: 'InvestigationOpened', data: { question: { ...question, metric }, openedBy: null } },
    contextGathered,
    { type: 'QueryRan', data: ranQuery },
    { type: 'AnomalyMeasured', data: { anomaly: { ...anomaly, direction } } },
    { type: 'SignalMeasured', data: { signal: { ...series, ...measured } } },
  ]
  const found = asCase(facts.reduce(evolve, initial))
  if (!found) throw new Error('The case is not measured')
  return found
}

const same = { alert: 1000, normal: 1000 }
const sum: Metric = { kind: 'sum', column: 'amount' }

describe('lensOf a sum', () => {
  it('is the rows where they moved most', () => {
    const state = caseOf(sum, {
      rows: { alert: 500, normal: 1000 },
      mean: { alert: 9, normal: 10 },
      filled: { alert: 0.9, normal: 1 },
    })
    expect(lensOf(state)).toEqual({ model: 'count' })
    expect(watchesNulls(state)).toBe(false)
  })

  it('is the values where they moved most', () => {
    const state = caseOf(sum, {
      rows: same,
      mean: { alert: 20, normal: 10 },
      size: { alert: 20, normal: 10 },
      filled: { alert: 0.9, normal: 1 },
    })
    expect(lensOf(state)).toEqual({ model: 'mean', column: 'amount', size: true })
  })

  it('is the nulls where values are missing', () => {
    const state = caseOf(sum, { rows: same, mean: { alert: 10.1, normal: 10 }, filled: { alert: 0.66, normal: 1 } })
    expect(lensOf(state)).toEqual({ model: 'rate', flag: { kind: 'null', column: 'amount' } })
    expect(watchesNulls(state)).toBe(true)
  })

  it('is the nulls where no value is left, though no mean can be told', () => {
    const state = caseOf(sum, { rows: same, mean: null, filled: { alert: 0, normal: 1 } })
    expect(lensOf(state)).toEqual({ model: 'rate', flag: { kind: 'null', column: 'amount' } })
  })

  it('is the rows where there are none, and the values where their sign turned', () => {
    expect(lensOf(caseOf(sum, { rows: { alert: 0, normal: 1000 }, mean: null }))).toEqual({ model: 'count' })
    expect(lensOf(caseOf(sum, { rows: { alert: 900, normal: 1000 }, mean: { alert: -3, normal: 10 } }))).toEqual({
      model: 'mean',
      column: 'amount',
      size: false,
    })
  })
})

it('watches nulls that rose, not nulls that fell', () => {
  const nullRate: Metric = { kind: 'nullRate', column: 'user_id' }
  expect(watchesNulls(caseOf(nullRate, {}, 'up'))).toBe(true)
  expect(watchesNulls(caseOf(nullRate, {}, 'down'))).toBe(false)
})
