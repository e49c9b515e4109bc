// People decide: a whole investigation under a policy that asks, by the product's own guard, data source and steps.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { QueryContent } from '../core/approval/request.ts'
import { headline } from '../core/investigation/headline.ts'
import { openAskedShop, person } from '../testing/askedShop.ts'

let shop: Awaited<ReturnType<typeof openAskedShop>>
beforeAll(async () => {
  shop = await openAskedShop()
})
afterAll(() => shop.close())

const approved = { outcome: 'approved', reason: null } as const
const rejected = { outcome: 'rejected', reason: 'it is not ours to read' } as const
const orders = { when: { kind: 'table', table: { schema: 'main', name: 'orders' } }, tier: 'ask' } as const

const contentOf = async (open: Awaited<ReturnType<typeof shop.open>>, id: string): Promise<QueryContent> => {
  const content = (await open.pending()).find(request => request.id === id)?.content
  if (content?.kind !== 'query') throw new Error(`${id} does not wait`)
  return content
}

/** Approves everything that waits, again and again, until nothing does. */
const approveAll = async (open: Awaited<ReturnType<typeof shop.open>>) => {
  for (let waits = await open.run(); waits.length > 0; waits = await open.run())
    for (const id of waits) expect(await open.decide(id, approved)).toEqual({ ok: true, value: null })
}

test('under the policy as it comes nobody is asked, and with every query approved the report is the same', async () => {
  const [free, asked] = [await shop.open({}), await shop.open({ context: 'always', rules: [orders] })]
  expect(await free.run()).toEqual([])
  await approveAll(asked)
  const [alone, together] = [await free.state(), await asked.state()]
  expect(alone.finding?.conclusion).toBe('causeFound')
  expect(together.finding).toEqual(alone.finding)
  expect(together.approvals.length).toBeGreaterThan(5)
  expect(together.approvals.map(({ request }) => request.id)).toEqual(
    expect.arrayContaining(['context', 'query:series', 'query:segments', 'query:badRows']),
  )
}, 30_000)

test('a context that was changed stays changed: what is out is not asked for, what is masked is not shown', async () => {
  const open = await shop.open({ context: 'always' })
  expect(await open.run()).toEqual(['context'])
  const [request] = await open.pending()
  expect(request?.content).toMatchObject({ kind: 'context', dimensions: ['app_version', 'channel', 'country'] })
  const none = {
    withoutTables: [],
    withoutEdges: [],
    masked: [],
    withTables: [],
    normalDays: null,
    since: null,
    hint: null,
  }
  expect(
    await open.decide('context', {
      outcome: 'modified',
      reason: null,
      change: { ...none, withoutColumns: ['user_id'] },
    }),
  ).toMatchObject({
    ok: false,
    problem: { code: 'invalid', message: 'Without user_id the metric cannot be measured; reject the context instead.' },
  })
  const change = { ...none, withoutColumns: ['email'], masked: ['country'], hint: 'A release went out at eight' }
  expect(await open.decide('context', { outcome: 'modified', reason: null, change })).toEqual({ ok: true, value: null })
  expect(await open.run()).toEqual([])
  const { finding, queries, signals, status } = await open.state()
  expect([status, finding?.conclusion]).toEqual(['concluded', 'causeFound'])
  const after = queries.filter(({ id }) => id !== 'series')
  expect(after.length).toBeGreaterThan(3)
  expect(after.filter(({ sql }) => sql.includes('email'))).toEqual([])
  expect(JSON.stringify(signals.filter(({ scan }) => scan !== 'series'))).not.toMatch(/"(DE|FR|GB|ES)"/)
})

test('a rejected context ends in a report that says so, and a rejected query in one that says what was not tested', async () => {
  const [first, second] = [await shop.open({ context: 'always' }), await shop.open({ rules: [orders] })]
  await first.run()
  expect(await first.decide('context', { outcome: 'rejected', reason: ' ' })).toMatchObject({
    ok: false,
    problem: { code: 'invalid', path: 'reason' },
  })
  await first.decide('context', rejected)
  expect(await first.run()).toEqual([])
  expect((await first.state()).finding?.whatCausedIt.map(({ text }) => text)).toEqual([
    'No cause was looked for: the context was rejected by Grace, because it is not ours to read.',
  ])

  expect(await second.run()).toEqual(['query:series'])
  await second.decide('query:series', approved)
  for (let waits = await second.run(); waits.length > 0; waits = await second.run()) {
    for (const id of waits) await second.decide(id, id === 'query:profile' ? rejected : approved)
  }
  const { finding } = await second.state()
  expect(finding?.whatCausedIt.map(({ text }) => text).join('\n')).toContain(
    'not tested, rejected by Grace, because it is not ours to read.',
  )
})

