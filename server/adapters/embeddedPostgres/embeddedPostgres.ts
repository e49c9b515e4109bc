// The database of those who bring none: a PostgreSQL of our own, kept in a folder, reachable on the loopback only.
import { mkdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { reachableBinaries } from './binaries.ts'
import { openCluster, SUPERUSER } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { isAlive } from './liveProcess.ts'
import { findPostmaster, launch, shutDown } from './postmaster.ts'
import type { Postmaster, Settings } from './postmaster.ts'
import { canReach, serverUser } from './serverUser.ts'

export type EmbeddedPostgres = {
  /** Connection URL of the database `dataing`. */
  readonly url: string
  /** Stops the server, unless another process still uses it. Safe to call twice. */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  /** Holds the cluster and its password; kept from start to start. */
  readonly folder: string
  readonly settings?: Settings
  /** Called once if the server goes away by itself. */
  readonly onLost?: () => void
}

/** Held shared by every process that uses the server: whoever can take it alone is the last, and stops the server. */
const USERS_LOCK = 711_001
const DATABASE = 'dataing'
const PATIENCE_MS = 30_000

const urlOf = ({ password }: Cluster, { port }: Postmaster, database: string): string =>
  `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`

const tryConnect = async (connectionString: string): Promise<pg.Client | null> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1)', [USERS_LOCK])
    return client
  } catch {
    await client.end().catch(() => undefined)
    return null
  }
}

const joinServer = async (cluster: Cluster, server: Postmaster, deadline: number): Promise<pg.Client | null> => {
  while ((await isAlive(server.pid)) && Date.now() < deadline) {
    const keeper = await tryConnect(urlOf(cluster, server, 'postgres'))
    if (keeper) return keeper
    await sleep(15)
  }
  return null
}

const prepareDatabase = async (keeper: pg.Client): Promise<void> => {
  const found = await keeper.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
  if (found.rowCount === 0) {
    await keeper.query(`CREATE DATABASE ${DATABASE}`).catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error
    })
  }
}

/**
 * Makes the cluster on first use (about 1 s), then starts it, or joins the server that still runs on it: an orphan of a killed process, or
 * another process' own. Throws with the end of the server's log when it cannot be had within 30 s.
 */
export const startEmbeddedPostgres = async ({
  folder,
  settings = {},
  onLost,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  await mkdir(folder, { recursive: true })
  const user = await serverUser()
  if (!(await canReach(user, folder)))
    throw new Error(
      `PostgreSQL runs as the user "postgres", who may not enter ${folder}: open it (mode 755) or name another`,
    )
  const binaries = await reachableBinaries(folder, user)
  const cluster = await openCluster(folder, binaries, user)
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const server = (await findPostmaster(cluster)) ?? (await launch(cluster, binaries, { user, settings }))
    const keeper = await joinServer(cluster, server, deadline)
    if (keeper) {
      await prepareDatabase(keeper)
      return running({ cluster, server, keeper, onLost })
    }
    await sleep(200)
  }
  const log = await readFile(cluster.logFile, 'utf8')
  throw new Error(`PostgreSQL does not start in ${cluster.dataFolder}:\n${log.trim().split('\n').slice(-5).join('\n')}`)
}

type Running = { cluster: Cluster; server: Postmaster; keeper: pg.Client; onLost: (() => void) | undefined }

const running = ({ cluster, server, keeper, onLost }: Running): EmbeddedPostgres => {
  let stopping: Promise<void> | null = null
  let lost = false
  keeper.once('end', () => {
    lost = true
    if (!stopping) onLost?.()
  })
  const stop = async () => {
    if (lost) return
    const { rows } = await keeper.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [USERS_LOCK])
    if (rows[0]?.last) await shutDown(server)
    await keeper.end()
  }
  return { url: urlOf(cluster, server, DATABASE), stop: () => (stopping ??= stop()) }
}
