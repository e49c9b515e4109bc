import { renameSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

// Loaded before a program (`node --import sampleMemory.ts?file=…`): reads every 50 ms the memory of the whole process and what of it DuckDB says it holds, and keeps the most of
// each, in MB, in that file. `own`: the process without DuckDB. What DuckDB does not own up to counts as the process's own.

const file = new URL(import.meta.url).searchParams.get('file')
const mb = 1024 * 1024

if (isMainThread && file !== null) {
  const open: DuckDBConnection[] = []
  const create = DuckDBInstance.create.bind(DuckDBInstance)
  DuckDBInstance.create = async (...given) => {
    const instance = await create(...given)
    open.push(await instance.connect())
    return instance
  }
  const held = async (connection: DuckDBConnection) => {
    const reader = await connection
      .runAndReadAll('SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()')
      .catch(() => null)
    return Number(reader?.getRows()[0]?.[0] ?? 0)
  }
  let most = { rss: 0, duckdb: 0, own: 0, samples: 0 }
  let last = ''
  const sample = async () => {
    const duckdb = (await Promise.all(open.map(held))).reduce((sum, bytes) => sum + bytes, 0) / mb
    const rss = process.memoryUsage.rss() / mb
    most = {
      rss: Math.max(most.rss, rss),
      duckdb: Math.max(most.duckdb, duckdb),
      own: Math.max(most.own, rss - duckdb),
      samples: most.samples + 1,
    }
    // The program may be ended by a signal, so what is known is written as it grows.
    const text = JSON.stringify(most)
    if (text !== last) {
      writeFileSync(`${file}.new`, text)
      renameSync(`${file}.new`, file)
    }
    last = text
    setTimeout(() => void sample(), 50).unref()
  }
  void sample()
}