test('an edited query runs as it was edited, and is guarded as a new one', async () => {
  const open = await shop.open({ rules: [orders] })
  await open.run()
  await open.decide('query:series', approved)
  const waits = await open.run()
  const id = waits.find(each => each !== 'query:series') ?? ''
  const { sql, hash } = await contentOf(open, id)
  const attacks = [
    `${sql}; DROP TABLE orders`,
    'DELETE FROM orders',
    "SELECT * FROM read_csv('/etc/passwd')",
    'SELECT 1 FROM secrets',
    `COPY (${sql}) TO '/tmp/x'`,
    "ATTACH '/tmp/x.db'",
    `${sql} UNION ALL SELECT * FROM duckdb_settings()`,
    'not sql',
    '',
  ]
  for (const attack of attacks) {
    expect([
      attack,
      await open.decide(id, { outcome: 'modified', reason: null, change: { sql: attack } }),
    ]).toMatchObject([attack, { ok: false, problem: { code: 'query-refused' } }])
  }
  expect(await open.check(id, 'SELECT 1 AS one FROM orders')).toMatchObject({
    ok: false,
    problem: { code: 'query-refused', message: expect.stringContaining('read by the name') },
  })
  const edited = `${sql} LIMIT 5000`
  expect(await open.check(id, edited)).toMatchObject({ ok: true, value: { sql: edited } })
  expect(await open.decide(id, { outcome: 'modified', reason: 'a note', change: { sql: edited } })).toEqual({
    ok: true,
    value: null,
  })
  await open.run()
  const state = await open.state()
  expect(state.queries.find(query => `query:${query.id}` === id)?.sql).toBe(edited)
  const kept = state.approvals.find(({ request }) => request.id === id)
  expect(kept).toMatchObject({
    request: { content: { sql, hash } },
    decision: { outcome: 'modified', change: { sql: edited } },
  })
})

test("a text that somebody edited is theirs: no wider than one of their own, and nothing where people's or its first author's queries may never run", async () => {
  const open = await shop.open({ rules: [orders] })
  const [id = ''] = await open.run()
  const { sql } = await contentOf(open, id)
  // 2,100 words more: too many for a person's query, few for one of ours, which is why the same text would pass as ours.
  const wide = `SELECT * FROM (${sql}) AS q WHERE ${Array.from({ length: 350 }, () => '(n >= 0)').join(' AND ')}`
  expect(await open.check(id, wide)).toMatchObject({
    ok: false,
    problem: { code: 'query-refused', message: expect.stringContaining('2000') },
  })
  const edited = `${sql} LIMIT 5000`
  for (const author of ['person', 'analyst'] as const) {
    open.setPolicy({ rules: [orders, { when: { kind: 'author', author }, tier: 'never' }] })
    expect(await open.check(id, edited)).toMatchObject({
      ok: false,
      problem: { code: 'not-allowed', message: expect.stringContaining('It was written by') },
    })
  }
  // Edited while it was allowed, and not run once it is not.
  open.setPolicy({ rules: [orders] })
  expect(await open.decide(id, { outcome: 'modified', reason: null, change: { sql: edited } })).toEqual({
    ok: true,
    value: null,
  })
  open.setPolicy({ rules: [orders, { when: { kind: 'author', author: 'person' }, tier: 'never' }] })
  await open.run()
  expect((await open.state()).status).toBe('failed')
})

test('role, policy and state are those of the click, and a late one is told who was first, and when', async () => {
  const open = await shop.open({ rules: [orders], noSelfApproval: true })
  await open.run()
  expect(await open.decide('query:series', approved, person('Vera', 'viewer'))).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed' },
  })
  expect(await open.decide('query:series', approved, person('Ada', 'owner'))).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed' },
  })
  open.setPolicy({ rules: [{ ...orders, tier: 'never' }] })
  expect(await open.decide('query:series', approved)).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed', message: expect.stringContaining('It reads main.orders.') },
  })
  open.setPolicy({ rules: [orders] })
  const all = await Promise.all(
    ['Grace', 'Edsger', 'Barbara'].map(name => open.decide('query:series', approved, person(name))),
  )
  expect(all.filter(({ ok }) => ok)).toHaveLength(1)
  const { decision } = (await open.state()).approvals[0] ?? {}
  for (const late of all)
    if (!late.ok)
      expect(late.problem).toEqual({ code: 'already-decided', decision, at: new Date('2026-06-13T12:00:00Z') })
  expect(await open.decide('query:none', approved)).toMatchObject({ ok: false, problem: { code: 'not-found' } })
})

