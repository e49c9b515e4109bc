import { openDuckDbFile } from '../../demo/duckDbFile.ts'
import type { BenchQuestion } from './truth.ts'

/** How alike two conditions are over the rows of the asked day: rows of both by rows of either; 1 where neither has any. */
export const jaccard = async (path: string, { table, timeColumn, day }: BenchQuestion, { truth, answer }: { truth: string; answer: string | null }): Promise<number> => {
  const file = await openDuckDbFile(path, 'read')
  try {
    const [row] = await file.rows(`SELECT count(*) FILTER (a AND b) AS both, count(*) FILTER (a OR b) AS either FROM (
      SELECT coalesce(${truth}, false) AS a, coalesce(${answer ?? 'true'}, false) AS b FROM ${table.name} WHERE ${timeColumn ?? ''} >= DATE '${day}' AND ${timeColumn ?? ''} < DATE '${day}' + 1)`)
    return Number(row?.either ?? 0) === 0 ? 1 : Number(row?.both) / Number(row?.either)
  } finally {
    await file.close()
  }
}
