import type { DataSourceRegistry, RegisteredDataSource } from '../../core/ports/dataSourceRegistry.ts'
import type { DataSourceId, TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

/** Data sources kept in memory, for tests. */
export const createMemoryDataSourceRegistry = (): DataSourceRegistry => {
  const kept: { readonly tenantId: TenantId; source: RegisteredDataSource }[] = []
  const of = (tenantId: TenantId) => kept.filter(entry => entry.tenantId === tenantId)
  const entryOf = (tenantId: TenantId, id: DataSourceId) => of(tenantId).find(({ source }) => source.id === id)
  const owner = (tenantId: TenantId, name: string) =>
    of(tenantId).find(({ source }) => source.name.toLowerCase() === name.toLowerCase())?.source.id
  return {
    find: async (tenantId, id) => entryOf(tenantId, id)?.source ?? null,
    isNameTaken: async (tenantId, name) => owner(tenantId, name) !== undefined,
    async add(tenantId, source) {
      if (owner(tenantId, source.name) !== undefined) return refuse({ code: 'name-taken' })
      kept.push({ tenantId, source: { ...source, active: true, isDefault: of(tenantId).length === 0, version: 1 } })
      return ok(null)
    },
    async change(tenantId, id, { version, to: { toldTeamId: _nobody, ...to } }) {
      const entry = entryOf(tenantId, id)
      if (entry === undefined) return refuse({ code: 'not-found' })
      if (entry.source.version !== version) return refuse({ code: 'conflict' })
      const other = to.name === undefined ? undefined : owner(tenantId, to.name)
      if (other !== undefined && other !== id) return refuse({ code: 'name-taken' })
      if (to.isDefault) for (const each of of(tenantId)) each.source = { ...each.source, isDefault: false }
      entry.source = { ...entry.source, ...to, version: version + 1 }
      return ok(null)
    },
    running: async () => [],
    async remove(tenantId, id) {
      const place = kept.findIndex(entry => entry.tenantId === tenantId && entry.source.id === id)
      if (place < 0) return refuse({ code: 'not-found' })
      kept.splice(place, 1)
      return ok(null)
    },
    async recordPassed(tenantId, id, readOnly) {
      const entry = entryOf(tenantId, id)
      if (entry) entry.source = { ...entry.source, readOnly, draft: false }
    },
  }
}
