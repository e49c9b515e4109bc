import type { Table } from '../../core/dataset/table.ts'
import type { DataSource, DataSourceProblem } from '../../core/ports/dataSource.ts'
import type { DataSources } from '../../core/ports/dataSources.ts'
import type { Lineage } from '../../core/ports/lineage.ts'
import type { SchemaHistory, SchemaPlace } from '../../core/ports/schemaHistory.ts'
import type { ViewReader } from '../../core/ports/viewReader.ts'
import { nonEmpty } from '../../core/shared/nonEmpty.ts'
import { ok, type Result } from '../../core/shared/result.ts'
import { readViews } from './readViews.ts'

export type SchemaTools = { readonly dataSources: DataSources; readonly history: SchemaHistory; readonly lineage: Lineage; readonly guard: ViewReader; readonly now: () => Date }

/** `changes`: how many tables are otherwise than at the reading before. */
export type ReadSchema = { readonly tables: number; readonly changes: number; readonly at: Date }

/** Tables described at once, so that a catalogue of ten thousand never is one answer. */
const CHUNK = 200

/** Reads the whole schema of a data source and keeps what changed, and what its views are made from. A failure is kept too, and the old reading stays. */
export const readSchema = ({ dataSources, history, lineage, guard, now }: SchemaTools) => async (place: SchemaPlace): Promise<Result<ReadSchema, DataSourceProblem>> => {
  const at = now()
  const opened = await dataSources.open(place.tenantId, place.dataSourceId)
  if (!opened.ok && opened.problem.code === 'not-found') return opened
  const read = opened.ok ? await readTables(opened.value) : opened
  if (!read.ok) {
    await history.recordFailure(place, at, read.problem.message)
    return read
  }
  const edges = opened.ok ? await readViews(guard, opened.value, read.value) : null
  if (edges) await lineage.replace(place, 'view', edges)
  const changes = await history.record(place, { at, tables: read.value, isWhole: true })
  return ok({ tables: read.value.length, changes, at })
}

const readTables = async (source: DataSource): Promise<Result<readonly Table[], DataSourceProblem>> => {
  const listed = await source.listTables()
  if (!listed.ok) return listed
  const tables: Table[] = []
  for (let start = 0; start < listed.value.length; start += CHUNK) {
    const names = nonEmpty(listed.value.slice(start, start + CHUNK).map(({ name }) => name))
    const described = names ? await source.describe(names) : ok([])
    if (!described.ok) return described
    tables.push(...described.value)
  }
  return ok(tables)
}
