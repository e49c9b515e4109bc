import { expect, test } from 'vitest'
import { createMemoryDataSourceRegistry } from '../adapters/memory/dataSourceRegistry.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import type { PriceChange } from '../core/ports/budgets.ts'
import { asId, type DataSourceId, type TenantId } from '../core/shared/ids.ts'
import { ok } from '../core/shared/result.ts'
import { setPrice, type PriceWish } from './changeBudget.ts'

const [tenantId, dataSourceId] = [asId<TenantId>('t'), asId<DataSourceId>('lake')]
const by: SignedIn = {
  tenantId,
  personId: asId<SignedIn['personId']>('ada'),
  name: 'Ada',
  role: 'admin',
  credential: { kind: 'session', id: 's' },
  key: null,
}

/** Sets it; what came of it, and what was put into the book. */
const set = async (wish: Partial<PriceWish>) => {
  const registry = createMemoryDataSourceRegistry()
  await registry.add(tenantId, {
    id: dataSourceId,
    name: 'Lake',
    kind: 'snowflake',
    settings: {},
    secrets: null,
    readOnly: null,
    draft: false,
  })
  const book: PriceChange[] = []
  const tools = {
    registry,
    teams: { find: async () => null },
    budgets: {
      change: async () => ok(null),
      setPrice: async (price: PriceChange) => {
        book.push(price)
      },
    },
  }
  const answer = await setPrice(tools)(by, {
    model: null,
    dataSourceId,
    unit: 'credit',
    validFrom: '2026-01-01',
    price: '3.00',
    creditsPerHour: 4,
    ...wish,
  })
  return { answer, book }
}

test('a credit has a price, and how many of them an hour takes', async () => {
  expect(await set({})).toEqual({
    answer: { ok: true, value: null },
    book: [
      {
        tenantId,
        resource: 'source:lake',
        unit: 'credit',
        validFrom: '2026-01-01',
        micros: 3_000_000n,
        creditsPerHour: 4,
      },
    ],
  })
  expect((await set({ unit: 'second', creditsPerHour: null })).book).toMatchObject([
    { unit: 'second', creditsPerHour: null },
  ])
})

test.each<[string, Partial<PriceWish>, string]>([
  ['a credit of nobody knows how many', { creditsPerHour: null }, 'creditsPerHour'],
  ['none an hour', { creditsPerHour: 0 }, 'creditsPerHour'],
  ['endless many', { creditsPerHour: Infinity }, 'creditsPerHour'],
  ['no number', { creditsPerHour: Number.NaN }, 'creditsPerHour'],
  ['credits of a second', { unit: 'second' }, 'creditsPerHour'],
  ['credits of a model', { model: 'strong', dataSourceId: null }, 'unit'],
  ['tokens of a data source', { unit: 'input', creditsPerHour: null }, 'unit'],
])('%s is refused by its field', async (_name, wish, path) => {
  expect(await set(wish)).toMatchObject({ answer: { ok: false, problem: { code: 'invalid', path } }, book: [] })
})
