import type { DataSource, DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import type { ConnectOptions } from '../defineDataSource.ts'
import { postgresDialect } from '../postgresDialect.ts'
import type { Resolve } from '../shared/hostAddress.ts'
import { createPool } from '../shared/pool.ts'
import { problem } from '../shared/problem.ts'
import { createWorkplace } from '../shared/workplace.ts'
import { askPostgres } from './askPostgres.ts'
import { describeTables, listTables } from './describePostgres.ts'
import { openClient, type OpenClient, type PostgresSettings } from './openClient.ts'
import { postgresProblem } from './postgresProblem.ts'
import { isStandby, provePostgresReadOnly, STANDBY } from './provePostgresReadOnly.ts'
import { inTransaction } from './transaction.ts'

/** For our own questions to the catalogue, connecting included. */
const CATALOGUE_MS = 15_000

type Options = Pick<ConnectOptions, 'allowPrivateAddresses' | 'maxConcurrent'> & { readonly resolve?: Resolve; readonly catalogueMs?: number }

/** A database of a PostgreSQL server, through a bounded number of connections. */
export const connectPostgres = async (settings: PostgresSettings, options: Options): Promise<Result<DataSource, DataSourceProblem>> => {
  const workplace = createWorkplace(options.maxConcurrent)
  const pool = createPool({
    host: settings.host, rules: options, open: (address, signal) => openClient(settings, address, signal),
    problemOf: error => postgresProblem(error, [settings.password, settings.host]),
  })
  const bounds = { timeoutMs: options.catalogueMs ?? CATALOGUE_MS }
  const look = <Value>(mode: 'READ ONLY' | 'READ WRITE', work: (open: OpenClient) => Promise<Value>) =>
    workplace.run(bounds, signal => pool.use(signal, open =>
      inTransaction(open, { ...bounds, mode, signal }, async () => ok(await work(open)))))
  const source: DataSource = {
    dialect: postgresDialect,
    listTables: () => look('READ ONLY', ({ client }) => listTables(client)),
    describe: tables => look('READ ONLY', ({ client }) => describeTables(client, tables)),
    ask: ({ text }, limits, signal) =>
      workplace.run({ ...limits, signal }, stop => pool.use(stop, open => askPostgres(open, text, { limits, signal: stop }))),
    async proveReadOnly() {
      const standby = await look('READ ONLY', ({ client }) => isStandby(client))
      if (!standby.ok) return standby
      return standby.value ? ok(STANDBY) : look('READ WRITE', ({ client }) => provePostgresReadOnly(client))
    },
    async close() {
      await workplace.close()
      await pool.close()
    },
  }
  const tables = await source.listTables()
  if (tables.ok) return ok(source)
  await source.close()
  return refuse(tables.problem.code === 'bad-query' ? problem('bad-settings', 'The server does not answer like PostgreSQL.') : tables.problem)
}
