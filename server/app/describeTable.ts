import type { Table, TableName } from '../core/dataset/table.ts'
import type { DataSourceProblem } from '../core/ports/dataSource.ts'
import type { DataSources } from '../core/ports/dataSources.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, type Result } from '../core/shared/result.ts'

/** One table with its columns and keys as the data source has it now; null where there is none of that name. */
export const describeTable =
  ({ dataSources }: { readonly dataSources: DataSources }) =>
  async (tenantId: TenantId, id: DataSourceId, name: TableName): Promise<Result<Table | null, DataSourceProblem>> => {
    const opened = await dataSources.open(tenantId, id)
    if (!opened.ok) return opened
    const described = await opened.value.describe([name])
    return described.ok ? ok(described.value[0] ?? null) : described
  }
