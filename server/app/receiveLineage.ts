import type { AuditLog } from '../core/ports/auditTrail.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { Lineage, LineagePlace } from '../core/ports/lineage.ts'
import type { LineageReader } from '../core/ports/lineageReader.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'

export type ReceiveLineageProblem = { readonly code: 'not-found' | 'unreadable' | 'too-many'; readonly message: string }

type Tools = {
  readonly registry: Pick<DataSourceRegistry, 'find'>
  readonly lineage: Lineage
  readonly lineageReaders: readonly LineageReader[]
  readonly audit: AuditLog
}

/** More are no warehouse of ours. */
const MAX_EDGES = 200_000

/** Takes in what another program tells of lineage; answers how many edges that were. */
export const receiveLineage =
  ({ registry, lineage, lineageReaders, audit }: Tools) =>
  async (
    place: LineagePlace,
    source: string,
    text: string,
  ): Promise<Result<{ readonly edges: number }, ReceiveLineageProblem>> => {
    const reader = lineageReaders.find(each => each.source === source)
    const known = await registry.find(place.tenantId, place.dataSourceId)
    if (reader === undefined || known === null)
      return refuse({ code: 'not-found', message: 'There is no such data source.' })
    const read = reader.read(text)
    if (!read.ok) return read
    if (read.value.length > MAX_EDGES)
      return refuse({ code: 'too-many', message: `It tells of more than ${MAX_EDGES.toLocaleString('en')} edges.` })
    await (reader.tells === 'everything' ? lineage.replace : lineage.add)(place, reader.source, read.value)
    await audit.note({
      tenantId: place.tenantId,
      action: 'lineageReceived',
      subject: { kind: 'dataSource', id: place.dataSourceId, name: known.name },
      after: { source, edges: read.value.length },
    })
    return ok({ edges: read.value.length })
  }
