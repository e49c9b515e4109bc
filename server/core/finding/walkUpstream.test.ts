import { expect, test } from 'vitest'
import { anomaly, contextGathered, measured, opened, series } from '../../testing/facts.ts'
import { evolve, initial } from '../investigation/state.ts'
import type { FollowedEdge, LineageSource } from '../dataset/lineage.ts'
import { asCase } from '../measure/planned.ts'
import type { UpstreamSignal } from '../measure/tableSignals.ts'
import { originOf, walkUpstream } from './walkUpstream.ts'

const made = asCase([opened, contextGathered, ...measured].reduce(evolve, initial))
if (!made) throw new Error('The case is made of these facts')
const point = (at: string, value: number) => ({ at, value, rows: value, expected: null, low: null, high: null })
const days = { ...anomaly, series: anomaly.baselineDays.map(day => point(day, 1000)) }

/** The row count fell from 1,000 to 500 here; there, to the numbers given, the nearest table first. */
const walk = (...observed: readonly number[]) => {
  const tables = observed.map((value, place): UpstreamSignal['tables'][number] => ({
    table: { schema: 'shop', name: `t${place}` },
    observed: value,
    usual: 1100,
    rows: { alert: value, normal: 1100 },
  }))
  const state = { ...made, anomaly: days, signals: [series, { scan: 'upstream', tables } as const] }
  return { states: walkUpstream(state).map(hop => hop.state), origin: originOf(state).name }
}

test('a table upstream that did not move leaves the fault in this one', () => {
  expect(walk(1090)).toEqual({ states: ['notMoved'], origin: 'orders' })
})

test('the walk goes on while tables moved, and ends with the first that did not', () => {
  expect(walk(560, 600, 1100)).toEqual({ states: ['moved', 'moved', 'notMoved'], origin: 't1' })
  expect(walk(560, 1100, 600)).toEqual({ states: ['moved', 'notMoved'], origin: 't0' })
})

test('in between nothing is claimed, and a move the other way is none', () => {
  expect(walk(900)).toEqual({ states: ['notCheckable'], origin: 'orders' })
  expect(walk(1600)).toEqual({ states: ['notMoved'], origin: 'orders' })
})

test('a table of another grain cannot be compared', () => {
  const tables: UpstreamSignal['tables'] = [
    { table: { schema: 'shop', name: 'daily' }, observed: 1, usual: 1, rows: { alert: 1, normal: 1 } },
  ]
  expect(
    walkUpstream({ ...made, anomaly: days, signals: [series, { scan: 'upstream', tables }] }).map(({ state }) => state),
  ).toEqual(['notCheckable'])
})

test('a table that is left of inferred ones stays an inferred one, and one that was told does not become it', () => {
  const table = { schema: 'shop', name: 't0' }
  const inferred = (source: LineageSource | null) => {
    const focus = { ...made.focus, upstream: [table], edges: [{ source, from: table, to: made.focus.table.name }] }
    const tables: UpstreamSignal['tables'] = [{ table, observed: 560, usual: 1100, rows: { alert: 560, normal: 1100 } }]
    const state = { ...made, focus, anomaly: days, signals: [series, { scan: 'upstream', tables } as const] }
    return walkUpstream(state).map(hop => hop.inferred ?? true)
  }
  expect([inferred(null), inferred('dbt')]).toEqual([[true], [false]])
})

test('a table that was told by its content says so', () => {
  const table = { schema: 'landing', name: 'till' }
  const edge = { source: null, from: table, to: made.focus.table.name }
  const byContent = (...edges: readonly FollowedEdge[]) => {
    const tables: UpstreamSignal['tables'] = [{ table, observed: 560, usual: 1100, rows: { alert: 560, normal: 1100 } }]
    const focus = { ...made.focus, upstream: [table], edges }
    const state = { ...made, focus, anomaly: days, signals: [series, { scan: 'upstream', tables } as const] }
    return walkUpstream(state).map(hop => [hop.inferred ?? true, hop.byContent ?? false])
  }
  expect([byContent({ ...edge, byContent: true }), byContent(edge)]).toEqual([[[true, true]], [[true, false]]])
})

test('what a segment has of a sum is compared with what it has there, however it was looked at here', () => {
  const inside = (mean: { alert: number; normal: number }, there: { alert: number; normal: number }) => {
    const table = { schema: 'shop', name: 't0' }
    const tables = [{ table, observed: null, usual: null, rows: { alert: 1000, normal: 1000 }, inside: there }]
    const cause = { segment: [{ column: 'country', value: 'DE' }], observed: mean.alert, expected: mean.normal }
    const located = { ...cause, effect: 1, share: 1, rows: { alert: 200, normal: 190 }, score: 9 }
    const state = {
      ...made,
      question: { ...made.question, metric: { kind: 'sum', column: 'amount' } as const },
      anomaly: days,
      signals: [
        { ...series, rows: { alert: 1000, normal: 1000 }, mean: { alert: 30, normal: 10 } },
        {
          scan: 'segments',
          verdict: 'located',
          causes: [located],
          coverage: 1,
          complement: { observed: 0, expected: 0 },
          dimensions: ['country'],
        } as const,
        { scan: 'upstream', tables } as const,
      ],
    }
    return walkUpstream(state).map(hop => hop.state)
  }
  const tenfold = { alert: 100, normal: 10 }
  expect([
    inside(tenfold, { alert: 20_000, normal: 1900 }),
    inside(tenfold, { alert: 2100, normal: 1900 }),
    inside({ alert: 1, normal: 100 }, { alert: 200, normal: 19_000 }),
  ]).toEqual([['moved'], ['notMoved'], ['moved']])
})
