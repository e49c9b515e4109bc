import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asId, type DataSourceId, type TenantId } from '../shared/ids.ts'
import type { DataSourceRegistry, NewDataSource } from './dataSourceRegistry.ts'

export type DataSourceRegistryFixture = {
  readonly registry: DataSourceRegistry
  newTenant(): Promise<TenantId>
  close(): Promise<void>
}

const source = (name: string): NewDataSource => ({
  id: asId<DataSourceId>(crypto.randomUUID()),
  name,
  kind: 'postgres',
  settings: { host: 'db', port: 5432 },
  secrets: Uint8Array.of(0, 1, 255),
  readOnly: null,
  draft: false,
})

/** What a tenant's first data source begins with. */
const first = { active: true, isDefault: true, version: 1 }

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
      const [shop, lake] = [
        source('Shop'),
        { ...source('Lake'), kind: 'duckdb', settings: { path: '/data' }, secrets: null, readOnly: true },
      ]
      expect(await registry.add(tenant, shop)).toEqual({ ok: true, value: null })
      expect(await registry.add(tenant, lake)).toEqual({ ok: true, value: null })
      expect(await registry.find(tenant, shop.id)).toEqual({ ...shop, ...first })
      expect(await registry.find(tenant, lake.id)).toEqual({ ...lake, ...first, isDefault: false })
    })

    test('another tenant finds nothing, and changes nothing', async () => {
      const { registry } = fixture
      const [owner, stranger] = [await fixture.newTenant(), await fixture.newTenant()]
      const shop = source('Shop')
      await registry.add(owner, shop)
      expect(await registry.find(stranger, shop.id)).toBeNull()
      await registry.recordPassed(stranger, shop.id, true)
      expect(await registry.change(stranger, shop.id, { version: 1, to: { name: 'Mine' } })).toEqual({
        ok: false,
        problem: { code: 'not-found' },
      })
      expect(await registry.running(stranger, shop.id)).toEqual([])
      expect(await registry.find(owner, shop.id)).toEqual({ ...shop, ...first })
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
      const added = await Promise.all(
        [source('Shop'), source('Shop'), source('Shop')].map(item => registry.add(tenant, item)),
      )
      expect(added.filter(({ ok }) => ok)).toHaveLength(1)
      expect(added.find(({ ok }) => !ok)).toEqual({ ok: false, problem: { code: 'name-taken' } })
      expect(await registry.isNameTaken(tenant, 'Shop')).toBe(true)
      expect([await registry.isNameTaken(tenant, 'sHOP'), await registry.isNameTaken(tenant, 'S_op')]).toEqual([
        true,
        false,
      ])
      expect(await registry.add(tenant, source('SHOP'))).toEqual({ ok: false, problem: { code: 'name-taken' } })
      expect(await registry.add(other, source('Shop'))).toEqual({ ok: true, value: null })
    })

    test('changes what is given, and only that; a name that another has is refused', async () => {
      const { registry } = fixture
      const tenant = await fixture.newTenant()
      const [shop, lake] = [source('Shop'), source('Lake')]
      await registry.add(tenant, shop)
      await registry.add(tenant, lake)
      expect(await registry.change(tenant, shop.id, { version: 1, to: { name: 'Store' } })).toEqual({
        ok: true,
        value: null,
      })
      expect(await registry.find(tenant, shop.id)).toEqual({ ...shop, ...first, name: 'Store', version: 2 })
      const to = {
        name: 'Store',
        settings: { host: 'other' },
        secrets: null,
        readOnly: true,
        draft: true,
        active: false,
      }
      expect(await registry.change(tenant, shop.id, { version: 2, to })).toEqual({ ok: true, value: null })
      expect(await registry.find(tenant, shop.id)).toEqual({ ...shop, ...to, isDefault: true, version: 3 })
      expect(await registry.change(tenant, shop.id, { version: 3, to: { name: 'LAKE' } })).toEqual({
        ok: false,
        problem: { code: 'name-taken' },
      })
      expect(await registry.change(tenant, shop.id, { version: 3, to: { name: 'STORE' } })).toEqual({
        ok: true,
        value: null,
      })
    })

    test('of changes to the same version, also when they come at the same time, one wins and the others hear of it', async () => {
      const { registry } = fixture
      const tenant = await fixture.newTenant()
      const shop = source('Shop')
      await registry.add(tenant, shop)
      const changed = await Promise.all(
        ['A', 'B', 'C', 'D'].map(name => registry.change(tenant, shop.id, { version: 1, to: { name } })),
      )
      expect(changed.filter(({ ok }) => ok)).toHaveLength(1)
      expect(changed.find(({ ok }) => !ok)).toEqual({ ok: false, problem: { code: 'conflict' } })
      expect(
        await registry.change(tenant, asId<DataSourceId>(crypto.randomUUID()), { version: 1, to: { name: 'X' } }),
      ).toEqual({ ok: false, problem: { code: 'not-found' } })
    })

    test('at most one is the default, also when several become it at the same time', async () => {
      const { registry } = fixture
      const tenant = await fixture.newTenant()
      const all = ['A', 'B', 'C', 'D'].map(source)
      for (const each of all) await registry.add(tenant, each)
      const defaults = async () =>
        (await Promise.all(all.map(({ id }) => registry.find(tenant, id))))
          .filter(found => found?.isDefault)
          .map(found => found?.name)
      expect(await defaults()).toEqual(['A'])
      await Promise.all(
        all.slice(1).map(({ id }) => registry.change(tenant, id, { version: 1, to: { isDefault: true } })),
      )
      expect(await defaults()).toHaveLength(1)
      expect(await defaults()).not.toEqual(['A'])
    })

    test('what is removed is found no more, and its name is free again', async () => {
      const { registry } = fixture
      const [owner, stranger] = [await fixture.newTenant(), await fixture.newTenant()]
      const shop = source('Shop')
      await registry.add(owner, shop)
      expect(await registry.remove(stranger, shop.id)).toEqual({ ok: false, problem: { code: 'not-found' } })
      expect(await registry.running(owner, shop.id)).toEqual([])
      expect(await registry.remove(owner, shop.id)).toEqual({ ok: true, value: null })
      expect(await registry.find(owner, shop.id)).toBeNull()
      expect(await registry.remove(owner, shop.id)).toEqual({ ok: false, problem: { code: 'not-found' } })
      expect(await registry.add(owner, source('Shop'))).toEqual({ ok: true, value: null })
    })

    test('keeps that a test was passed, which is no change that others could miss', async () => {
      const { registry } = fixture
      const tenant = await fixture.newTenant()
      const shop = { ...source('Shop'), draft: true }
      await registry.add(tenant, shop)
      await registry.recordPassed(tenant, shop.id, false)
      expect(await registry.find(tenant, shop.id)).toEqual({ ...shop, ...first, readOnly: false, draft: false })
    })
  })
}
