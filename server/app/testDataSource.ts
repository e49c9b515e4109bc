import type { DataSourceProblem } from '../core/ports/dataSource.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { DataSources } from '../core/ports/dataSources.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, type Result } from '../core/shared/result.ts'
import { proofWarnings } from './proofWarnings.ts'

export type TestDataSourceTools = { readonly dataSources: DataSources; readonly registry: DataSourceRegistry }

export type TestedDataSource = { readonly tables: number; readonly readOnly: boolean; readonly warnings: readonly string[] }

/** Asks a connected data source for its tables, tries again to write, and keeps what came out. */
export const testDataSource = ({ dataSources, registry }: TestDataSourceTools) =>
  async (tenantId: TenantId, id: DataSourceId): Promise<Result<TestedDataSource, DataSourceProblem>> => {
    const opened = await dataSources.open(tenantId, id)
    if (!opened.ok) return opened
    const tables = await opened.value.listTables()
    if (!tables.ok) return tables
    const proof = await opened.value.proveReadOnly()
    if (!proof.ok) return proof
    await registry.recordReadOnly(tenantId, id, proof.value.readOnly)
    return ok({ tables: tables.value.length, readOnly: proof.value.readOnly, warnings: proofWarnings(proof.value) })
  }
