import type { DataSourceProblem } from '../../core/ports/dataSource.ts'
import type { AuditLog } from '../../core/ports/auditTrail.ts'
import type { DataSourceRegistry } from '../../core/ports/dataSourceRegistry.ts'
import type { SchemaPlace } from '../../core/ports/schemaHistory.ts'
import type { Result } from '../../core/shared/result.ts'
import { readSchema, type ReadSchema, type SchemaTools } from './readSchema.ts'

type Tools = SchemaTools & { readonly registry: Pick<DataSourceRegistry, 'find'>; readonly audit: AuditLog }

/** Reads the schema of a data source because somebody wants it now, which the audit trail tells with what came of it. */
export const readSchemaNow =
  (tools: Tools) =>
  async (place: SchemaPlace): Promise<Result<ReadSchema, DataSourceProblem>> => {
    const known = await tools.registry.find(place.tenantId, place.dataSourceId)
    const read = await readSchema(tools)(place)
    if (known === null) return read
    const subject = { kind: 'dataSource', id: place.dataSourceId, name: known.name }
    const after = read.ok
      ? { outcome: 'read', tables: read.value.tables, changes: read.value.changes }
      : { outcome: 'failed', code: read.problem.code }
    await tools.audit.note({ tenantId: place.tenantId, action: 'schemaRead', subject, after })
    return read
  }
