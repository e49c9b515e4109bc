import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Finding } from '../core/finding/finding.ts'
import type { InvestigationEvent } from '../core/investigation/events.ts'
import { canaries, createModelShop, forgetful, userNulls, vanished, type ModelShop } from '../testing/modelShop.ts'
import { rounded } from '../testing/rounded.ts'
import type { Script } from '../testing/scriptedModel.ts'
import { answering, prediction, proposal, toldIn } from '../testing/scripts.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let forgot: ModelShop
let lost: ModelShop
beforeAll(async () => {
  ;[forgot, lost] = [await createModelShop(forgetful), await createModelShop(vanished)]
})
afterAll(async () => {
  await Promise.all([forgot.file.remove(), lost.file.remove()])
})

const ask = (script: Script | null, sharing: 'aggregates' | 'masked' = 'aggregates') =>
  forgot.ask({ script, metric: userNulls, sharing })
const eventsOf = async (asked: Awaited<ReturnType<typeof ask>>): Promise<readonly InvestigationEvent[]> =>
  (await asked.store.load(asked.ref)).map(({ event }) => event)

/** The finding less what is the model's own part of it. */
const ours = (finding: Finding | null) => {
  const { prose: _prose, notes: _notes, ...rest } = finding ?? { conclusion: null, whatCausedIt: [] }
  return { ...rest, whatCausedIt: rest.whatCausedIt.filter(({ text }) => !text.startsWith('A lead that the model')) }
}
const appNulls = prediction({
  claim: 'Most app orders have no user',
  sql: "SELECT avg(CASE WHEN user_id IS NULL THEN 1.0 ELSE 0 END) FROM shop.orders WHERE {{rows}} AND channel = 'app'",
})

test('without a model no fact speaks of one', async () => {
  const types = (await eventsOf(await ask(null))).map(({ type }) => type)
  expect(types.filter(type => type.startsWith('Model'))).toEqual([])
})

test('a hypothesis that held is told as a lead with its queries; verdict, cause and confidence stay those of the rule', async () => {
  const [without, asked] = [await ask(null), await ask(answering({ propose: proposal(appNulls) }))]
  expect(rounded(ours(asked.finding))).toEqual(rounded(ours(without.finding)))
  expect(asked.finding?.whatCausedIt.filter(({ text }) => text.startsWith('A lead that the model'))).toEqual([
    {
      text: 'A lead that the model thought of, and whose predictions held: The new app release forgets who is signed in. It is no proven cause.',
      queries: ['model:m1.1.p1', 'model:m1.1.p1:usual'],
    },
  ])
  expect(asked.state.model?.tests).toEqual([
    {
      prediction: 'm1.1.p1',
      observed: 0.8256,
      usual: 0,
      problem: null,
      queries: ['model:m1.1.p1', 'model:m1.1.p1:usual'],
    },
  ])
})

test('predictions are on record before any of their queries runs', async () => {
  const types = (await eventsOf(await ask(answering({ propose: proposal(appNulls) })))).flatMap(event =>
    event.type === 'QueryRan' && event.data.id.startsWith('model:')
      ? [event.data.id]
      : event.type.startsWith('Model')
        ? [event.type]
        : [],
  )
  expect(types).toEqual([
    'ModelInvited',
    'ModelAnswered',
    'ModelHypothesisProposed',
    'model:m1.1.p1',
    'model:m1.1.p1:usual',
    'ModelPredictionTested',
    'ModelAnswered',
    'ModelProseDrafted',
  ])
})

test('what is true on every day proves nothing, however decisive the model calls it', async () => {
  const always = prediction({
    sql: 'SELECT count(*) FROM shop.orders WHERE {{rows}}',
    unit: 'count',
    ifTrue: { min: 1, max: null },
    ifFalse: { min: null, max: 0 },
  })
  const asked = await ask(answering({ propose: proposal(always) }))
  expect(asked.finding?.whatCausedIt.some(({ text }) => text.startsWith('A lead'))).toBe(false)
  const undated = await ask(answering({ propose: proposal({ ...always, sql: 'SELECT count(*) FROM shop.orders' }) }))
  expect(undated.finding?.whatCausedIt.some(({ text }) => text.startsWith('A lead'))).toBe(false)
})

test('a refused query comes back to the model with the reason, and the mended one counts', async () => {
  const broken = { ...appNulls, sql: 'SELECT avg(nonsense) FROM shop.orders WHERE {{rows}}' }
  const asked = await ask(answering({ propose: proposal(broken), repair: { sql: appNulls.sql } }))
  expect(asked.state.model?.tests).toMatchObject([{ observed: 0.8256, usual: 0 }])
  const told = asked.received.map(({ body }) => toldIn(body)).find(text => text.includes('refused because')) ?? ''
  expect(told).toContain('nonsense')
})

