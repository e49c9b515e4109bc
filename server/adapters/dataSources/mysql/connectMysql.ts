import { isIP } from 'node:net'
import type { DataSource, DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import type { ConnectOptions } from '../defineDataSource.ts'
import { createMysqlDialect, type ExactCollation } from '../mysqlDialect.ts'
import type { Resolve } from '../shared/hostAddress.ts'
import { createPool } from '../shared/pool.ts'
import { problem } from '../shared/problem.ts'
import { createWorkplace, type Until } from '../shared/workplace.ts'
import { askMysql } from './askMysql.ts'
import { describeTables, listTables, readViews } from './describeMysql.ts'
import { estimateMysql } from './estimateMysql.ts'
import { mysqlProblem } from './mysqlProblem.ts'
import { openMysql, type MysqlSettings, type OpenMysql } from './openMysql.ts'
import { proveMysqlReadOnly } from './proveMysqlReadOnly.ts'
import { reportLogin } from './reportMysqlLogin.ts'
import { inTransaction, type Flavour } from './transaction.ts'

/** For our own questions to the catalogue, connecting included. */
const CATALOGUE_MS = 15_000

type Options = Pick<ConnectOptions, 'allowPrivateAddresses' | 'maxConcurrent'> & { readonly resolve?: Resolve }

type Server = { readonly flavour: Flavour; readonly collation: ExactCollation }

/** A MySQL or MariaDB server, through a bounded number of connections. */
export const connectMysql = async (
  settings: MysqlSettings,
  options: Options,
): Promise<Result<DataSource, DataSourceProblem>> => {
  // The driver would compare the certificate with `localhost`.
  if (settings.ssl === 'verify-full' && isIP(settings.host) !== 0) {
    return refuse(
      problem(
        'bad-settings',
        'verify-full compares the certificate with the name of the server: give the host by its name.',
      ),
    )
  }
  const workplace = createWorkplace(options.maxConcurrent)
  const problemOf = (error: unknown) => mysqlProblem(error, [settings.password, settings.host])
  const pool = createPool({
    host: settings.host,
    rules: options,
    open: (address, signal) => openMysql(settings, address, signal),
    problemOf,
  })
  const bounds = { timeoutMs: CATALOGUE_MS }
  const close = async () => {
    await workplace.close()
    await pool.close()
  }
  const met = await workplace.run(bounds, signal =>
    pool.use(signal, async open => {
      const [row] = await open.rows<{ version: string }>('SELECT version() AS version')
      return serverOf(row?.version ?? '')
    }),
  )
  if (!met.ok) {
    await close()
    return met
  }
  const { flavour, collation } = met.value
  const look = <Value>(work: (open: OpenMysql) => Promise<Value>, until: Until = bounds) =>
    workplace.run(until, signal =>
      pool.use(signal, open =>
        inTransaction(open, { timeoutMs: until.timeoutMs, mode: 'READ ONLY', signal, flavour }, async () =>
          ok(await work(open)),
        ),
      ),
    )
  return ok({
    dialect: createMysqlDialect(collation, settings.database),
    listTables: () => look(listTables),
    describe: tables => look(open => describeTables(open, tables)),
    readViews: views => look(open => readViews(open, views)),
    ask: ({ text }, limits, signal) =>
      workplace.run({ ...limits, signal }, stop =>
        pool.use(stop, open => askMysql(open, text, { limits, signal: stop, flavour })),
      ),
    estimate: (query, limits, signal) => look(open => estimateMysql(open, query), { ...limits, signal }),
    proveReadOnly: () => look(open => proveMysqlReadOnly(open, flavour)),
    reportLogin: () => look(reportLogin),
    close,
  })
}

/** The oldest that have window functions and common table expressions, and collations without padding. */
const serverOf = (version: string): Result<Server, DataSourceProblem> => {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number)
  const number = major * 1_000_000 + minor * 1000 + patch
  const mariadb = /mariadb/i.test(version)
  if (mariadb ? number < 10_004_000 : number < 8_000_017) {
    return refuse(
      problem(
        'bad-settings',
        `The server is too old: Dataing needs MySQL 8.0.17 or MariaDB 10.4, or newer. It says ${version.slice(0, 40)}.`,
      ),
    )
  }
  return ok(
    mariadb
      ? { flavour: 'mariadb', collation: 'utf8mb4_nopad_bin' }
      : { flavour: 'mysql', collation: 'utf8mb4_0900_bin' },
  )
}
