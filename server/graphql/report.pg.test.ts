import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RerunProblem, Rerun } from '../app/rerunQuery.ts'
import type { Finding } from '../core/finding/finding.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { call, contextOf } from '../testing/apiCaller.ts'
import { seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'
import { storedFinding } from './stored.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let ours: SeededTenant
beforeAll(async () => {
  views = await viewDatabase()
  ours = await seedTenant(views.db, 'Ours')
})
afterAll(() => views.drop())

const REPORT = `query($id: ID!) { node(id: $id) { ... on Investigation { finding {
  conclusion shape impact { basis rows share amount { column difference } } confidences { where { word } mechanism { value } origin { limits } }
  alternatives { name kind title claim predicted observed text verdict nats queries { name sql } }
  upstream { schema table state inferred share }
  samples { bad { name preview { rows } } good { name } sameSegment maskedColumns }
  proofs { name title sql numbers { name value unit } } draftTests { tool file text } repair { sql note }
} } } }`

const id = () => printGlobalId('Investigation', ours.investigationId)
const report = async () => {
  const { data, errors } = await call(contextOf(views, ours), REPORT, { id: id() })
  expect(errors).toBeUndefined()
  return JSON.parse(JSON.stringify(data)) as { node: { finding: object } }
}

test('a case from before reports had these parts still reads', async () => {
  expect((await report()).node.finding).toEqual({
    conclusion: 'CAUSE_FOUND',
    shape: null,
    impact: null,
    confidences: null,
    alternatives: [],
    upstream: [],
    samples: null,
    proofs: [],
    draftTests: [],
    repair: null,
  })
})

const parts: Partial<Finding> = {
  shape: 'oneDay',
  impact: { basis: 'flagged', rows: 240, share: 0.24, amount: { column: 'amount', difference: -12.5 } },
  confidences: {
    where: { value: 0.9, word: 'high', limits: [] },
    mechanism: { value: 0.85, word: 'high', limits: [] },
    origin: { value: 0.8, word: 'high', limits: ['Not measured.'] },
  },
  alternatives: [
    {
      id: 'sentinelValues',
      kind: 'sentinelValues',
      title: 'Placeholder values',
      claim: 'One placeholder takes a share',
      predicted: { min: 0.01, max: null },
      unit: 'share',
      observed: 0,
      text: 'None does.',
      verdict: 'refuted',
      nats: -4,
      queries: ['segments'],
    },
  ],
  upstream: [{ table: { schema: 'main', name: 'raw' }, state: 'notMoved', observed: 1, usual: 1, share: 0 }],
  samples: { bad: 'series', good: null, same: true, masked: ['email'] },
  proofs: [
    {
      id: 'observed',
      title: 'The value',
      sql: 'SELECT 1 AS observed',
      numbers: [{ name: 'observed', value: 0.24, unit: 'share' }],
    },
  ],
  draftTests: [{ tool: 'greatExpectations', file: 'a.json', text: '{}' }],
  repair: { sql: 'SELECT 1', note: 'Look first.' },
}

test('the parts of a report are told in words, with their queries', async () => {
  const where = { id: ours.investigationId }
  const { finding } = await views.db.investigationView.findUniqueOrThrow({ where })
  await views.db.investigationView.update({
    where,
    data: { finding: JSON.parse(JSON.stringify({ ...storedFinding(finding), ...parts })) },
  })
  expect((await report()).node.finding).toMatchObject({
    shape: 'ONE_DAY',
    impact: { basis: 'FLAGGED', rows: 240, share: 0.24, amount: { column: 'amount', difference: -12.5 } },
    confidences: { where: { word: 'HIGH' }, mechanism: { value: 0.85 }, origin: { limits: ['Not measured.'] } },
    alternatives: [
      {
        name: 'sentinelValues',
        kind: 'SENTINEL_VALUES',
        predicted: 'at least 1 %',
        observed: 0,
        verdict: 'REFUTED',
        nats: -4,
        queries: [{ name: 'segments', sql: 'SELECT 1' }],
      },
    ],
    upstream: [{ schema: 'main', table: 'raw', state: 'NOT_MOVED', inferred: true, share: 0 }],
    samples: {
      bad: { name: 'series', preview: { rows: [['2025-06-12'], [null]] } },
      good: null,
      sameSegment: true,
      maskedColumns: ['email'],
    },
    proofs: [
      {
        name: 'proof:observed',
        title: 'The value',
        sql: 'SELECT 1 AS observed',
        numbers: [{ name: 'observed', value: 0.24, unit: 'SHARE' }],
      },
    ],
    draftTests: [{ tool: 'GREAT_EXPECTATIONS', file: 'a.json', text: '{}' }],
    repair: { sql: 'SELECT 1', note: 'Look first.' },
  })
})

const RERUN = `mutation($input: QueryRerunInput!) { queryRerun(input: $input) {
  __typename ... on UserError { code path } ... on DataSourceError { retryable }
  ... on QueryRerunPayload { agrees compared rowCount elapsedMs numbers { name recorded now unit agrees } } } }`

const rerun = async (result: Result<Rerun, RerunProblem>, investigationId = id()) => {
  const { data, errors } = await call(
    contextOf({ db: views.db, app: { rerunQuery: async () => result } }, ours),
    RERUN,
    { input: { investigationId, name: 'proof:observed' } },
  )
  expect(errors).toBeUndefined()
  return JSON.parse(JSON.stringify(data)) as { queryRerun: object }
}

test('running a proof again tells each number beside the recorded one', async () => {
  const numbers = [{ name: 'observed', value: 0.24, unit: 'share', now: 0.3, agrees: false }] as const
  expect(await rerun(ok({ agrees: false, compared: 1, numbers, rows: 1, elapsedMs: 3.4 }))).toEqual({
    queryRerun: {
      __typename: 'QueryRerunPayload',
      agrees: false,
      compared: 1,
      rowCount: 1,
      elapsedMs: 3,
      numbers: [{ name: 'observed', recorded: 0.24, now: 0.3, unit: 'SHARE', agrees: false }],
    },
  })
})

test.each<[RerunProblem, object]>([
  [{ code: 'not-found' }, { __typename: 'InputError', code: 'NOT_FOUND', path: ['name'] }],
  [
    { code: 'query-refused', problem: { code: 'unknown-column', message: 'No such column.' } },
    { __typename: 'DataSourceError', code: 'DATA_SOURCE_REFUSED', path: null, retryable: false },
  ],
  [
    { code: 'data-source-problem', problem: { code: 'unreachable', message: 'Down.', retryable: true } },
    { __typename: 'DataSourceError', code: 'DATA_SOURCE_UNREACHABLE', path: null, retryable: true },
  ],
])('%j is a refusal by name', async (problem, answer) => {
  expect(await rerun(refuse(problem))).toEqual({ queryRerun: answer })
})

test("what is no investigation's id is not found", async () => {
  expect(await rerun(refuse({ code: 'not-found' }), 'nonsense')).toEqual({
    queryRerun: { __typename: 'InputError', code: 'NOT_FOUND', path: ['investigationId'] },
  })
})
