import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { ConnectOptions } from '../defineDataSource.ts'
import { createFolderViews, type FolderTableSize } from './folderViews.ts'
import type { Location } from './locate.ts'

/** A database open for reading and closed to everything else. */
export type OpenDatabase = {
  readonly instance: DuckDBInstance
  /** The size of each table of a folder; null for a database file. */
  readonly folder: ReadonlyMap<string, FolderTableSize> | null
  close(): Promise<void>
}

type Bounds = ConnectOptions['duckdb']

const SPILL = '4GB'

/** Opens read-only. A folder gets a catalogue of views in a private temporary folder, which is then opened like any other file. */
export const openDatabase = async (location: Location, bounds: Bounds): Promise<OpenDatabase> => {
  const scratch = await mkdtemp(join(tmpdir(), 'dataing-duckdb-'))
  const discard = () => rm(scratch, { recursive: true, force: true })
  try {
    const files = location.kind === 'folder' ? location.tables.flatMap(table => table.files) : []
    const path = location.kind === 'folder' ? join(scratch, 'folder.duckdb') : location.path
    const open = (mode: 'READ_WRITE' | 'READ_ONLY') => openLocked({ path, mode, scratch, files, bounds })
    const folder =
      location.kind === 'folder'
        ? await withConnection(await open('READ_WRITE'), connection => createFolderViews(connection, location.tables))
        : null
    const instance = await open('READ_ONLY')
    return {
      instance,
      folder,
      async close() {
        instance.closeSync()
        await discard()
      },
    }
  } catch (error) {
    await discard()
    throw error
  }
}

const withConnection = async <Value>(
  instance: DuckDBInstance,
  work: (connection: DuckDBConnection) => Promise<Value>,
): Promise<Value> => {
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

type Locked = {
  path: string
  mode: 'READ_WRITE' | 'READ_ONLY'
  scratch: string
  files: readonly string[]
  bounds: Bounds
}

const openLocked = async ({ path, mode, scratch, files, bounds }: Locked) => {
  const instance = await DuckDBInstance.create(path, {
    access_mode: mode,
    memory_limit: `${bounds.memoryMb}MB`,
    threads: String(bounds.threads),
    temp_directory: join(scratch, 'spill'),
    max_temp_directory_size: SPILL,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    extension_directory: join(scratch, 'extensions'),
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
    allow_persistent_secrets: 'false',
    secret_directory: join(scratch, 'secrets'),
  })
  const connection = await instance.connect()
  try {
    await connection.run(`SET GLOBAL TimeZone = 'UTC'`)
    // Single files rather than their folder: DuckDB resolves links before it compares, so a link put in a file's place opens nothing.
    await connection.run(`SET GLOBAL allowed_paths = [${files.map(quoted).join(', ')}]`)
    await connection.run('SET GLOBAL enable_external_access = false')
    await connection.run('SET GLOBAL lock_configuration = true')
    return instance
  } catch (error) {
    instance.closeSync()
    throw error
  } finally {
    connection.closeSync()
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