test('the deadline decides what nobody did, either way', async () => {
  for (const [onDeadline, status] of [
    ['rejected', 'failed'],
    ['approved', 'concluded'],
  ] as const) {
    const open = await shop.open({ rules: [orders], hours: 1, onDeadline })
    await open.run()
    await open.settle()
    expect(await open.run()).toEqual(['query:series'])
    open.later(1)
    expect(await open.decide('query:series', approved)).toMatchObject({ ok: false, problem: { code: 'expired' } })
    await open.settle()
    open.setPolicy({})
    expect(await open.run()).toEqual([])
    const state = await open.state()
    expect([state.status, state.approvals[0]?.decision]).toMatchObject([status, { outcome: onDeadline, by: null }])
  }
})

test('what the policy never allows is not run, and not asked about', async () => {
  const open = await shop.open({
    rules: [{ when: { kind: 'sensitiveColumn' }, tier: 'never' }],
    sensitiveColumns: ['channel'],
  })
  expect(await open.run()).toEqual([])
  const { queries, status } = await open.state()
  // Nor run again, once it is forbidden.
  const free = await shop.open({})
  await free.run()
  expect(await free.rerun('values')).toMatchObject({ ok: true, value: { agrees: true } })
  free.setPolicy({ rules: [{ when: { kind: 'sensitiveColumn' }, tier: 'never' }], sensitiveColumns: ['channel'] })
  expect(await free.rerun('values')).toMatchObject({ ok: false, problem: { code: 'query-refused' } })
  const failed = (await open.store.load(open.ref)).flatMap(({ event }) =>
    event.type === 'QueryFailed' || event.type === 'InvestigationFailed' ? [event.data.message] : [],
  )
  expect(queries.filter(({ sql }) => sql.includes('channel'))).toEqual([])
  expect(['failed', 'concluded']).toContain(status)
  expect(failed[0]).toMatch(/^Not run: the approval policy of this data source never allows it\. It touches .*channel/)
})

test('the days to compare with are those of every later query, and a table that was added may be read', async () => {
  const open = await shop.open({ context: 'always', rules: [orders] })
  await open.run()
  await open.decide('query:series', approved)
  expect(await open.run()).toEqual(['context'])
  const none = {
    withoutTables: [],
    withoutEdges: [],
    withoutColumns: [],
    masked: [],
    withTables: [],
    normalDays: null,
    since: null,
    hint: null,
  }
  const change = (wish: object) =>
    open.decide('context', { outcome: 'modified', reason: null, change: { ...none, ...wish } })
  for (const normalDays of [[], ['2026-06-12'], ['2026-06-01', '2026-06-01'], ['1999-01-01'], ['not a day']]) {
    expect([normalDays, await change({ normalDays })]).toMatchObject([
      normalDays,
      { ok: false, problem: { code: 'invalid', path: 'change' } },
    ])
  }
  expect(await change({ withTables: [{ schema: 'main', name: 'nothing' }] })).toMatchObject({
    ok: false,
    problem: { message: 'The data source has no table main.nothing.' },
  })
  expect(await change({ withTables: [{ schema: 'main', name: 'orders' }] })).toMatchObject({
    ok: false,
    problem: { code: 'invalid' },
  })
  const normalDays = ['2026-06-02', '2026-06-03']
  // What nobody gave to the case the guard does not let be read; what somebody gave it does, and only the names of the answer are missing.
  expect(await open.check('query:series', 'SELECT name FROM hr.staff')).toMatchObject({
    problem: { message: expect.not.stringContaining('read by the name') },
  })
  expect(await change({ normalDays, withTables: [{ schema: 'hr', name: 'staff' }], masked: ['country'] })).toEqual({
    ok: true,
    value: null,
  })
  expect(await open.check('query:series', 'SELECT name FROM hr.staff')).toMatchObject({
    problem: { message: expect.stringContaining('read by the name') },
  })
  await approveAll(open)
  const { queries, status, samples } = await open.state()
  expect(status).toBe('concluded')
  const later = queries.filter(
    query => query.id !== 'series' && query.readsTable && query.id !== 'onset' && query.id !== 'badRows',
  )
  expect(later.length).toBeGreaterThan(3)
  const usual = ['2026-06-05', '2026-05-29', '2026-05-22']
  expect(later.filter(({ sql }) => usual.some(day => sql.includes(day))).map(query => query.id)).toEqual([])
  expect(later.filter(({ sql }) => normalDays.some(day => sql.includes(day))).length).toBeGreaterThan(3)
  expect(samples?.masked).toContain('country')
}, 30_000)

