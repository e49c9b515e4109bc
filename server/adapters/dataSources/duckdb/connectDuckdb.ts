import { dirname } from 'node:path'
import type { DataSource, DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import type { ConnectOptions } from '../defineDataSource.ts'
import { duckdbDialect } from '../duckdbDialect.ts'
import { stopped } from '../shared/problem.ts'
import { createSemaphore } from '../shared/semaphore.ts'
import { createWorkplace, type Until, type Work } from '../shared/workplace.ts'
import { askDuckdb, explainDuckdb } from './askDuckdb.ts'
import { describeTables, listTables, readViews, type ReadRows } from './describeDuckdb.ts'
import { duckdbProblem } from './duckdbProblem.ts'
import { estimateDuckdb } from './estimateDuckdb.ts'
import { locate } from './locate.ts'
import type { OpenDatabase } from './openDatabase.ts'
import { proveDuckdbReadOnly } from './proveDuckdbReadOnly.ts'
import { closeIdle, withDatabase } from './sharedDatabases.ts'

/** For our own questions to the catalogue. */
const CATALOGUE = { maxRows: 1_000_000, maxBytes: 200_000_000, timeoutMs: 60_000 }

/** DuckDB works on Node's pool of four threads, which files, names and passwords need too: so many calls at once, in the whole process. */
const places = createSemaphore(2)

/** A database file, or a folder of CSV and Parquet files. Looked up again for each call, so that a replaced file is read as it is now. */
export const connectDuckdb = async (
  path: string,
  options: ConnectOptions,
): Promise<Result<DataSource, DataSourceProblem>> => {
  const workplace = createWorkplace(options.maxConcurrent)
  const paths = new Set<string>([path])
  const use = <Value>(until: Until, work: Work<OpenDatabase, Value>) =>
    workplace.run(until, async signal => {
      const found = await locate(path, options.fileRoots)
      if (!found.ok) return found
      paths.add(found.value.path)
      try {
        return (
          (await places.run(signal, () =>
            withDatabase(found.value, options.duckdb, database => work(database, signal)),
          )) ?? stopped('cancelled')
        )
      } catch (error) {
        return refuse(
          duckdbProblem(
            error,
            [...paths].flatMap(known => [known, dirname(known)]),
          ),
        )
      }
    })
  const source: DataSource = {
    dialect: duckdbDialect,
    listTables: () =>
      use(CATALOGUE, async (database, signal) => ok(await listTables(readFrom(database, signal), database.folder))),
    describe: tables =>
      use(CATALOGUE, async (database, signal) =>
        ok(await describeTables(readFrom(database, signal), database.folder, tables)),
      ),
    readViews: views =>
      use(CATALOGUE, async (database, signal) =>
        ok(await readViews(readFrom(database, signal), database.folder, views)),
      ),
    ask: ({ text }, limits, signal) =>
      use({ ...limits, signal }, ({ instance }, stop) => askDuckdb(instance, text, { limits, signal: stop })),
    estimate: ({ text, tables }, limits, signal) =>
      use({ ...limits, signal }, async (database, stop) => {
        const plan = await explainDuckdb(database.instance, text, stop)
        return plan.ok
          ? ok(await estimateDuckdb(plan.value, tables, { read: readFrom(database, stop), folder: database.folder }))
          : plan
      }),
    proveReadOnly: () => use(CATALOGUE, async ({ instance }) => ok(await proveDuckdbReadOnly(instance))),
    async close() {
      await workplace.close()
      await Promise.all([...paths].map(closeIdle))
    },
  }
  const tables = await source.listTables()
  if (tables.ok) return ok(source)
  await source.close()
  return tables
}

const readFrom =
  ({ instance }: OpenDatabase, signal: AbortSignal): ReadRows =>
  async sql => {
    const answer = await askDuckdb(instance, sql, { limits: CATALOGUE, signal })
    if (!answer.ok) throw new Error(answer.problem.message)
    return answer.value.rows
  }
