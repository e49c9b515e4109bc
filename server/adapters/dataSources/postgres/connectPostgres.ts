import type pg from 'pg'
import type { Table, TableName } from '../../../core/dataset/table.ts'
import type { Dialect } from '../../../core/measure/dialect.ts'
import type {
  CostEstimate,
  DataSource,
  DataSourceProblem,
  LoginReport,
  ReadOnlyProof,
  TableSummary,
} from '../../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../../core/ports/queryGuard.ts'
import type { ViewDefinition } from '../../../core/ports/viewReader.ts'
import type { NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import type { ConnectOptions } from '../defineDataSource.ts'
import { postgresDialect } from '../postgresDialect.ts'
import type { Resolve } from '../shared/hostAddress.ts'
import { createPool } from '../shared/pool.ts'
import { problem } from '../shared/problem.ts'
import { createWorkplace, type Until } from '../shared/workplace.ts'
import { askPostgres } from './askPostgres.ts'
import { describeTables, listTables } from './describePostgres.ts'
import { estimatePostgres } from './estimatePostgres.ts'
import { openClient, type OpenClient, type PostgresSettings } from './openClient.ts'
import { postgresProblem } from './postgresProblem.ts'
import { reportLogin } from './reportPostgresLogin.ts'
import { readViews } from './readPostgresViews.ts'
import { isStandby, provePostgresReadOnly, STANDBY } from './provePostgresReadOnly.ts'
import { inTransaction } from './transaction.ts'

/** For our own questions to the catalogue, connecting included. */
const CATALOGUE_MS = 15_000

type Options = Pick<ConnectOptions, 'allowPrivateAddresses' | 'maxConcurrent'> & {
  readonly resolve?: Resolve
  readonly catalogueMs?: number
}

/** What the kinds of server on this wire do each in their own way. */
export type PostgresFamily = {
  readonly name: string
  readonly dialect: Dialect
  /** The settings of a transaction's session, one statement each; null for PostgreSQL's own. */
  readonly session: ((timeoutMs: number) => readonly string[]) | null
  readonly listTables: (client: pg.Client) => Promise<readonly TableSummary[]>
  readonly describeTables: (client: pg.Client, wanted: NonEmpty<TableName>) => Promise<readonly Table[]>
  readonly readViews: (client: pg.Client, views: NonEmpty<TableName>) => Promise<readonly ViewDefinition[]>
  readonly estimate: (client: pg.Client, query: SafeQuery) => Promise<CostEstimate>
  readonly isStandby: (client: pg.Client) => Promise<boolean>
  readonly prove: (client: pg.Client) => Promise<ReadOnlyProof>
  readonly reportLogin: (client: pg.Client) => Promise<LoginReport>
}

const ownFamily: PostgresFamily = {
  name: 'PostgreSQL',
  dialect: postgresDialect,
  session: null,
  listTables,
  describeTables,
  readViews,
  isStandby,
  estimate: estimatePostgres,
  prove: provePostgresReadOnly,
  reportLogin,
}

/** A database of a PostgreSQL server, through a bounded number of connections. */
export const connectPostgres = async (
  settings: PostgresSettings,
  options: Options,
  family = ownFamily,
): Promise<Result<DataSource, DataSourceProblem>> => {
  const workplace = createWorkplace(options.maxConcurrent)
  const pool = createPool({
    host: settings.host,
    rules: options,
    open: (address, signal) => openClient(settings, address, signal),
    problemOf: error => postgresProblem(error, [settings.password, settings.host]),
  })
  const bounds = { timeoutMs: options.catalogueMs ?? CATALOGUE_MS, session: family.session }
  const look = <Value>(
    mode: 'READ ONLY' | 'READ WRITE',
    work: (open: OpenClient) => Promise<Value>,
    until: Until = bounds,
  ) =>
    workplace.run(until, signal =>
      pool.use(signal, open =>
        inTransaction(open, { ...bounds, timeoutMs: until.timeoutMs, mode, signal }, async () => ok(await work(open))),
      ),
    )
  const source: DataSource = {
    dialect: family.dialect,
    listTables: () => look('READ ONLY', ({ client }) => family.listTables(client)),
    describe: tables => look('READ ONLY', ({ client }) => family.describeTables(client, tables)),
    readViews: views => look('READ ONLY', ({ client }) => family.readViews(client, views)),
    ask: ({ text }, limits, signal) =>
      workplace.run({ ...limits, signal }, stop =>
        pool.use(stop, open => askPostgres(open, text, { limits, signal: stop, session: family.session })),
      ),
    estimate: (query, limits, signal) =>
      look('READ ONLY', ({ client }) => family.estimate(client, query), { ...limits, signal }),
    async proveReadOnly() {
      const standby = await look('READ ONLY', ({ client }) => family.isStandby(client))
      if (!standby.ok) return standby
      return standby.value ? ok(STANDBY) : look('READ WRITE', ({ client }) => family.prove(client))
    },
    reportLogin: () => look('READ ONLY', ({ client }) => family.reportLogin(client)),
    async close() {
      await workplace.close()
      await pool.close()
    },
  }
  const tables = await source.listTables()
  if (tables.ok) return ok(source)
  await source.close()
  return refuse(
    tables.problem.code === 'bad-query'
      ? problem('bad-settings', `The server does not answer like ${family.name}.`)
      : tables.problem,
  )
}
