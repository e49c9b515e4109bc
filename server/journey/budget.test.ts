import { noPrices } from '../core/usage/queryCost.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Spending } from '../core/ports/spending.ts'
import type { BudgetStanding } from '../core/usage/budget.ts'
import { createModelShop, forgetful, userNulls, type ModelShop } from '../testing/modelShop.ts'
import { rounded } from '../testing/rounded.ts'
import { answering } from '../testing/scripts.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let shop: ModelShop
beforeAll(async () => { shop = await createModelShop(forgetful) })
afterAll(async () => { await shop.file.remove() })

const standing: BudgetStanding = { scope: 't', ofTenant: true, period: 'month', span: '2026-11', limit: 20_000_000n, spent: 0n, committed: 0n }

/** A budget that is used up once it was looked at so often; it keeps what it was told. */
const usedUpAfter = (looks: number) => {
  const noted: bigint[] = []
  let seen = 0
  const spending: Spending = {
    standings: async () => [{ ...standing, spent: (seen += 1) > looks ? 20_000_000n : 1_000_000n }],
    pricesOf: async () => noPrices,
    note: async (_tenant, standings) => { noted.push(...standings.map(({ spent }) => spent)) },
  }
  return { spending, noted }
}

test('a budget that runs out in mid-case ends it with a partial finding that says so', async () => {
  // Context, anomaly, hypotheses; then one scan, and no more.
  const { spending, noted } = usedUpAfter(4)
  const asked = await shop.ask({ script: answering({}), metric: userNulls, spending })
  const stopped = 'Stopped early: the budget of this month (20.00 USD) is used up. What was measured until then stands; an admin can raise the limit.'
  expect(asked.failure).toBeNull()
  expect(asked.finding?.notes?.map(({ text }) => text)).toEqual([stopped])
  expect(asked.finding?.confidence.value).toBeLessThanOrEqual(0.5)
  expect(asked.queries.map(({ id }) => id)).toEqual(['series', 'values'])
  expect(asked.received).toEqual([])
  expect(noted.at(-1)).toBe(20_000_000n)
})

test('one that is used up before anything was measured ends the case in words', async () => {
  const asked = await shop.ask({ script: null, metric: userNulls, spending: usedUpAfter(1).spending })
  expect(asked.failure).toBe('budget-spent: Stopped early: the budget of this month (20.00 USD) is used up. What was measured until then stands; an admin can raise the limit.')
})

test('a budget with room changes nothing', async () => {
  const [free, bound] = [await shop.ask({ script: null, metric: userNulls }), await shop.ask({ script: null, metric: userNulls, spending: usedUpAfter(1_000).spending })]
  expect(rounded(bound.finding)).toEqual(rounded(free.finding))
})
