import { expect, test } from 'vitest'
import type { Anomaly } from '../metric/anomaly.ts'
import type { Metric } from '../metric/metric.ts'
import { approved, contextAsked, contextChanged, rejected, scanAsked } from '../../testing/approvalFacts.ts'
import type { ApprovalDecision } from '../approval/request.ts'
import type { InvestigationEvent } from './events.ts'
import { headline } from './headline.ts'

const metric: Metric = { kind: 'nullRate', column: 'user_id' }
const told = (event: InvestigationEvent) => headline(event, metric)

const anomaly: Anomaly = {
  observed: 0.24,
  expected: 0.002,
  low: 0,
  high: 0.01,
  score: 41,
  direction: 'up',
  onset: null,
  shape: 'step',
  days: [],
  baselineDays: [],
  series: [],
}
const ran = {
  id: 'q',
  scan: null,
  purpose: 'Rows by day',
  sql: 'SELECT 1',
  hash: '0',
  readsTable: true,
  rows: 1,
  truncated: false,
  elapsedMs: 12.4,
}

test.each<[InvestigationEvent, string]>([
  [
    { type: 'AnomalyMeasured', data: { anomaly } },
    'Out of the expected band: null rate of user_id is 24 %, expected 0.2 % (0 % to 1 %)',
  ],
  [
    {
      type: 'AnomalyNotFound',
      data: { anomaly: { ...anomaly, observed: null } },
    },
    'Within the expected band: null rate of user_id is no value, expected 0.2 % (0 % to 1 %)',
  ],
  [{ type: 'QueryRan', data: ran }, 'Rows by day: 1 row in 12 ms'],
  [
    { type: 'QueryRan', data: { ...ran, rows: 12_000, truncated: true, elapsedMs: 1540 } },
    'Rows by day: 12,000 rows (cut) in 1.5 s',
  ],
  [
    {
      type: 'QueryFailed',
      data: { id: 'q', scan: null, purpose: 'Rows by day', sql: '', code: 'timed-out', message: 'It took too long.' },
    },
    'Rows by day: failed. It took too long.',
  ],
  [
    { type: 'StepGivenUp', data: { step: 'conclude', code: 'x', message: 'No luck.' } },
    'Gave up on "conclude": No luck.',
  ],
  [
    { type: 'InvestigationFailed', data: { reason: 'table-empty', message: 'The table is empty.' } },
    'Stopped: The table is empty.',
  ],
  [{ type: 'InvestigationCancelled', data: { by: null, byName: null } }, 'Stopped'],
])('%j reads as a sentence with its numbers', (event, sentence) => {
  expect(told(event)).toBe(sentence)
})

test('evidence says which way it points', () => {
  const evidence = (nats: number) =>
    told({
      type: 'EvidenceRecorded',
      data: {
        evidence: {
          prediction: 'p',
          hypothesis: 'partialLoad',
          observed: 1,
          text: 'Rows stop at 8:00',
          nats,
          queries: [],
        },
      },
    })
  expect([evidence(2), evidence(-2), evidence(0)]).toEqual([
    'For: Rows stop at 8:00',
    'Against: Rows stop at 8:00',
    'Undecided: Rows stop at 8:00',
  ])
})

test('what people decide reads with who, what and why', () => {
  const decided = (decision: ApprovalDecision) => told({ type: 'ApprovalDecided', data: { decision } })
  expect(told({ type: 'ApprovalRequested', data: { request: contextAsked } })).toBe(
    'Waits for a person: a look at the context',
  )
  expect(told({ type: 'ApprovalRequested', data: { request: scanAsked('hours') } })).toBe(
    'Waits for a person: The numbers of hours',
  )
  expect([
    decided(approved(scanAsked('hours'))),
    decided(rejected(scanAsked('hours'))),
    decided({ ...approved(contextAsked), by: null }),
    decided(contextChanged({ withoutColumns: ['email'], masked: ['country'], hint: 'look at apps' })),
  ]).toEqual([
    'The query "hours" was approved by Grace',
    'The query "hours" was rejected by Grace, because it reads addresses',
    'The context was approved, because nobody decided before the deadline',
    'The context was changed and approved by Grace: without email; country masked; hint: look at apps',
  ])
})
