import type { DataSourceProblem, TableSummary } from '../core/ports/dataSource.ts'
import type { DataSources } from '../core/ports/dataSources.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import type { Result } from '../core/shared/result.ts'

/** Tables and views of a connected data source, by schema and name, as it has them now. */
export const listTables =
  ({ dataSources }: { readonly dataSources: DataSources }) =>
  async (tenantId: TenantId, id: DataSourceId): Promise<Result<readonly TableSummary[], DataSourceProblem>> => {
    const opened = await dataSources.open(tenantId, id)
    return opened.ok ? opened.value.listTables() : opened
  }
