import { parentPort } from 'node:worker_threads'
import { guardLimits } from './limits.ts'
import { ok } from '../../core/shared/result.ts'
import { judge } from './judge.ts'
import { readView } from './views/readView.ts'
import type { Reply, Task, WorkerReport } from './workerSlot.ts'

const known = [{ name: { schema: 's', name: 't' }, columns: ['a', 'b'] }]
const measures = Array.from(
  { length: 40 },
  (_, place) =>
    `count(*) FILTER (WHERE a IS NULL) AS n${place}, sum(CASE WHEN b > ${place} THEN 1 ELSE 0 END) AS s${place}`,
)
const wide = `WITH c AS (SELECT a, ${measures.join(', ')} FROM s.t x GROUP BY GROUPING SETS ((a), ()))
  SELECT count(*) FROM c JOIN s.t y ON y.a = c.a WHERE y.b IN (SELECT 1)`
const serialised =
  '{"statements":[{"node":{"type":"SELECT_NODE","select_list":[{"class":"STAR","type":"STAR"}],"from_table":{"type":"BASE_TABLE","schema_name":"s","table_name":"t"}}}]}'
const small = 'SELECT a, lower(b) FROM s.t WHERE a = 1 ORDER BY 1 LIMIT 3'

/** Reads once by every reader, so that what they load and compile at first is not charged to a query or a view. */
const warmUp = async () => {
  for (const text of [small, wide, small, wide, small]) {
    for (const dialect of ['postgres', 'duckdb', 'mysql', 'trino', 'snowflake', 'bigquery'] as const)
      await judge({ text, dialect, known, limits: guardLimits.planner, serialised })
  }
  readView({
    text: 'SELECT a, b + 1 AS c FROM (SELECT * FROM s.t) AS x UNION ALL SELECT a, b FROM s.t',
    dialect: 'postgres',
    schemas: ['s'],
    columns: ['a', 'c'],
    known,
  })
}

const port = parentPort
if (port) {
  const report = (reply: Reply | null) => {
    const { user, system } = process.threadCpuUsage()
    port.postMessage({ reply, usedMs: (user + system) / 1_000 } satisfies WorkerReport)
  }
  const work = async (task: Task): Promise<Reply> => ('view' in task ? ok(readView(task.view)) : judge(task.query))
  port.on('message', (task: Task) => void work(task).then(report))
  await warmUp()
  report(null)
}
