import { noPrices } from '../core/usage/queryCost.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Planned, Spending } from '../core/ports/spending.ts'
import type { BudgetStanding } from '../core/usage/budget.ts'
import { createModelShop, forgetful, userNulls, type ModelShop } from '../testing/modelShop.ts'
import { rounded } from '../testing/rounded.ts'
import { answering } from '../testing/scripts.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let shop: ModelShop
beforeAll(async () => {
  shop = await createModelShop(forgetful)
})
afterAll(async () => {
  await shop.file.remove()
})

const standing: BudgetStanding = {
  scope: 't',
  of: 'tenant',
  period: 'month',
  span: '2026-11',
  limit: 20_000_000n,
  spent: 0n,
  committed: 0n,
}

/** A budget that is used up once it was looked at so often; it keeps what it was told. */
const usedUpAfter = (looks: number) => {
  const noted: bigint[] = []
  let seen = 0
  const standings = async () => [{ ...standing, spent: (seen += 1) > looks ? 20_000_000n : 1_000_000n }]
  const spending: Spending = {
    standings,
    commit: async () => ({ standings: await standings(), queryMs: 60_000 }),
    release: async () => {},
    committedSteps: async () => [],
    pricesOf: async () => noPrices,
    note: async (_tenant, standings) => {
      noted.push(...standings.map(({ spent }) => spent))
    },
  }
  return { spending, noted }
}

test('a budget that runs out in mid-case ends it with a partial finding that says so', async () => {
  // Context, anomaly, hypotheses; then one scan, and no more.
  const { spending, noted } = usedUpAfter(4)
  const asked = await shop.ask({ script: answering({}), metric: userNulls, spending })
  const stopped =
    'Stopped early: the budget of this month (20.00 USD) is used up. What was measured until then stands; an admin can raise the limit.'
  expect(asked.failure).toBeNull()
  expect(asked.finding?.notes?.map(({ text }) => text)).toEqual([stopped])
  expect(asked.finding?.confidence.value).toBeLessThanOrEqual(0.5)
  expect(asked.queries.map(({ id }) => id)).toEqual(['series', 'values'])
  expect(asked.received).toEqual([])
  expect(noted.at(-1)).toBe(20_000_000n)
})

test('one that is used up before anything was measured ends the case in words', async () => {
  const asked = await shop.ask({ script: null, metric: userNulls, spending: usedUpAfter(1).spending })
  expect(asked.failure).toBe(
    'budget-spent: Stopped early: the budget of this month (20.00 USD) is used up. What was measured until then stands; an admin can raise the limit.',
  )
})

test('a budget with room changes nothing', async () => {
  const [free, bound] = [
    await shop.ask({ script: null, metric: userNulls }),
    await shop.ask({ script: null, metric: userNulls, spending: usedUpAfter(1_000).spending }),
  ]
  expect(rounded(bound.finding)).toEqual(rounded(free.finding))
})

test('what each step is going to ask is committed before it asks, and nothing where no price is known', async () => {
  const planned: Planned[] = []
  const { spending } = usedUpAfter(1_000)
  const committing: Spending = {
    ...spending,
    commit: async (_scope, step) => {
      planned.push(step)
      return { standings: [], queryMs: 60_000 }
    },
  }
  const priced = { ...committing, pricesOf: async () => ({ terabyte: 5_000_000_000_000n, second: null }) }
  const asked = await shop.ask({ script: null, metric: userNulls, spending: priced })
  const queries = new Map(planned.map(({ step, queries: count }) => [step, count]))
  expect([queries.get('measureAnomaly'), queries.get('runScan:values'), queries.get('sampleRows')]).toEqual([1, 1, 2])
  expect([...queries.values()].reduce((sum, count) => sum + count, 0)).toBe(asked.queries.length)
  const bytes = asked.queries.reduce((sum, { estimate }) => sum + BigInt(Math.round(estimate?.bytes ?? 0)), 0n)
  expect(planned.reduce((sum, { bytesCost }) => sum + bytesCost, 0n)).toBe(bytes * 5n)
  planned.length = 0
  await shop.ask({ script: null, metric: userNulls, spending: committing })
  expect(planned).toEqual([])
})

test('a query that would run for ever is cut to what the budget lets it take, paid for that, and ends the case in words', async () => {
  const endless = await createModelShop(
    'ALTER TABLE shop.orders RENAME TO made',
    'CREATE VIEW shop.orders AS SELECT made.* FROM shop.made, range(1000000000)',
  )
  const { spending } = usedUpAfter(1_000)
  const tight: Spending = {
    ...spending,
    pricesOf: async () => ({ terabyte: null, second: 20_000n }),
    commit: async () => ({ standings: [{ ...standing, spent: 19_990_000n }], queryMs: 300 }),
  }
  const asked = await endless.ask({ script: null, metric: userNulls, spending: tight })
  await endless.file.remove()
  const why =
    'what is left of the budget of this month (20.00 USD) lets a query take 0.3 seconds, and one would have taken longer'
  expect(asked.failure).toBe(
    `budget-spent: Stopped early: ${why}. What was measured until then stands; an admin can raise the limit.`,
  )
  const late = (await asked.store.load(asked.ref)).flatMap(({ event }) =>
    event.type === 'QueryFailed' ? [event.data] : [],
  )
  expect(late).toMatchObject([{ id: 'series:late1', code: 'timed-out', scan: null }])
  expect(late[0]?.elapsedMs).toBeGreaterThanOrEqual(300)
  expect(late[0]?.elapsedMs).toBeLessThan(30_000)
})
