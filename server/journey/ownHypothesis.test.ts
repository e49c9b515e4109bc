// A person's own question, on a real warehouse and through the real guard: asked about, edited, run, judged by the rule, and told.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openAskedShop, person } from '../testing/askedShop.ts'
import type { OwnWish } from '../core/own/ownHypothesis.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let shop: Awaited<ReturnType<typeof openAskedShop>>
beforeAll(async () => {
  shop = await openAskedShop()
})
afterAll(() => shop.close())

const nulls = 'SELECT avg(CASE WHEN user_id IS NULL THEN 1.0 ELSE 0 END) FROM orders WHERE {{rows}}'
const wish = (sql: string, statement = 'The new release forgets who is signed in'): OwnWish => ({
  statement,
  predictions: [
    {
      claim: 'Most orders of 7.2 have no user',
      sql,
      unit: 'share',
      ifTrue: { min: 0.5, max: null },
      ifFalse: { min: null, max: 0.1 },
      strength: 'decisive',
    },
  ],
})
const approved = { outcome: 'approved', reason: null } as const
const toProposed = async (policy: Parameters<typeof shop.open>[0]) => {
  const open = await shop.open(policy)
  await open.run(step => step.kind === 'runScan')
  return open
}
const supposed = async (open: Awaited<ReturnType<typeof shop.open>>) =>
  (await open.state()).finding?.whatCausedIt.filter(({ text }) => text.includes(' supposed: ')).map(({ text }) => text)

test('what a person supposes is tested by their own query and told with the number of a normal day beside it; the conclusion is the same without', async () => {
  const [with1, without] = [await toProposed({}), await toProposed({})]
  expect(await with1.suppose(wish(`${nulls} AND app_version = '7.2'`))).toEqual({ ok: true, value: null })
  await Promise.all([with1.run(), without.run()])
  const [state, bare] = [await with1.state(), await without.state()]
  // On no normal day is there a row of 7.2: nothing to compare with, so no number is more than weak.
  expect(state.own.tests).toEqual([
    { prediction: 'own1.p1', observed: expect.closeTo(0.8, 1), usual: null, problem: null, queries: ['own:own1.p1'] },
  ])
  expect(await supposed(with1)).toEqual([
    'Grace supposed: The new release forgets who is signed in. Of it, its predictions do not decide.',
  ])
  expect([state.finding?.cause, state.finding?.conclusion, state.finding?.segments]).toEqual([
    bare.finding?.cause,
    bare.finding?.conclusion,
    bare.finding?.segments,
  ])

  const again = await toProposed({})
  expect(await again.suppose({ ...wish(`${nulls} AND channel = 'app'`), statement: 'The app forgets' })).toEqual({
    ok: true,
    value: null,
  })
  await again.run()
  expect(await supposed(again)).toEqual([
    'Grace supposed: The app forgets. Of it, what it predicts held, which makes it a lead and no proven cause.',
  ])
})

test('the policy asks about it like about any query, other scans go on, and who wrote it may not approve it', async () => {
  const open = await toProposed({
    rules: [{ when: { kind: 'author', author: 'person' }, tier: 'ask' }],
    noSelfApproval: true,
  })
  await open.suppose(wish(`${nulls} AND channel = 'app'`))
  expect(await open.run()).toEqual(['query:own:own1.p1', 'query:own:own1.p1:usual'])
  const [{ content } = { content: null }] = await open.pending()
  expect(content).toMatchObject({
    author: 'person',
    writer: { byName: 'Grace' },
    purpose: 'Most orders of 7.2 have no user',
    tables: [{ schema: 'main', name: 'orders' }],
    columns: ['ordered_at', 'channel', 'user_id'],
    serves: [
      {
        hypothesis: null,
        statement: 'The new release forgets who is signed in',
        claim: 'Most orders of 7.2 have no user',
      },
    ],
  })
  expect((await open.state()).scansDone.length).toBeGreaterThan(0)
  expect(await open.decide('query:own:own1.p1', approved)).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed', message: 'You wrote this query; somebody else must decide whether it runs.' },
  })
  for (const sql of [
    'SELECT name FROM hr.staff',
    'DELETE FROM orders',
    'SELECT 1; SELECT 2',
    "SELECT * FROM read_csv('/etc/passwd')",
  ]) {
    expect(
      await open.decide('query:own:own1.p1', { outcome: 'modified', reason: null, change: { sql } }, person('Linus')),
      sql,
    ).toMatchObject({ ok: false, problem: { code: 'query-refused' } })
  }
  const edited =
    "SELECT avg(CASE WHEN user_id IS NULL THEN 1.0 ELSE 0 END) FROM orders WHERE ordered_at >= TIMESTAMP '2026-06-12 08:00' AND channel = 'app'"
  expect(
    await open.decide(
      'query:own:own1.p1',
      { outcome: 'modified', reason: null, change: { sql: edited } },
      person('Linus'),
    ),
  ).toEqual({ ok: true, value: null })
  expect(await open.run()).toEqual(['query:own:own1.p1:usual'])
  expect(await open.decide('query:own:own1.p1:usual', approved, person('Linus'))).toEqual({ ok: true, value: null })
  await open.run()
  const state = await open.state()
  expect(state.queries.find(({ id }) => id === 'own:own1.p1')?.sql).toBe(edited)
  expect(state.own.tests).toMatchObject([{ observed: expect.closeTo(0.8, 1), problem: null }])
})

test('a query that the guard refuses is refused when it is written, and one that the policy never lets run is told as that', async () => {
  const open = await toProposed({})
  open.setPolicy({ rules: [{ when: { kind: 'sensitiveColumn' }, tier: 'never' }] })
  const attacks = [
    'DROP TABLE orders',
    'SELECT count(*) FROM hr.staff',
    'SELECT 1; DELETE FROM orders',
    "SELECT count(*) FROM read_csv('/etc/passwd')",
    'SELECT nonsense FROM orders',
    '{{rows}}',
  ]
  for (const sql of attacks)
    expect(await open.suppose(wish(sql)), sql).toMatchObject({
      ok: false,
      problem: { code: 'query-refused', path: ['predictions', '0', 'sql'] },
    })
  expect((await open.state()).own.hypotheses).toEqual([])
  expect(await open.suppose(wish('SELECT count(DISTINCT email) FROM orders WHERE {{rows}}'))).toEqual({
    ok: true,
    value: null,
  })
  await open.run()
  expect((await supposed(open))?.[0]).toMatch(
    /It was not tested: Not run: the approval policy of this data source never allows it\. It touches email, which is sensitive\.$/,
  )
})

test('an answer that is no number is told, and the case ends', async () => {
  const open = await toProposed({})
  await open.suppose(wish('SELECT country FROM orders WHERE {{rows}}'))
  await open.run()
  expect(await supposed(open)).toEqual([
    'Grace supposed: The new release forgets who is signed in. It was not tested: The query must give one row with one column, and gave 2 rows with 1 columns.',
  ])
  expect(await open.suppose(wish('SELECT 1'))).toMatchObject({ ok: false, problem: { code: 'not-running' } })
})
