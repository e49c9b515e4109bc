import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asId, type DataSourceId, type TenantId } from '../shared/ids.ts'
import type { DataSourceRegistry, RegisteredDataSource } from './dataSourceRegistry.ts'

export type DataSourceRegistryFixture = {
  readonly registry: DataSourceRegistry
  newTenant(): Promise<TenantId>
  close(): Promise<void>
}

const source = (name: string): RegisteredDataSource => ({
  id: asId<DataSourceId>(crypto.randomUUID()), name, kind: 'postgres', settings: { host: 'db', port: 5432 }, secrets: Uint8Array.of(0, 1, 255), readOnly: null,
})

export const dataSourceRegistryContract = (name: string, makeFixture: () => Promise<DataSourceRegistryFixture>) => {
  describe(`a data source registry in ${name}`, () => {
    let fixture: DataSourceRegistryFixture
    beforeAll(async () => {
      fixture = await makeFixture()
    }, 60_000)
    afterAll(() => fixture?.close())

    test('keeps what is added, with and without secrets', async () => {
      const { registry } = fixture
      const tenant = await fixture.newTenant()
      const [shop, lake] = [source('Shop'), { ...source('Lake'), kind: 'duckdb', settings: { path: '/data' }, secrets: null, readOnly: true }]
      expect(await registry.add(tenant, shop)).toEqual({ ok: true, value: null })
      expect(await registry.add(tenant, lake)).toEqual({ ok: true, value: null })
      expect(await registry.find(tenant, shop.id)).toEqual(shop)
      expect(await registry.find(tenant, lake.id)).toEqual(lake)
    })

    test('another tenant finds nothing, and changes nothing', async () => {
      const { registry } = fixture
      const [owner, stranger] = [await fixture.newTenant(), await fixture.newTenant()]
      const shop = source('Shop')
      await registry.add(owner, shop)
      expect(await registry.find(stranger, shop.id)).toBeNull()
      await registry.recordReadOnly(stranger, shop.id, true)
      expect(await registry.find(owner, shop.id)).toEqual(shop)
      expect(await registry.isNameTaken(stranger, 'Shop')).toBe(false)
    })

    test('an unknown or malformed id finds nothing', async () => {
      const tenant = await fixture.newTenant()
      expect(await fixture.registry.find(tenant, asId<DataSourceId>(crypto.randomUUID()))).toBeNull()
      expect(await fixture.registry.find(tenant, asId<DataSourceId>('no uuid'))).toBeNull()
    })

    test('a name is taken once per tenant, also when two come at the same time', async () => {
      const { registry } = fixture
      const [tenant, other] = [await fixture.newTenant(), await fixture.newTenant()]
      const added = await Promise.all([source('Shop'), source('Shop'), source('Shop')].map(item => registry.add(tenant, item)))
      expect(added.filter(({ ok }) => ok)).toHaveLength(1)
      expect(added.find(({ ok }) => !ok)).toEqual({ ok: false, problem: { code: 'name-taken' } })
      expect(await registry.isNameTaken(tenant, 'Shop')).toBe(true)
      expect(await registry.add(other, source('Shop'))).toEqual({ ok: true, value: null })
    })

    test('changes what is given, and only that; a name that another has is refused', async () => {
      const { registry } = fixture
      const tenant = await fixture.newTenant()
      const [shop, lake] = [source('Shop'), source('Lake')]
      await registry.add(tenant, shop)
      await registry.add(tenant, lake)
      expect(await registry.change(tenant, shop.id, { name: 'Store' })).toEqual({ ok: true, value: null })
      expect(await registry.find(tenant, shop.id)).toEqual({ ...shop, name: 'Store' })
      const to = { name: 'Store', settings: { host: 'other' }, secrets: null, readOnly: true }
      expect(await registry.change(tenant, shop.id, to)).toEqual({ ok: true, value: null })
      expect(await registry.find(tenant, shop.id)).toEqual({ ...shop, ...to })
      expect(await registry.change(tenant, shop.id, { name: 'Lake' })).toEqual({ ok: false, problem: { code: 'name-taken' } })
      await registry.change(await fixture.newTenant(), lake.id, { name: 'Mine' })
      expect((await registry.find(tenant, lake.id))?.name).toBe('Lake')
    })

    test('what is removed is found no more, and its name is free again', async () => {
      const { registry } = fixture
      const [owner, stranger] = [await fixture.newTenant(), await fixture.newTenant()]
      const shop = source('Shop')
      await registry.add(owner, shop)
      expect(await registry.remove(stranger, shop.id)).toEqual({ ok: false, problem: { code: 'not-found' } })
      expect(await registry.running(owner, shop.id)).toBe(0)
      expect(await registry.remove(owner, shop.id)).toEqual({ ok: true, value: null })
      expect(await registry.find(owner, shop.id)).toBeNull()
      expect(await registry.remove(owner, shop.id)).toEqual({ ok: false, problem: { code: 'not-found' } })
      expect(await registry.add(owner, source('Shop'))).toEqual({ ok: true, value: null })
    })

    test('keeps the outcome of a proof', async () => {
      const { registry } = fixture
      const tenant = await fixture.newTenant()
      const shop = source('Shop')
      await registry.add(tenant, shop)
      await registry.recordReadOnly(tenant, shop.id, false)
      expect(await registry.find(tenant, shop.id)).toEqual({ ...shop, readOnly: false })
    })
  })
}
