import type { TableName } from '../../core/dataset/table.ts'
import type { DataSource, DataSourceProblem } from '../../core/ports/dataSource.ts'
import type { DataSources } from '../../core/ports/dataSources.ts'
import type { Lineage } from '../../core/ports/lineage.ts'
import type { ReadInParts, SchemaHistory, SchemaPlace } from '../../core/ports/schemaHistory.ts'
import type { ViewReader } from '../../core/ports/viewReader.ts'
import { nonEmpty } from '../../core/shared/nonEmpty.ts'
import { ok, type Result } from '../../core/shared/result.ts'
import { readViews } from './readViews.ts'

export type SchemaTools = {
  readonly dataSources: DataSources
  readonly history: SchemaHistory
  readonly lineage: Lineage
  readonly guard: ViewReader
  readonly now: () => Date
}

/** `changes`: how many tables are otherwise than at the reading before. */
export type ReadSchema = { readonly tables: number; readonly changes: number; readonly at: Date }

/** Tables in hand at once, so that a catalogue of ten thousand is never in memory as a whole: only its names are. */
const CHUNK = 200

/**
 * Reads the whole schema of a data source and keeps what changed, and what its views are made from. A failure is kept too: what was read until then is as it was seen,
 * and nothing counts as gone.
 */
export const readSchema =
  ({ dataSources, history, lineage, guard, now }: SchemaTools) =>
  async (place: SchemaPlace): Promise<Result<ReadSchema, DataSourceProblem>> => {
    const at = now()
    const opened = await dataSources.open(place.tenantId, place.dataSourceId)
    if (!opened.ok && opened.problem.code === 'not-found') return opened
    const read = opened.ok ? await readTables(opened.value, { history, place, at }) : opened
    if (!read.ok) {
      await history.recordFailure(place, at, read.problem.message)
      return read
    }
    const { names, views, changes } = read.value
    const edges = opened.ok ? await readViews(guard, opened.value, { names, views }) : null
    if (edges) await lineage.replace(place, 'view', edges)
    return ok({ tables: names.length, changes: await history.complete(place, { at, names, changes }), at })
  }

type Read = ReadInParts & { readonly views: readonly TableName[] }

const readTables = async (
  source: DataSource,
  { history, place, at }: { readonly history: SchemaHistory; readonly place: SchemaPlace; readonly at: Date },
): Promise<Result<Read, DataSourceProblem>> => {
  const listed = await source.listTables()
  if (!listed.ok) return listed
  const [names, views]: [TableName[], TableName[]] = [[], []]
  let changes = 0
  for (let start = 0; start < listed.value.length; start += CHUNK) {
    const some = nonEmpty(listed.value.slice(start, start + CHUNK).map(({ name }) => name))
    const described = some ? await source.describe(some) : ok([])
    if (!described.ok) return described
    changes += await history.record(place, { at, tables: described.value, isWhole: false })
    names.push(...described.value.map(({ name }) => name))
    views.push(...described.value.filter(({ isView }) => isView).map(({ name }) => name))
  }
  return ok({ at, names, views, changes })
}
