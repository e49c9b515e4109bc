import { expect, test } from 'vitest'
import { createMemoryStore } from '../adapters/memory/investigationStore.ts'
import { createMemoryCases } from '../adapters/memory/memoryCases.ts'
import { asId, type InvestigationId, type TenantId } from '../core/shared/ids.ts'
import { question } from '../testing/facts.ts'
import { change } from './change.ts'

const investigationId = asId<InvestigationId>('case')
const ours = { tenantId: asId<TenantId>('ours'), investigationId }
const open = { type: 'OpenInvestigation', question, openedBy: null } as const

test('an id in use by another tenant is refused at once, and its case stays as it was', async () => {
  const store = createMemoryStore(createMemoryCases())
  expect(await change(store)(ours, open)).toMatchObject({ ok: true })
  expect(await change(store)({ ...ours, tenantId: asId<TenantId>('theirs') }, open)).toEqual({
    ok: false,
    problem: { code: 'already-open' },
  })
  expect((await store.load(ours)).map(({ event }) => event.type)).toEqual(['InvestigationOpened'])
})

test('of racing decisions each is made on what is there', async () => {
  const store = createMemoryStore(createMemoryCases())
  await change(store)(ours, open)
  const cancel = { type: 'CancelInvestigation', by: null, byName: null } as const
  const all = await Promise.all(Array.from({ length: 20 }, () => change(store)(ours, cancel)))
  expect(all.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await store.load(ours)).map(({ event }) => event.type)).toEqual([
    'InvestigationOpened',
    'InvestigationCancelled',
  ])
})