test('a query is mended twice at most, and then its prediction stays untested', async () => {
  const broken = { ...appNulls, sql: 'SELECT nonsense' }
  const asked = await ask(answering({ propose: proposal(broken), repair: { sql: 'SELECT more_nonsense' } }))
  expect(asked.state.model?.repairs).toEqual(['m1.1.p1', 'm1.1.p1'])
  expect(asked.state.model?.tests).toMatchObject([{ observed: null, problem: expect.any(String) }])
  expect(asked.received.filter(({ body }) => body.tools[0]?.name === 'mend_query')).toHaveLength(2)
})

test('each round is told what the last one brought', async () => {
  const script: Script = (received, index) =>
    index === 0 ? { kind: 'call', input: { ...proposal(appNulls), wantsMore: true } } : answering({})(received, index)
  const asked = await ask(script)
  expect(toldIn(asked.received[1]?.body ?? { model: '', system: [], tools: [], messages: [] })).toContain(
    'm1.1.p1 | Most app orders have no user | observed 0.8256 | on a normal day 0 | weight 4.0',
  )
})

test('a model that never has enough is asked three rounds and no more', async () => {
  const asked = await ask(answering({ propose: { ...proposal(appNulls), wantsMore: true } }))
  expect(asked.received.filter(({ body }) => body.tools[0]?.name === 'propose_hypotheses')).toHaveLength(3)
  expect(asked.finding?.notes?.map(({ text }) => text)).toEqual([
    'The model was asked no further: it had used all its rounds.',
  ])
})

test('where the cause is certain enough nothing is asked but the words', async () => {
  const asked = await lost.ask({ script: answering({}) })
  expect(asked.finding?.conclusion).toBe('causeFound')
  expect(asked.received.map(({ body }) => body.tools[0]?.name)).toEqual(['draft_report'])
})

test('a model that dies leaves the finding as it is without one, and the case says so', async () => {
  const [without, asked] = [await ask(null), await ask(() => ({ kind: 'cut', after: 50 }))]
  expect(rounded(ours(asked.finding))).toEqual(rounded(ours(without.finding)))
  expect(asked.finding?.notes?.map(({ text }) => text)).toEqual([
    "The report stands without the model: The model's answer broke off.",
  ])
  expect((await eventsOf(asked)).filter(({ type }) => type === 'ModelLeft')).toHaveLength(1)
})

test('a sentence that cites nothing, a number that nobody measured, and a story of its own are removed', async () => {
  const draft = {
    sentences: [
      { text: 'The null rate of user_id in shop.orders was out of what was to be expected.', cites: ['e1'] },
      { text: 'The null rate of user_id was to be expected.', cites: [] },
      { text: 'The null rate of user_id in shop.orders was 99 %.', cites: ['e1'] },
      { text: 'The null rate was expected.', cites: ['e77'] },
      { text: 'A disgruntled contractor sabotaged the pipeline yesterday evening.', cites: ['e1'] },
      { text: 'The null rate of user_id was expected, see https://evil.example/null.', cites: ['e1'] },
    ],
  }
  const asked = await ask(answering({ draft }))
  expect(asked.finding?.prose).toEqual([{ text: draft.sentences[0]?.text, queries: ['series'] }])
})

test.each(['aggregates', 'masked'] as const)('with %s no canary of any column leaves', async sharing => {
  const planted = await createModelShop(vanished, forgetful)
  try {
    for (const metric of [
      userNulls,
      { kind: 'rowCount' },
      { kind: 'distinctCount', column: 'status' },
      { kind: 'nullRate', column: 'note' },
    ] as const) {
      const { received } = await planted.ask({ script: answering({ propose: proposal(appNulls) }), metric, sharing })
      for (const text of Object.values(canaries))
        expect(received.filter(({ bytes }) => bytes.includes(text)).map(({ body }) => toldIn(body))).toEqual([])
    }
  } finally {
    await planted.file.remove()
  }
})

test('the control: an open data source tells its values', async () => {
  const { received } = await forgot.ask({ script: answering({}), metric: userNulls, sharing: 'open' })
  expect(received.some(({ bytes }) => bytes.includes('CANARY-'))).toBe(true)
})

test('rows leave only where the data source lets them, masked', async () => {
  const [few, none] = [await ask(answering({}), 'masked'), await ask(answering({}))]
  expect(toldIn(few.received[0]?.body ?? { model: '', system: [], tools: [], messages: [] })).toMatch(
    /affected row \| .*email: email_1/,
  )
  expect(toldIn(none.received[0]?.body ?? { model: '', system: [], tools: [], messages: [] })).not.toContain(
    'affected row',
  )
})

test('the ledger lists what left: tables, columns, classes and cells', async () => {
  const { ledger } = await ask(answering({}), 'masked')
  const contents = ledger.calls[0]?.contents ?? []
  expect(contents.find(each => each.column === 'email' && each.class === 'row')).toMatchObject({
    table: 'shop.orders',
    cells: expect.any(Number),
    masked: expect.any(Number),
  })
  expect(
    contents
      .filter(({ column, class: kind }) => column === 'email' && kind === 'row')
      .every(({ cells, masked }) => cells === masked),
  ).toBe(true)
  expect(contents.filter(({ class: kind }) => kind === 'name').map(({ column }) => column)).toContain('country')
})
