// One open database per file and process, whoever asks. While it is open nobody can write to the file, so it is closed soon after the last query.
import type { ConnectOptions } from '../defineDataSource.ts'
import type { Location } from './locate.ts'
import { openDatabase, type OpenDatabase } from './openDatabase.ts'

type Shared = {
  readonly path: string
  readonly database: Promise<OpenDatabase>
  users: number
  idle: NodeJS.Timeout | null
}

const IDLE_MS = 5000

const open = new Map<string, Shared>()

/** Calls back with the database as its files stand now. */
export const withDatabase = async <Value>(
  location: Location,
  bounds: ConnectOptions['duckdb'],
  work: (database: OpenDatabase) => Promise<Value>,
): Promise<Value> => {
  const key = JSON.stringify([location.path, location.mark, bounds])
  const shared = open.get(key) ?? begin(key, location, bounds)
  if (shared.idle) clearTimeout(shared.idle)
  shared.users++
  try {
    return await work(await shared.database)
  } finally {
    shared.users--
    if (shared.users === 0) shared.idle = setTimeout(() => void discard(key, shared), IDLE_MS).unref()
  }
}

const begin = (key: string, location: Location, bounds: ConnectOptions['duckdb']): Shared => {
  const shared: Shared = { path: location.path, database: openDatabase(location, bounds), users: 0, idle: null }
  open.set(key, shared)
  // A failure is told to whoever waits for it, and not remembered.
  shared.database.catch(() => open.delete(key))
  return shared
}

/** Closes what nobody uses of this path now, rather than a little later. */
export const closeIdle = async (path: string) => {
  const idle = [...open].filter(([, shared]) => shared.path === path && shared.users === 0)
  await Promise.all(idle.map(([key, shared]) => discard(key, shared)))
}

const discard = async (key: string, shared: Shared) => {
  if (shared.users > 0 || open.get(key) !== shared) return
  open.delete(key)
  if (shared.idle) clearTimeout(shared.idle)
  // One that never opened has nothing to close; who asked for it was told.
  const database = await shared.database.catch(() => null)
  await database?.close()
}
