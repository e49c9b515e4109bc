import { expect, test } from 'vitest'
import type { Questioned } from '../../testing/dataSourceFixture.ts'
import { uncheckedQuery } from '../../testing/uncheckedQuery.ts'

/** What a query would read. */
export const estimatesContract = ({ ask, firstRow, fixture, dialect }: Questioned) => {
  const estimate = (
    text: string,
    tables: readonly string[],
    { timeoutMs = 20_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ) => {
    const names = tables.map(name => ({ schema: fixture().schema, name }))
    return fixture().source.estimate(
      uncheckedQuery(dialect, fixture().spell?.(text) ?? text, names),
      { timeoutMs },
      signal,
    )
  }

  test('a query is estimated by what it has to read, whatever it gives back', async () => {
    const found = await estimate('SELECT count(*), sum(amount) FROM orders WHERE amount > 900', ['orders'])
    if (!found.ok) throw new Error(found.problem.message)
    const { rows, bytes, how } = found.value
    expect(how).toBe(fixture().costs.how)
    // Of a full scan, within a factor of two.
    expect(rows).toBeGreaterThanOrEqual(500)
    expect(rows).toBeLessThanOrEqual(2000)
    expect([bytes !== null && bytes > 0, bytes === null]).toEqual([fixture().costs.bytes, !fixture().costs.bytes])
    expect(await estimate('SELECT count(*) FROM nothing', ['nothing'])).toMatchObject({ ok: true, value: { how } })
  })

  test('an estimate runs nothing', async () => {
    expect(await estimate(fixture().slowQuery, [])).toMatchObject({ ok: true })
    expect(await fixture().isRunning()).toBe(false)
    for (const text of [
      'SELECT 1; DROP TABLE nothing',
      'SELECT 1; DELETE FROM orders',
      'DELETE FROM orders',
      'ANALYZE DELETE FROM orders',
    ])
      await estimate(text, ['orders'])
    expect(await firstRow('SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM nothing)')).toEqual([1000, 0])
  })

  test('an estimate that fails says why, and one that takes too long ends', async () => {
    expect(await estimate('SELECT no_such FROM orders', ['orders'])).toMatchObject({
      ok: false,
      problem: { code: 'bad-query' },
    })
    expect(await estimate('SELECT 1', [], { signal: AbortSignal.abort() })).toMatchObject({
      ok: false,
      problem: { code: 'cancelled' },
    })
    const controller = new AbortController()
    // Both places are taken.
    const asking = [ask(fixture().slowQuery, {}, controller.signal), ask(fixture().slowQuery, {}, controller.signal)]
    expect(await estimate('SELECT 1', [], { timeoutMs: 200 })).toMatchObject({
      ok: false,
      problem: { code: 'timed-out' },
    })
    controller.abort()
    await Promise.all(asking)
  })
}
