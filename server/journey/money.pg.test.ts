// Money under `kill -9` and two workers at once, by the program as it is deployed: what is paid is recorded once, and no budget is passed by more than a step.
import { afterEach, expect, test } from 'vitest'
import { endsCase } from '../core/investigation/endsCase.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { createSpending } from '../adapters/postgres/spending.ts'
import { startChild } from '../testing/childProcess.ts'
import { startJourney } from '../testing/journey.ts'
import { moneySums } from '../testing/metered.ts'

const journeys: Awaited<ReturnType<typeof startJourney>>[] = []
afterEach(() => Promise.all(journeys.splice(0).map(journey => journey.end())))

/** Five thousandths of a cent a kilobyte, two cents a second: no round numbers come of it. */
const setOut = async () => {
  const journey = await startJourney()
  journeys.push(journey)
  const price = (resource: string, unit: string, micros: number) =>
    journey.pool.query(
      `INSERT INTO price (tenant_id, resource, unit, valid_from, micros, changed_at) VALUES ($1, $2, $3, '2026-01-01', $4, now())`,
      [journey.tenantId, resource, unit, micros],
    )
  const source = `source:${journey.dataSourceId}`
  return {
    ...journey,
    price,
    source,
    moneyOf: async (ref: CaseRef) =>
      (await createSpending(journey.pool).standings({ ...ref, dataSourceId: journey.dataSourceId }))[0],
    setBudget: (micros: number) =>
      journey.pool.query(
        `INSERT INTO budget (tenant_id, scope, period, limit_micros, version, changed_at) VALUES ($1, $1, 'month', $2, 1, now())`,
        [journey.tenantId, micros],
      ),
    async ended(ref: CaseRef) {
      for await (const { event } of journey.feed.follow(ref, 0, new AbortController().signal))
        if (endsCase(event)) return event.type
      return null
    },
  }
}

test('a query under way when its worker is killed stays committed, is asked again and paid once', async () => {
  const journey = await setOut()
  await journey.price(journey.source, 'terabyte', 53_000_000_000)
  await journey.price(journey.source, 'second', 20_000)
  await journey.setBudget(999_000_000_000)
  const doomed = journey.start('worker')
  // What its queries took is what the next case is expected to take.
  expect(await journey.ended(await journey.openCase())).toBe('FindingReached')
  const before = (await moneySums(journey.pool)).ledger
  const ref = await journey.openCase()
  for await (const { event } of journey.feed.follow(ref, 0, new AbortController().signal))
    if (event.type === 'ContextGathered') break
  // From here on every step hangs in its query.
  await journey.warehouse.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE')
  const committed = async () => Number((await journey.moneyOf(ref))?.committed)
  await expect.poll(committed, { timeout: 60_000 }).toBeGreaterThan(0)
  await doomed.kill()
  const killed = await journey.moneyOf(ref)
  expect(killed?.spent ?? 0n).toBeLessThan(2n * before)
  expect(killed?.committed ?? 0n).toBeGreaterThan(0n)
  await journey.warehouse.query('ROLLBACK')
  journey.start('worker')
  expect(await journey.ended(ref)).toBe('FindingReached')
  const { ledger, facts: byFacts } = await moneySums(journey.pool)
  expect(ledger).toBeGreaterThan(0n)
  expect(ledger).toBe(byFacts)
  expect(await journey.moneyOf(ref)).toMatchObject({ spent: ledger, committed: 0n })
}, 200_000)

