import { expect, it } from 'vitest'
import { anomaly, contextGathered, opened, ranQuery, series } from '../../testing/facts.ts'
import type { Ranked } from '../hypothesis/ranking.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { evolve, initial } from '../investigation/state.ts'
import { asCase } from '../measure/planned.ts'
import { confirmed } from './confirmed.ts'

const measured = (observed: number) => {
  const facts: readonly InvestigationEvent[] = [
    opened,
    contextGathered,
    { type: 'QueryRan', data: ranQuery },
    { type: 'AnomalyMeasured', data: { anomaly: { ...anomaly, observed } } },
    { type: 'SignalMeasured', data: { signal: series } },
  ]
  const found = asCase(facts.reduce(evolve, initial))
  if (!found) throw new Error('The case is not measured')
  return found
}
const leader = (rest: Partial<Ranked> = {}): Ranked => ({
  kind: 'feedOutage',
  score: 5,
  probability: 0.95,
  verdict: 'supported',
  ...rest,
})

it('leaves a value out of the band an anomaly, cause or none', () => {
  expect(confirmed(measured(899), []).anomalous).toBe(true)
  expect(confirmed(measured(1101), [leader({ verdict: 'refuted' })]).anomalous).toBe(true)
})

it('takes a value within the band for an anomaly only with a cause that is all but certain', () => {
  const within = measured(905)
  expect(confirmed(within, [leader()]).anomalous).toBe(true)
  expect(
    [
      [],
      [leader({ probability: 0.79 })],
      [leader({ verdict: 'inconclusive' })],
      [leader({ kind: 'expectedChange' })],
    ].map(ranked => confirmed(within, ranked).anomalous),
  ).toEqual([false, false, false, false])
})
