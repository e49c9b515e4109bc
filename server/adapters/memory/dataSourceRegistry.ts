import type { DataSourceRegistry, RegisteredDataSource } from '../../core/ports/dataSourceRegistry.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

/** Data sources kept in memory, for tests. */
export const createMemoryDataSourceRegistry = (): DataSourceRegistry => {
  const kept: { readonly tenantId: TenantId; source: RegisteredDataSource }[] = []
  const of = (tenantId: TenantId) => kept.filter(entry => entry.tenantId === tenantId)
  const nameTaken = (tenantId: TenantId, name: string) => of(tenantId).some(({ source }) => source.name === name)
  return {
    find: async (tenantId, id) => of(tenantId).find(({ source }) => source.id === id)?.source ?? null,
    isNameTaken: async (tenantId, name) => nameTaken(tenantId, name),
    async add(tenantId, source) {
      if (nameTaken(tenantId, source.name)) return refuse({ code: 'name-taken' })
      kept.push({ tenantId, source })
      return ok(null)
    },
    async change(tenantId, id, to) {
      if (of(tenantId).some(({ source }) => source.name === to.name && source.id !== id)) return refuse({ code: 'name-taken' })
      for (const entry of of(tenantId)) if (entry.source.id === id) entry.source = { ...entry.source, ...to }
      return ok(null)
    },
    running: async () => 0,
    async remove(tenantId, id) {
      const place = kept.findIndex(entry => entry.tenantId === tenantId && entry.source.id === id)
      if (place < 0) return refuse({ code: 'not-found' })
      kept.splice(place, 1)
      return ok(null)
    },
    async recordReadOnly(tenantId, id, readOnly) {
      for (const entry of of(tenantId)) if (entry.source.id === id) entry.source = { ...entry.source, readOnly }
    },
  }
}