test('a call of a model whose process is killed between the answer and its record is paid once, and counts all the while', async () => {
  const journey = await setOut()
  for (const [unit, micros] of [
    ['input', 3_000_000],
    ['output', 15_000_000],
  ] as const)
    await journey.price('strong', unit, micros)
  await journey.setBudget(999_000_000)
  const ref: CaseRef = { tenantId: journey.tenantId, investigationId: (await journey.openCase()).investigationId }
  const caller = (word: string) =>
    startChild(
      'dyingCaller.ts',
      journey.installed.databaseUrl,
      ref.tenantId,
      journey.dataSourceId,
      ref.investigationId,
      word,
    )
  const dying = caller('die')
  await dying.said('sent')
  await dying.said('answered')
  await expect.poll(async () => (await journey.moneyOf(ref))?.committed).toBe(10_000n * 3n + 4_000n * 15n)
  const again = caller('live')
  await again.said('found')
  await again.said('recorded')
  expect(await journey.moneyOf(ref)).toMatchObject({ spent: 1_234n * 3n + 56n * 15n, committed: 0n })
  // Delivered once more: the answer is there, and its fact too.
  const late = caller('live')
  await late.said('found')
  await late.said('known')
  expect(await journey.moneyOf(ref)).toMatchObject({ spent: 1_234n * 3n + 56n * 15n, committed: 0n })
}, 60_000)

test('two workers on one tenant pass its budget by one step at most', async () => {
  const journey = await setOut()
  await journey.price(journey.source, 'terabyte', 53_000_000_000)
  const alone = await journey.openCase()
  journey.start('worker')
  expect(await journey.ended(alone)).toBe('FindingReached')
  const one = (await moneySums(journey.pool)).ledger
  const {
    rows: [step],
  } = await journey.pool.query<{ most: string }>(
    'SELECT max(cost) AS most FROM (SELECT sum(cost_micros) AS cost FROM usage_entry GROUP BY investigation_id, sequence) AS steps',
  )
  // Room for two and a half cases more; the rows that are sampled are two queries in one step.
  const [limit, most] = [one + (one * 5n) / 2n, 2n * BigInt(step?.most ?? 0)]
  await journey.setBudget(Number(limit))
  journey.start('worker')
  const refs = await Promise.all(Array.from({ length: 6 }, () => journey.openCase()))
  const ends = await Promise.all(refs.map(journey.ended))
  const { ledger, facts: byFacts } = await moneySums(journey.pool)
  expect(ledger).toBe(byFacts)
  expect(ledger).toBeGreaterThanOrEqual(limit - most)
  expect(ledger).toBeLessThanOrEqual(limit + most)
  const { rowCount } = await journey.pool.query("SELECT 1 FROM event_record WHERE type = 'BudgetSpent'")
  expect(rowCount).toBeGreaterThan(0)
  expect(ends.every(end => end !== null)).toBe(true)
  expect(await journey.moneyOf(alone)).toMatchObject({ committed: 0n })
}, 300_000)

test('queries that would run for ever, of a data source of which little is known, end where the budget does, and the case says so', async () => {
  const journey = await setOut()
  await journey.price(journey.source, 'second', 20_000)
  const limit = 50_000n
  await journey.setBudget(Number(limit))
  journey.start('worker')
  const ref = await journey.openCase()
  for await (const { event } of journey.feed.follow(ref, 0, new AbortController().signal))
    if (event.type === 'ContextGathered') break
  // From here on every step hangs in its query.
  await journey.warehouse.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE')
  const ends = ['InvestigationFailed', 'FindingReached']
  expect(ends).toContain(await journey.ended(ref))
  await journey.warehouse.query('ROLLBACK')
  const { rows } = await journey.pool.query<{ message: string }>(
    `SELECT data->'stop'->>'message' AS message FROM event_record WHERE type = 'BudgetSpent'`,
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.message).toMatch(
    /^Stopped early: (what is left of )?the budget of this month \(0\.05 USD\) (is used up|lets a query take \d+\.\d seconds, and one would have taken longer)\. /,
  )
  const { ledger, facts: byFacts } = await moneySums(journey.pool)
  expect(ledger).toBe(byFacts)
  expect(ledger).toBeGreaterThan(10_000n)
  // A step more is a second, and what it takes to stop it; the data source itself would have let each query wait for five.
  expect(ledger).toBeLessThanOrEqual(limit + 2n * 20_000n)
  expect(await journey.moneyOf(ref)).toMatchObject({ spent: ledger, committed: 0n })
}, 200_000)
