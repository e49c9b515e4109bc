import { expect, test } from 'vitest'
import { contextGathered, measured, opened, ranQuery } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { cleanText } from './cleanText.ts'
import type { ModelPrediction, ModelUse } from './modelHypothesis.ts'
import { weighTest } from './weighTest.ts'

const terms = { reasonModel: 'strong', labelModel: 'fast', sharing: 'aggregates', maxRounds: 3 } as const
const invited: InvestigationEvent = { type: 'ModelInvited', data: { terms } }
const prediction: ModelPrediction = {
  id: 'm1.1.p1',
  claim: 'Half of the rows have no user',
  unit: 'share',
  ifTrue: { min: 0.4, max: null },
  ifFalse: { min: null, max: 0.1 },
  strength: 'decisive',
  sql: 'SELECT 1 WHERE {{rows}}',
}
const use: ModelUse = {
  callId: 'c',
  model: 'strong',
  purpose: 'propose',
  inputTokens: 1,
  outputTokens: 1,
  cachedTokens: 0,
}
const proposed: InvestigationEvent = {
  type: 'ModelHypothesisProposed',
  data: { hypothesis: { id: 'm1.1', statement: 'The app forgets.', predictions: [prediction] } },
}
const answered = (round: number | null, wantsMore = false): InvestigationEvent => ({
  type: 'ModelAnswered',
  data: { round, uses: [use], wantsMore },
})
const test1 = { prediction: 'm1.1.p1', observed: 0.5, usual: 0, problem: null, queries: ['model:m1.1.p1'] }
const tested: InvestigationEvent = { type: 'ModelPredictionTested', data: { test: test1 } }
const left: InvestigationEvent = {
  type: 'ModelLeft',
  data: { code: 'overloaded', message: 'The model is overloaded.', uses: [] },
}
const drafted: InvestigationEvent = { type: 'ModelProseDrafted', data: { sentences: [], removed: 0 } }

const weighed: readonly InvestigationEvent[] = [
  opened,
  contextGathered,
  ...measured,
  {
    type: 'HypothesisProposed',
    data: { hypothesis: { kind: 'feedOutage', statement: 'One feed stopped.', priorNats: 0 } },
  },
  invited,
  ...(['values', 'segments', 'onset', 'upstream'] as const).map(
    scan => ({ type: 'QueryFailed', data: { id: scan, scan, purpose: '', sql: '', code: 'x', message: 'x' } }) as const,
  ),
  {
    type: 'EvidenceRecorded',
    data: { evidence: { prediction: 'p', hypothesis: 'feedOutage', observed: null, text: '', nats: 0, queries: [] } },
  },
  { type: 'RowsSampled', data: { samples: { bad: null, good: null, same: false, masked: [] } } },
]

test('the model is asked after the rows, tested prediction by prediction, and words the report at the end', () => {
  given(...weighed).due('askModel:1')
  given(...weighed, answered(1), proposed).due('testPrediction:m1.1.p1')
  given(...weighed, answered(1), proposed, tested).due('draftProse')
  given(...weighed, answered(1, true), proposed, tested).due('askModel:2')
  given(...weighed, answered(1), proposed, tested, answered(null), drafted).due('conclude')
})

test('a model that left is asked for nothing more', () => {
  given(...weighed, left).due('conclude')
  given(...weighed, answered(1), proposed, left).due('conclude')
})

test('a round that told nothing is the last', () => {
  const nothing: InvestigationEvent = { type: 'ModelPredictionTested', data: { test: { ...test1, usual: 0.6 } } }
  given(...weighed, answered(1, true), proposed, nothing).due('draftProse')
})

test('an answer that comes twice is recorded once', () => {
  const round = {
    type: 'RecordModelRound',
    round: 1,
    uses: [use],
    wantsMore: false,
    hypotheses: [{ id: 'm1.1', statement: 'The app forgets.', predictions: [prediction] }],
  } as const
  given(...weighed)
    .when(round)
    .then(answered(1), proposed)
  given(...weighed, answered(1), proposed)
    .when(round)
    .then()
  const record = { type: 'RecordModelTest', test: test1, queries: [{ ...ranQuery, id: 'model:m1.1.p1' }] } as const
  given(...weighed, answered(1), proposed)
    .when(record)
    .then({ type: 'QueryRan', data: { ...ranQuery, id: 'model:m1.1.p1' } }, tested)
  given(...weighed, answered(1), proposed, tested)
    .when(record)
    .then()
  given(...weighed, left)
    .when(round)
    .then()
})

test('a step of the model that is given up leaves the case without it, and no more', () => {
  const message = 'It took too long.'
  given(...weighed)
    .when({ type: 'GiveUpStep', step: { kind: 'askModel', round: 1 }, code: 'x', message })
    .then({ type: 'StepGivenUp', data: { step: 'askModel:1', code: 'x', message } })
  given(...weighed, { type: 'StepGivenUp', data: { step: 'askModel:1', code: 'x', message } }).due('conclude')
  given(...weighed, answered(1), proposed, {
    type: 'StepGivenUp',
    data: { step: 'testPrediction:m1.1.p1', code: 'x', message },
  }).due('draftProse')
})

test('a number weighs what it tells about this day, and little without a normal day beside it', () => {
  const weights = [
    [0.5, 0],
    [0.5, 0.5],
    [0.5, null],
    [0.05, 0],
    [0.05, null],
    [null, null],
  ] as const
  expect(weights.map(([observed, usual]) => weighTest(prediction, { observed, usual }))).toEqual([
    4, 0, 0.7, -4, -0.7, 0,
  ])
})

test('what cannot be seen is taken out, lines become one, and length ends', () => {
  expect(cleanText('a\nb\u200b\u202ec\u{E0041}\u0007 d')).toBe('a bc d')
  expect(cleanText('x'.repeat(300))).toBe(`${'x'.repeat(199)}…`)
  expect(cleanText('Größe 東京 🙂')).toBe('Größe 東京 🙂')
})
