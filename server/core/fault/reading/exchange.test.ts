import { describe, expect, it } from 'vitest'
import type { InvestigationEvent } from '../../investigation/events.ts'
import { evolve, initial } from '../../investigation/state.ts'
import { anomaly, contextGathered, question, ranQuery, series } from '../../../testing/facts.ts'
import { asCase } from '../../measure/planned.ts'
import type { ColumnProfile } from '../../measure/signal.ts'
import { exchangedSizes, factorBeyond } from './exchange.ts'

const points = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]
/** The quantile of values spread evenly between two bounds. */
const evenly = (low: number, high: number) => (p: number) => low + (high - low) * p

type Sizes = (p: number) => number

const column = (name: string, normal: Sizes, alert: Sizes): ColumnProfile => {
  const mean = (sizes: Sizes) => points.reduce((sum, p) => sum + sizes(p), 0) / points.length
  const [a, n] = [mean(alert), mean(normal)]
  return {
    column: name,
    part: 'inside',
    rows: { alert: 10_000, normal: 10_000 },
    nullRate: { alert: 0, normal: 0 },
    nullWithTarget: null,
    texts: null,
    numbers: {
      mean: { alert: a, normal: n },
      sizes: points.map(p => ({ p, alert: alert(p), normal: normal(p) })),
      quantiles: [0.1, 0.5, 0.9].map(p => ({ p, alert: alert(p), normal: normal(p) })),
      negativeRate: { alert: 0, normal: 0 },
      zeroRate: { alert: 0, normal: 0 },
      sentinels: [],
    },
  }
}

const caseOf = (columns: readonly ColumnProfile[]) => {
  const facts: readonly InvestigationEvent[] = [
    {
      type: 'InvestigationOpened',
      data: { question: { ...question, metric: { kind: 'average', column: 'net' } }, openedBy: null },
    },
    contextGathered,
    { type: 'QueryRan', data: ranQuery },
    { type: 'AnomalyMeasured', data: { anomaly } },
    { type: 'SignalMeasured', data: { signal: series } },
    { type: 'SignalMeasured', data: { signal: { scan: 'profile', columns } } },
  ]
  const state = asCase(facts.reduce(evolve, initial))
  if (!state) throw new Error('The case is not measured')
  return state
}
const reading = (columns: readonly ColumnProfile[]) => exchangedSizes(caseOf(columns))

const [net, tax] = [evenly(10, 100), evenly(1, 9)]
/** The quantiles of a mixture: `part` of the rows hold the lower values. */
const mixed =
  (part: number): Sizes =>
  p =>
    p <= part ? tax(p / part) : net((p - part) / (1 - part))
/** The other side of it: the lower values fill all but `part` of the rows. */
const counterpart =
  (part: number): Sizes =>
  p =>
    p <= 1 - part ? tax(p / (1 - part)) : net((p - (1 - part)) / part)

describe('exchangedSizes', () => {
  it('sees two columns exchanged in all rows, and in some', () => {
    expect(reading([column('net', net, tax), column('tax', tax, net)])?.value).toBeGreaterThan(0.9)
    expect(reading([column('net', net, mixed(0.4)), column('tax', tax, counterpart(0.4))])).toMatchObject({
      value: expect.any(Number),
      text: expect.stringContaining('exchanged in 40 % of the rows'),
    })
  })

  it('does not take values that merely moved towards the other column for exchanged ones', () => {
    const halved = reading([column('net', net, p => net(p) / 2), column('tax', tax, p => tax(p) + 27)])
    expect(halved?.value).toBeLessThan(0.4)
  })

  it('tells nothing where no other column moved, or the sizes did not', () => {
    expect(reading([column('net', net, p => net(p) / 10), column('tax', tax, tax)])).toBe(null)
    expect(reading([column('net', net, net), column('tax', tax, net)])).toBe(null)
  })
})

describe('factorBeyond', () => {
  const beyond = (columns: readonly ColumnProfile[]) => factorBeyond(caseOf(columns))?.value
  const list = evenly(60, 200)

  it('sees that a factor explains what an exchange with a column that moved the opposite way does not', () => {
    const raised: Sizes = p => net(p) * 1.4
    expect(beyond([column('net', net, raised), column('list', list, p => list(p) - 0.4 * net(p))])).toBeGreaterThan(0.2)
  })

  it('is nothing where the two columns are exchanged', () => {
    expect(beyond([column('net', net, mixed(0.4)), column('tax', tax, counterpart(0.4))])).toBe(0)
  })
})
