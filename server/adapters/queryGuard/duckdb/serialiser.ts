import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

const SETTINGS = {
  threads: '1',
  memory_limit: '128MB',
  enable_external_access: 'false',
  autoload_known_extensions: 'false',
  autoinstall_known_extensions: 'false',
  allow_community_extensions: 'false',
  lock_configuration: 'true',
}
const SERIALISE = 'SELECT json_serialize_sql($1::VARCHAR, skip_default := true, skip_null := true, skip_empty := true)'
const MAX_TREE = 16 * 1024 * 1024

type Open = { readonly instance: DuckDBInstance; readonly connection: DuckDBConnection }

const open = async (): Promise<Open> => {
  const instance = await DuckDBInstance.create(':memory:', SETTINGS)
  return { instance, connection: await instance.connect() }
}

const shut = ({ instance, connection }: Open) => {
  connection.closeSync()
  instance.closeSync()
}

/**
 * DuckDB's own parser, in a locked instance that holds nothing. It runs on threads of its library, not in the worker: ending a worker thread in the middle of a
 * native call ends the process.
 */
export const createSerialiser = () => {
  let current: Promise<Open> | null = null
  let closed = false
  /** Ends when the calls so far have ended; one connection takes one call at a time. */
  let calls: Promise<unknown> = Promise.resolve()

  const opened = () => {
    const opening = current ?? open()
    current = opening
    opening.catch(() => {
      if (current === opening) current = null
    })
    return opening
  }

  const ask = async (opening: Promise<Open>, text: string) => {
    try {
      const reader = await (await opening).connection.runAndReadAll(SERIALISE, [text])
      return String(reader.getRows()[0]?.[0])
    } catch (problem) {
      return JSON.stringify({ error: true, error_message: problem instanceof Error ? problem.message : '' })
    }
  }

  /** An instance is freed only when all its calls have ended: to free it under one of them ends the process. */
  const leave = async () => {
    const leaving = current
    const ending = calls
    current = null
    const left = await leaving?.catch(() => null)
    if (!left) return
    left.connection.interrupt()
    await ending
    shut(left)
  }

  return {
    /** The tree of the statements as JSON text; null where it takes longer than `patienceMs` or grows beyond all measure. */
    async serialise(text: string, patienceMs: number): Promise<string | null> {
      if (closed) return null
      const opening = opened()
      const call = calls.then(() => ask(opening, text))
      calls = call
      const timer = Promise.withResolvers<null>()
      const late = setTimeout(() => timer.resolve(null), patienceMs)
      const tree = await Promise.race([call, timer.promise])
      clearTimeout(late)
      if (tree === null) void leave()
      return tree === null || tree.length > MAX_TREE ? null : tree
    },
    async close() {
      closed = true
      await leave()
    },
  }
}
