import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { refuse, type Result } from '../core/shared/result.ts'

export type RemoveDataSourceProblem = { readonly code: 'not-found' } | { readonly code: 'in-use'; readonly running: number }

/** Removes a data source with its secrets; its investigations stay. While some run it takes `force`, and they end for want of it. */
export const removeDataSource = ({ registry }: { readonly registry: DataSourceRegistry }) =>
  async (tenantId: TenantId, id: DataSourceId, force: boolean): Promise<Result<null, RemoveDataSourceProblem>> => {
    if (await registry.find(tenantId, id) === null) return refuse({ code: 'not-found' })
    const running = await registry.running(tenantId, id)
    return running > 0 && !force ? refuse({ code: 'in-use', running }) : registry.remove(tenantId, id)
  }
