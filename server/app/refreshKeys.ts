import { uniqueEdges, type LineageEdge } from '../core/dataset/lineage.ts'
import type { Table } from '../core/dataset/table.ts'
import type { DataSourceProblem } from '../core/ports/dataSource.ts'
import type { DataSources } from '../core/ports/dataSources.ts'
import type { Lineage, LineagePlace } from '../core/ports/lineage.ts'
import type { AuditLog } from '../core/ports/auditTrail.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import { nonEmpty } from '../core/shared/nonEmpty.ts'
import { ok, type Result } from '../core/shared/result.ts'

const MAX_TABLES = 10_000
const AT_ONCE = 200

type Tools = {
  readonly dataSources: DataSources
  readonly lineage: Lineage
  readonly registry: Pick<DataSourceRegistry, 'find'>
  readonly audit: AuditLog
}

/** Reads the foreign keys of a data source anew, as edges from the table that is referred to; answers how many there are. The audit trail tells it. */
export const refreshKeys =
  ({ dataSources, lineage, registry, audit }: Tools) =>
  async (place: LineagePlace): Promise<Result<{ readonly edges: number }, DataSourceProblem>> => {
    const opened = await dataSources.open(place.tenantId, place.dataSourceId)
    if (!opened.ok) return opened
    const listed = await opened.value.listTables()
    if (!listed.ok) return listed
    const tables = listed.value
      .filter(({ isView }) => !isView)
      .slice(0, MAX_TABLES)
      .map(({ name }) => name)
    const edges: LineageEdge[] = []
    for (let from = 0; from < tables.length; from += AT_ONCE) {
      const names = nonEmpty(tables.slice(from, from + AT_ONCE))
      const described = names ? await opened.value.describe(names) : ok([])
      if (!described.ok) return described
      edges.push(...described.value.flatMap(keyEdges))
    }
    const unique = uniqueEdges(edges)
    await lineage.replace(place, 'foreignKey', unique)
    const name = (await registry.find(place.tenantId, place.dataSourceId))?.name ?? ''
    await audit.note({
      tenantId: place.tenantId,
      action: 'keysRead',
      subject: { kind: 'dataSource', id: place.dataSourceId, name },
      after: { edges: unique.length },
    })
    return ok({ edges: unique.length })
  }

const keyEdges = ({ name, foreignKeys }: Table): readonly LineageEdge[] =>
  foreignKeys.map(({ columns, references }) => ({
    source: 'foreignKey',
    from: references.table,
    to: name,
    columns: columns.map((column, at) => ({ from: references.columns[at] ?? column, to: column })),
  }))
