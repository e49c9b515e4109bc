import type { DataSourceId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'
import type { DataSource, DataSourceProblem } from './dataSource.ts'

/** The tenant's connected data sources. Connections are pooled behind it and closed when the process ends. */
export interface DataSources {
  /** The data source ready to be asked; another tenant's id and an unknown one are the same 'not-found'. */
  open(tenantId: TenantId, id: DataSourceId): Promise<Result<DataSource, DataSourceProblem>>
}