test('a window that was moved is the one that later queries read, and the timeline and the report say who moved it', async () => {
  const open = await shop.open({ context: 'always' })
  await open.run()
  const [asked] = await open.pending()
  expect(asked?.content).toMatchObject({ kind: 'context', since: '2026-06-12T08' })
  const none = {
    withoutTables: [],
    withoutEdges: [],
    withoutColumns: [],
    masked: [],
    withTables: [],
    normalDays: null,
    since: null,
    hint: null,
  }
  const change = (wish: object) =>
    open.decide('context', { outcome: 'modified', reason: null, change: { ...none, ...wish } })
  for (const since of ['2026-06-13', '2026-06-11T08', '1999-01-01', '2026-06-12T24', 'yesterday', '2026-05-01']) {
    expect([since, await change({ since })]).toMatchObject([
      since,
      { ok: false, problem: { code: 'invalid', path: 'change' } },
    ])
  }
  expect(await change({ since: '2026-06-05', normalDays: ['2026-06-08'] })).toMatchObject({
    ok: false,
    problem: { code: 'invalid', message: expect.stringContaining('2026-06-08') },
  })
  expect(await change({ since: '2026-06-12T10' })).toEqual({ ok: true, value: null })
  await open.run()
  const { queries, finding, status } = await open.state()
  expect(status).toBe('concluded')
  const later = queries.filter(({ id }) => ['values', 'segments', 'profile'].includes(id))
  expect(
    later.map(({ sql }) => [
      sql.includes('2026-06-12 10:00'),
      sql.includes('2026-06-05 10:00'),
      sql.includes('2026-06-12 08:00'),
    ]),
  ).toEqual(later.map(() => [true, true, false]))
  expect(later.length).toBeGreaterThan(1)
  expect(finding?.whatIsGoingOn.map(({ text }) => text)).toContain(
    'Grace moved the window: it was looked into since 12 June, 10:00.',
  )
  const headlines = (await open.store.load(open.ref)).map(({ event }) => headline(event, { kind: 'rowCount' }))
  expect(headlines).toContain('The context was changed and approved by Grace: looked into since 12 June, 10:00')
}, 30_000)

test("a window of several days leaves them out of the normal days, and reads the alert's day as a whole", async () => {
  const open = await shop.open({ context: 'always' })
  await open.run()
  const change = {
    withoutTables: [],
    withoutEdges: [],
    withoutColumns: [],
    masked: [],
    withTables: [],
    normalDays: null,
    since: '2026-06-05',
    hint: null,
  }
  expect(await open.decide('context', { outcome: 'modified', reason: null, change })).toEqual({ ok: true, value: null })
  await open.run()
  const { queries, anomaly } = await open.state()
  expect([anomaly?.days[0], anomaly?.days.at(-1), anomaly?.baselineDays.filter(day => day >= '2026-06-05')]).toEqual([
    '2026-06-05',
    '2026-06-14',
    [],
  ])
  const values = queries.find(({ id }) => id === 'values')?.sql ?? ''
  expect([values.includes('2026-06-12 00:00'), values.includes('2026-06-05')]).toEqual([true, false])
}, 30_000)

test('where two must approve, one waits for the other, and neither can be both', async () => {
  const open = await shop.open({ rules: [orders], quorum: 2 })
  expect(await open.run()).toEqual(['query:series'])
  expect(await open.decide('query:series', approved)).toEqual({ ok: true, value: null })
  expect(await open.run()).toEqual(['query:series'])
  expect(await open.decide('query:series', approved)).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed', message: expect.stringContaining('somebody else must') },
  })
  const seconds = await Promise.all(
    ['Edsger', 'Barbara'].map(name => open.decide('query:series', approved, person(name))),
  )
  expect(seconds.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await open.state()).approvals[0]).toMatchObject({
    decision: { byName: 'Grace', outcome: 'approved', seconded: { byName: expect.stringMatching(/Edsger|Barbara/) } },
  })
  const [id = ''] = await open.run()
  const { sql } = await contentOf(open, id)
  // What the first changed the second approves as it was changed; a change of that waits in its turn.
  await open.decide(id, { outcome: 'modified', reason: null, change: { sql: `${sql} LIMIT 5000` } })
  await open.decide(id, { outcome: 'modified', reason: null, change: { sql: `${sql} LIMIT 4000` } }, person('Edsger'))
  expect(await open.run()).toContain(id)
  expect(await open.decide(id, approved, person('Edsger'))).toMatchObject({ ok: false })
  expect(await open.decide(id, approved)).toEqual({ ok: true, value: null })
  await open.run()
  expect((await open.state()).queries.find(query => `query:${query.id}` === id)?.sql).toBe(`${sql} LIMIT 4000`)
  // One is enough to say no, and the deadline needs nobody.
  const other = await shop.open({ rules: [orders], quorum: 2, hours: 1, onDeadline: 'approved' })
  await other.run()
  await other.decide('query:series', approved)
  other.later(1)
  await other.settle()
  expect((await other.state()).approvals[0]?.decision).toMatchObject({ outcome: 'approved', by: null })
  const refused = await shop.open({ rules: [orders], quorum: 2 })
  await refused.run()
  await refused.decide('query:series', approved)
  expect(await refused.decide('query:series', rejected, person('Edsger'))).toEqual({ ok: true, value: null })
  expect((await refused.state()).status).toBe('failed')
}, 30_000)
