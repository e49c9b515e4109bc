import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { warehouseContext } from './corpus/warehouse.ts'
import { createQueryGuard } from './createQueryGuard.ts'

const guard = createQueryGuard()
const postgres = { dialect: 'postgres', context: warehouseContext('postgres') } as const
const duckdb = { dialect: 'duckdb', context: warehouseContext('duckdb') } as const
afterAll(() => guard.close())

const wide = (measures: number) =>
  `SELECT region, ${Array.from(
    { length: measures },
    (_, place) =>
      `count(*) FILTER (WHERE amount > ${place}) AS n${place}, sum(CASE WHEN channel IS NULL THEN 1 ELSE 0 END) AS s${place}`,
  ).join(', ')} FROM orders GROUP BY region`

test('seals the exact text, its hash, its shape and its tables', async () => {
  const text = 'SELECT count(*) FROM public.orders;'
  const hash = createHash('sha256').update(text).digest('hex')
  const tables = [{ schema: 'public', name: 'orders' }]
  expect(await guard.check(text, postgres)).toEqual({
    ok: true,
    value: { dialect: 'postgres', text, hash, shape: expect.stringMatching(/^[0-9a-f]{64}$/), tables },
  })
}, 60_000)

test('gives the planner wider limits than anybody else', async () => {
  const text = wide(280)
  expect(await guard.check(text, { ...duckdb, origin: 'planner' })).toMatchObject({ ok: true })
  expect(await guard.check(text, { ...postgres, origin: 'planner' })).toMatchObject({ ok: true })
  expect(await guard.check(text, duckdb)).toMatchObject({ ok: false, problem: { code: 'too-large' } })
}, 60_000)

test.each([
  ['too-large', 'SELECT ' + '('.repeat(41) + '1' + ')'.repeat(41)],
  ['too-large', `SELECT '${'x'.repeat(40_000)}'`],
  ['unreadable', 'SELECT ' + '('.repeat(39)],
  ['unreadable', 'SELECT FROM WHERE'],
  ['unreadable', "SELECT 'open"],
  ['unreadable', ''],
  ['forbidden-token', 'SELECT 1 -- why not'],
  ['forbidden-token', 'SELECT 1\u00a0'],
  ['many-statements', 'SELECT 1; SELECT 2'],
  ['not-a-select', 'DROP TABLE orders'],
  ['forbidden-node', 'SELECT id FROM orders FOR UPDATE'],
  ['forbidden-function', 'SELECT pg_sleep(1)'],
  ['forbidden-table', 'SELECT * FROM secret.users'],
  ['unknown-column', 'SELECT nosuch FROM orders'],
  [
    'too-many-joins',
    `SELECT count(*) FROM src ${Array.from({ length: 9 }, (_, n) => `JOIN dst d${n} ON d${n}.id = src.id`).join(' ')}`,
  ],
])('says %s of %s', async (code, text) => {
  expect(await guard.check(text, postgres)).toMatchObject({ ok: false, problem: { code } })
})

test('quotes at most 80 characters of the query, on one line', async () => {
  const answer = await guard.check(`SELECT * FROM "${'x\n'.repeat(500)}"`, duckdb)
  expect(answer.ok ? '' : answer.problem.message).toMatch(
    /^The table (x ){29}x?…? is not part of this investigation\.$/,
  )
})

test('takes a string of 30 KiB and an IN list of 900 values', async () => {
  expect(
    await guard.check(`SELECT count(*) FROM orders WHERE status = '${"x''".repeat(10_000)}'`, postgres),
  ).toMatchObject({ ok: true })
  expect(
    await guard.check(
      `SELECT count(*) FROM orders WHERE id IN (${Array.from({ length: 900 }, (_, n) => n).join(', ')})`,
      duckdb,
    ),
  ).toMatchObject({ ok: true })
})

test('refuses what overruns the deadline, replaces the worker and goes on', async () => {
  const hasty = createQueryGuard({ limits: { deadlineMs: 1, maxBytes: 200_000, maxTokens: 60_000 } })
  const slow = await hasty.check(wide(800), postgres)
  expect(slow).toMatchObject({ ok: false, problem: { code: 'too-slow' } })
  const answers = await Promise.all([hasty.check('SELECT', postgres), hasty.check('SELECT 1;', duckdb)])
  expect(
    answers.map(answer => answer.ok || answer.problem.code !== 'unreadable' || answer.problem.message !== ''),
  ).toEqual([true, true])
  await hasty.close()
}, 60_000)

test('refuses what needs more memory than a worker has', async () => {
  const small = createQueryGuard({
    heapMb: 24,
    limits: { deadlineMs: 60_000, maxBytes: 20_000_000, maxTokens: 6_000_000 },
  })
  const answer = await small.check(wide(20_000), postgres)
  expect(answer).toMatchObject({
    ok: false,
    problem: { code: 'too-large', message: 'The query needs too much memory to read.' },
  })
  await small.close()
}, 60_000)

test('answers after it was closed, and can be closed twice', async () => {
  const brief = createQueryGuard()
  const waiting = brief.check('SELECT 1', duckdb)
  await brief.close()
  await brief.close()
  expect((await waiting).ok).toBe(false)
  expect(await brief.check('SELECT 1', duckdb)).toMatchObject({ ok: false, problem: { code: 'too-slow' } })
}, 60_000)
