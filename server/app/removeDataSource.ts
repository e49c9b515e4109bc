import type { ByPerson } from '../core/approval/request.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { InvestigationStore } from '../core/ports/investigationStore.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { refuse, type Result } from '../core/shared/result.ts'
import { cancelInvestigation } from './cancelInvestigation.ts'

export type RemoveDataSourceProblem =
  { readonly code: 'not-found' } | { readonly code: 'in-use'; readonly running: number }

type Tools = { readonly registry: DataSourceRegistry; readonly store: InvestigationStore }
type Asked = { readonly id: DataSourceId; readonly force: boolean; readonly by: ByPerson | null }

/** Removes a data source with its secrets; its investigations stay. While some run it takes `force`, which stops them first. */
export const removeDataSource =
  ({ registry, store }: Tools) =>
  async (tenantId: TenantId, { id, force, by }: Asked): Promise<Result<null, RemoveDataSourceProblem>> => {
    if ((await registry.find(tenantId, id)) === null) return refuse({ code: 'not-found' })
    const running = await registry.running(tenantId, id)
    if (running.length > 0 && !force) return refuse({ code: 'in-use', running: running.length })
    for (const investigationId of running) await cancelInvestigation({ store })({ tenantId, investigationId }, by)
    return registry.remove(tenantId, id)
  }
