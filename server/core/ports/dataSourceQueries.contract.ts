import { expect, test } from 'vitest'
import type { Questioned } from '../../testing/dataSourceFixture.ts'

/** Caps, time-outs, cancellation and faults of queries. */
export const queriesContract = ({ ask, answer, has, firstRow, problemOf, fixture }: Questioned) => {
  test('a row cap cuts, and says so', async () => {
    const capped = await answer('SELECT id FROM orders ORDER BY id', { maxRows: 3 })
    expect([capped.rows, capped.truncated]).toEqual([[[1], [2], [3]], true])
    const exact = await answer('SELECT id FROM customers ORDER BY id', { maxRows: 2 })
    expect([exact.rows, exact.truncated]).toEqual([[[1], [2]], false])
  })

  test('a byte cap cuts, and says so', async () => {
    const capped = await answer(`SELECT repeat('x', 1000) FROM orders`, { maxBytes: 10_500 })
    expect([capped.rows.length, capped.truncated]).toEqual([10, true])
    const huge = await answer(`SELECT repeat('x', 20000000)`, { maxBytes: 1000 })
    expect([huge.rows, huge.truncated]).toEqual([[], true])
    expect(await firstRow('SELECT 1')).toEqual([1])
  })

  test('an endless answer costs no more memory than the cap', async () => {
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed
    const { rows, truncated } = await answer(
      `SELECT repeat('x', 100) || a.id FROM orders AS a CROSS JOIN orders AS b CROSS JOIN orders AS c`,
      { maxRows: 1_000_000, maxBytes: 2_000_000 },
    )
    expect(truncated).toBe(true)
    expect(rows.length).toBeGreaterThan(18_000)
    expect(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
  })

  test('a query past its time is stopped in the server', async () => {
    const asked = await ask(fixture().slowQuery, { timeoutMs: 300 })
    expect(asked).toEqual({
      ok: false,
      problem: { code: 'timed-out', message: 'The data source did not answer in time.', retryable: true },
    })
    expect(await fixture().isRunning()).toBe(false)
    expect(await firstRow('SELECT 1')).toEqual([1])
  })

  test('an aborted query is stopped in the server', async () => {
    const controller = new AbortController()
    const asking = ask(fixture().slowQuery, {}, controller.signal)
    while (!(await fixture().isRunning())) await new Promise(setImmediate)
    controller.abort()
    expect(await asking).toEqual({
      ok: false,
      problem: { code: 'cancelled', message: 'The query was cancelled.', retryable: false },
    })
    expect(await fixture().isRunning()).toBe(false)
    expect(await ask('SELECT 1', {}, controller.signal)).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    expect(await firstRow('SELECT 1')).toEqual([1])
  })

  test('more queries than places are answered in turn', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => firstRow(`SELECT ${index}`)))
    expect(answers).toEqual(Array.from({ length: 12 }, (_, index) => [index]))
  })

  test('faults of a query are named', async () => {
    for (const [text, code, named] of [
      ['SELECT * FROM no_such', 'not-found', 'no_such'],
      ['SELECT no_such FROM orders', 'bad-query', 'no_such'],
      ['SELEC 1', 'bad-query', 'SELEC'],
    ] as const) {
      const found = await problemOf(text)
      expect([found.code, found.retryable, found.message.includes(named)]).toEqual([code, false, true])
    }
  })

  test('no problem quotes a value of the rows, nor a secret', async () => {
    const badCasts = [
      `SELECT CAST('planted-value' AS INTEGER)`,
      `SELECT CAST(name AS INTEGER) FROM customers`,
      `SELECT CAST(repeat('planted-value', id::INTEGER) AS DATE) FROM orders`,
    ]
    const problems = await Promise.all(
      [
        ...(has('strict casts') ? badCasts : []),
        ...fixture().secrets.map(secret => `SELECT * FROM "${secret.replaceAll('"', '')}"`),
      ].map(problemOf),
    )
    for (const { message } of problems) {
      for (const hidden of ['planted-value', 'Ada', ...fixture().secrets]) expect(message).not.toContain(hidden)
    }
  })

  test('one statement only, and only one that reads', async () => {
    for (const text of [
      'SELECT 1; SELECT 2',
      'SELECT 1; DROP TABLE nothing',
      'DROP TABLE nothing',
      `INSERT INTO nothing VALUES (1)`,
      'UPDATE orders SET paid = TRUE',
      'DELETE FROM orders',
      'CREATE TABLE other (id INTEGER)',
      'CREATE TEMPORARY TABLE other (id INTEGER)',
      'TRUNCATE orders',
      'COMMIT',
      'ROLLBACK; DELETE FROM orders',
    ])
      expect((await ask(text)).ok, text).toBe(false)
    expect(await firstRow('SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM nothing)')).toEqual([1000, 0])
  })
}
