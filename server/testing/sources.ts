// Each kind of data source on the server it is proven against, holding the table of `sourceTable.ts`.
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { bigquery } from '../adapters/dataSources/bigquery.ts'
import { duckdb } from '../adapters/dataSources/duckdb.ts'
import { mysql } from '../adapters/dataSources/mysql.ts'
import { postgres } from '../adapters/dataSources/postgres.ts'
import { redshift } from '../adapters/dataSources/redshift.ts'
import { snowflake } from '../adapters/dataSources/snowflake.ts'
import { trino } from '../adapters/dataSources/trino.ts'
import type { DataSource, DataSourceProblem } from '../core/ports/dataSource.ts'
import type { Result } from '../core/shared/result.ts'
import { findBigquery, startBigquery } from './bigqueryServer.ts'
import { mariadbLogin, READ_DATABASE } from './mariadbLogin.ts'
import { findMariadb, startMariadb } from './mariadbServer.ts'
import { postgresLogin, READ_ALL } from './postgresLogin.ts'
import { redshiftViews } from './redshiftViews.ts'
import { findFakesnow, startSnowflake } from './snowflakeServer.ts'
import { sourceStatements, spellings } from './sourceTable.ts'
import { findTrino, startTrino } from './trinoServer.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}

export type ProvenSource = {
  readonly source: DataSource
  readonly schema: string
  readonly server: string
  readonly close: () => Promise<void>
}

/** One kind of data source, and how to have it. `missing` says why it cannot be had on this machine. */
export type Provable = {
  readonly kind: string
  readonly standIn: boolean
  readonly missing: string | null
  readonly open: () => Promise<ProvenSource>
}

const must = (connected: Result<DataSource, DataSourceProblem>) => {
  if (!connected.ok) throw new Error(`${connected.problem.code}: ${connected.problem.message}`)
  return connected.value
}

const onPostgres = async (kind: 'postgres' | 'redshift'): Promise<ProvenSource> => {
  const login = await postgresLogin(
    [...sourceStatements(spellings.postgres), ...(kind === 'redshift' ? redshiftViews : [])],
    READ_ALL,
  )
  // Statistics that come by themselves, sooner or later, would choose other dimensions.
  for (const { tablename } of (
    await login.admin.query<{ tablename: string }>(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)
  ).rows) {
    await login.admin.query(`ALTER TABLE "${tablename}" SET (autovacuum_enabled = FALSE)`)
  }
  const {
    rows: [row],
  } = await login.admin.query<{ server_version: string }>('SHOW server_version')
  const connect = { postgres, redshift }[kind]
  const source = must(
    await connect.connect({ kind, settings: login.settings, secrets: { password: login.password } }, options),
  )
  return {
    source,
    schema: 'public',
    server: `PostgreSQL ${row?.server_version.split(' ')[0] ?? ''}`,
    async close() {
      await source.close()
      await login.remove()
    },
  }
}

const onDuckdb = async (): Promise<ProvenSource> => {
  const path = join(tmpdir(), `dataing-sources-${randomUUID()}.duckdb`)
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  for (const sql of sourceStatements(spellings.postgres)) await connection.run(sql)
  const [[version]] = (await connection.runAndReadAll('SELECT version()')).getRows() as [[unknown]]
  connection.closeSync()
  instance.closeSync()
  const source = must(await duckdb.connect({ kind: 'duckdb', settings: { path }, secrets: {} }, options))
  return {
    source,
    schema: 'main',
    server: `DuckDB ${String(version)}`,
    async close() {
      await source.close()
      await rm(path, { force: true })
    },
  }
}

const onMariadb = async (): Promise<ProvenSource> => {
  const server = await startMariadb()
  const login = await mariadbLogin(server, sourceStatements(spellings.mysql), READ_DATABASE)
  const source = must(
    await mysql.connect({ kind: 'mysql', settings: login.settings, secrets: { password: login.password } }, options),
  )
  return {
    source,
    schema: login.database,
    server: `MariaDB ${server.version.split('-')[0] ?? ''}`,
    async close() {
      await source.close()
      await server.stop()
    },
  }
}

const onTrino = async (): Promise<ProvenSource> => {
  const server = await startTrino()
  await server.admin('CREATE SCHEMA memory.sources')
  for (const sql of sourceStatements(spellings.trino)) await server.admin(sql, 'sources')
  const settings = {
    host: '127.0.0.1',
    port: server.port,
    catalog: 'memory',
    schema: 'sources',
    user: 'reader',
    ssl: 'disable',
  }
  const source = must(await trino.connect({ kind: 'trino', settings, secrets: {} }, options))
  return {
    source,
    schema: 'sources',
    server: `Trino ${server.version}`,
    async close() {
      await source.close()
      await server.stop()
    },
  }
}

/** Names in lower case stay so only where they are quoted. */
const inQuotes = (sql: string) => sql.replace(/^(CREATE TABLE|INSERT INTO) (\w+)/, '$1 "$2"')

const onSnowflake = async (): Promise<ProvenSource> => {
  const server = await startSnowflake()
  await server.admin('SHOP', sourceStatements(spellings.snowflake).map(inQuotes))
  const source = must(await snowflake.connect({ kind: 'snowflake', ...server.reader('SHOP') }, options))
  return {
    source,
    schema: 'PUBLIC',
    server: `fakesnow ${server.version}`,
    async close() {
      await source.close()
      await server.stop()
    },
  }
}

const onBigquery = async (): Promise<ProvenSource> => {
  const server = await startBigquery()
  await server.admin('shop', sourceStatements(spellings.postgres))
  const source = must(await bigquery.connect({ kind: 'bigquery', ...server.login('reader', 'shop') }, options))
  return {
    source,
    schema: 'shop',
    server: `sqlglot on ${server.version}`,
    async close() {
      await source.close()
      await server.stop()
    },
  }
}

/** The first is the one that the others are compared with. */
export const provableSources: readonly Provable[] = [
  { kind: 'postgres', standIn: false, missing: null, open: () => onPostgres('postgres') },
  { kind: 'duckdb', standIn: false, missing: null, open: onDuckdb },
  {
    kind: 'mysql',
    standIn: false,
    missing: findMariadb() === null ? 'no MariaDB on this machine' : null,
    open: onMariadb,
  },
  {
    kind: 'trino',
    standIn: false,
    missing: findTrino() === null ? 'no Trino, or no Java 24 or newer, on this machine' : null,
    open: onTrino,
  },
  {
    kind: 'snowflake',
    standIn: true,
    missing: findFakesnow() === null ? 'no Python with fakesnow on this machine' : null,
    open: onSnowflake,
  },
  {
    kind: 'bigquery',
    standIn: true,
    missing: findBigquery() === null ? 'no Python with sqlglot and duckdb on this machine' : null,
    open: onBigquery,
  },
  { kind: 'redshift', standIn: true, missing: null, open: () => onPostgres('redshift') },
]
