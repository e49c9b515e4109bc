import { test } from 'vitest'
import { contextGathered, measured, opened, ranQuery } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import { noSamples, type RowSamples } from '../finding/report.ts'
import type { InvestigationEvent } from './events.ts'

const weighed: readonly InvestigationEvent[] = [
  opened,
  contextGathered,
  ...measured,
  {
    type: 'HypothesisProposed',
    data: { hypothesis: { kind: 'feedOutage', statement: 'A feed stopped.', priorNats: 0 } },
  },
  {
    type: 'EvidenceRecorded',
    data: {
      evidence: {
        prediction: 'feedOutage.inside',
        hypothesis: 'feedOutage',
        observed: 0.1,
        text: '',
        nats: 4,
        queries: [],
      },
    },
  },
  { type: 'StepGivenUp', data: { step: 'runScan:values', code: 'timed-out', message: '' } },
  { type: 'StepGivenUp', data: { step: 'runScan:segments', code: 'timed-out', message: '' } },
]
const query = { ...ranQuery, id: 'badRows', scan: null }
const samples: RowSamples = { bad: 'badRows', good: null, same: true, masked: ['email'] }

test('rows are kept once the evidence is weighed, and the case concludes after them', () => {
  given(...weighed).due('sampleRows')
  given(...weighed, { type: 'RowsSampled', data: { samples } }).due('conclude')
})

test('rows are recorded once, however often the step comes', () => {
  const kept: readonly InvestigationEvent[] = [
    { type: 'QueryRan', data: query },
    { type: 'RowsSampled', data: { samples } },
  ]
  given(...weighed)
    .when({ type: 'RecordRows', queries: [query], samples })
    .then(...kept)
  given(...weighed, ...kept)
    .when({ type: 'RecordRows', queries: [query], samples })
    .then()
})

test('rows that cannot be had leave the case to conclude without them', () => {
  const left: InvestigationEvent = {
    type: 'StepGivenUp',
    data: { step: 'sampleRows', code: 'timed-out', message: 'Too slow.' },
  }
  given(...weighed)
    .when({ type: 'GiveUpStep', step: { kind: 'sampleRows' }, code: 'timed-out', message: 'Too slow.' })
    .then(left)
  given(...weighed, left).due('conclude')
  given(...weighed, { type: 'RowsSampled', data: { samples: noSamples } }).due('conclude')
})
