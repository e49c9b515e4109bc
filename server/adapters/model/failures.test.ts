import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import type { ModelAsk } from '../../core/ports/model.ts'
import { asId } from '../../core/shared/ids.ts'
import {
  startScriptedModel,
  USED,
  type Script,
  type Scripted,
  type ScriptedModel,
} from '../../testing/scriptedModel.ts'
import { answering, prediction, proposal } from '../../testing/scripts.ts'
import { createMemoryModelLedger } from '../memory/modelLedger.ts'
import { createModel } from './createModel.ts'

const servers: ScriptedModel[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.stop()))
})

const start = async (script: Script, over: { readonly timeoutMs?: number; readonly maxRetries?: number } = {}) => {
  const server = await startScriptedModel(script)
  servers.push(server)
  const ledger = createMemoryModelLedger()
  let now = new Date('2026-06-12T10:00:00Z')
  const settings = { enabled: true, keyHint: null, reasonModel: null, labelModel: null, sharing: {}, version: 0 }
  const model = createModel({
    apiKey: 'key-1',
    baseUrl: server.baseUrl,
    reasonModel: 'strong',
    labelModel: 'fast',
    timeoutMs: 2_000,
    maxRetries: 2,
    ...over,
    ledger,
    now: () => now,
    settings: { settingsOf: async () => settings, keyOf: async () => null },
  })
  const ref = { tenantId: asId<never>(randomUUID()), investigationId: asId<never>(randomUUID()) }
  const asked = (key = 'propose:1'): ModelAsk => ({
    ref,
    dataSourceId: asId(randomUUID()),
    key,
    dialect: 'duckdb',
    signal: new AbortController().signal,
    terms: { reasonModel: 'strong', labelModel: 'fast', sharing: 'aggregates', maxRounds: 3 },
    brief: { sections: [{ title: 'T', lines: ['a line'] }], exposures: [] },
  })
  return {
    server,
    ledger,
    model,
    asked,
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

const code = async (script: Script, over = {}) => {
  const { model, asked, server, ledger } = await start(script, over)
  const answered = await model.propose(asked())
  const [call] = ledger.calls
  return {
    code: answered.ok ? 'answered' : answered.problem.code,
    requests: server.received.length,
    kept: call?.outcome,
    answered,
  }
}

const always =
  (scripted: Scripted): Script =>
  () =>
    scripted
const good = { kind: 'call', input: proposal(prediction()) } as const
/** The failure for the first requests, then a good answer. */
const first =
  (times: number, scripted: Scripted): Script =>
  (_received, index) =>
    index < times ? scripted : good

const overloaded = { kind: 'status', status: 529, type: 'overloaded_error', retryAfter: '0' } as const
const limited = { kind: 'status', status: 429, type: 'rate_limit_error', retryAfter: '0' } as const

test('an answer comes in its shape, with the tokens it took, from the strong model', async () => {
  const { model, asked, server, ledger } = await start(always(good))
  const answered = await model.propose(asked())
  expect(answered).toEqual({
    ok: true,
    value: {
      value: proposal(prediction()),
      uses: [
        {
          callId: ledger.calls[0]?.callId,
          model: 'strong',
          purpose: 'propose',
          inputTokens: USED.input_tokens,
          outputTokens: USED.output_tokens,
          cachedTokens: USED.cache_read_input_tokens,
        },
      ],
    },
  })
  expect(server.received.map(({ key, body }) => [key, body.model, body.tools.map(({ name }) => name)])).toEqual([
    ['key-1', 'strong', ['propose_hypotheses']],
  ])
})

test.each([
  ['overload', overloaded],
  ['429', limited],
  ['500', { kind: 'status', status: 500, type: 'api_error', retryAfter: '0' }],
] as const)('%s is tried again, and may pass', async (_name, scripted) => {
  expect(await code(first(2, scripted))).toMatchObject({ code: 'answered', requests: 3 })
})

test.each<[string, Scripted, { readonly code: string; readonly requests: number }]>([
  ['overload', overloaded, { code: 'overloaded', requests: 3 }],
  ['429', limited, { code: 'rate-limited', requests: 3 }],
  ['500', { kind: 'status', status: 500, type: 'api_error', retryAfter: '0' }, { code: 'unavailable', requests: 3 }],
  ['a wrong key', { kind: 'status', status: 401, type: 'authentication_error' }, { code: 'bad-key', requests: 1 }],
  ['a stream cut in its middle', { kind: 'cut', after: 700 }, { code: 'cut-off', requests: 1 }],
  ['a stream cut after its first line', { kind: 'cut', after: 20 }, { code: 'cut-off', requests: 1 }],
  ['an error in mid-stream', { kind: 'midway-error' }, { code: 'overloaded', requests: 1 }],
  ['a refusal', { kind: 'stop', reason: 'refusal' }, { code: 'refused', requests: 1 }],
  ['an answer that is cut at its limit', { kind: 'stop', reason: 'max_tokens' }, { code: 'cut-off', requests: 1 }],
  ['JSON that is none', { kind: 'broken-json' }, { code: 'cut-off', requests: 1 }],
  ['an answer of 1 MB', { kind: 'flood', characters: 1_000_000 }, { code: 'too-long', requests: 1 }],
  [
    'JSON of another shape, twice',
    { kind: 'call', input: { hypotheses: 'all of them' } },
    { code: 'invalid-answer', requests: 2 },
  ],
  [
    'a tool that is not on the list, twice',
    { kind: 'call', name: 'run_shell', input: { command: 'curl' } },
    { code: 'invalid-answer', requests: 2 },
  ],
  ['many calls at once, twice', { ...good, times: 40 }, { code: 'invalid-answer', requests: 2 }],
])("%s ends in a problem of ours, without a word of the provider's", async (_name, scripted, expected) => {
  const seen = await code(always(scripted))
  expect(seen).toMatchObject(expected)
  expect(JSON.stringify(seen.answered)).not.toMatch(/SECRET-OF-THE-PROVIDER|127\.0\.0\.1|key-1/)
})

test('silence ends after the time allowed', async () => {
  expect(await code(always({ kind: 'silence' }), { timeoutMs: 150, maxRetries: 1 })).toMatchObject({
    code: 'timed-out',
  })
})

test('what was wrong with an answer is told once, and the better one counts', async () => {
  const { model, asked, server } = await start(first(1, { kind: 'call', input: { hypotheses: [{}] } }))
  const answered = await model.propose(asked())
  expect(answered).toMatchObject({ ok: true, value: { uses: [{ purpose: 'propose' }, { purpose: 'propose' }] } })
  expect(JSON.stringify(server.received[1]?.body.messages.at(-1))).toContain('hypotheses.0.statement')
})

test('tokens of a refused answer are paid for and told', async () => {
  expect((await code(always({ kind: 'stop', reason: 'refusal' }))).answered).toMatchObject({
    problem: { uses: [{ inputTokens: 1_200 }] },
  })
})

test('an answer that was paid for is not asked for again', async () => {
  const { model, asked, server } = await start(always(good))
  const [one, two] = [await model.propose(asked()), await model.propose(asked())]
  expect(two).toEqual(one)
  expect(server.received).toHaveLength(1)
  await model.propose(asked('propose:2'))
  expect(server.received).toHaveLength(2)
})

test('two that ask at once pay once', async () => {
  const { model, asked, server } = await start(always(good))
  const [one, two] = await Promise.all([model.propose(asked()), model.propose(asked())])
  expect(two).toEqual(one)
  expect(server.received).toHaveLength(1)
})

test('after three failures nothing is sent for a minute; then it is tried again', async () => {
  const { model, asked, server, pass } = await start(first(3, { kind: 'cut', after: 20 }))
  const codes: string[] = []
  for (const key of ['a', 'b', 'c', 'd']) {
    const answered = await model.propose(asked(key))
    codes.push(answered.ok ? 'answered' : answered.problem.code)
  }
  expect(codes).toEqual(['cut-off', 'cut-off', 'cut-off', 'unavailable'])
  expect(server.received).toHaveLength(3)
  pass(61_000)
  expect(await model.propose(asked('e'))).toMatchObject({ ok: true })
})

test('the fast model mends and words', async () => {
  const { model, asked, server } = await start(answering({ repair: { sql: 'SELECT 2' } }))
  await model.repair({ ...asked('repair'), mend: { claim: 'c', sql: 'SELEC', problem: 'near SELEC' } })
  await model.draft(asked('draft'))
  expect(server.received.map(({ body }) => body.model)).toEqual(['fast', 'fast'])
})
