import type { Metric } from '../core/metric/metric.ts'
import type { TableName } from '../core/dataset/table.ts'
import { duckdbFile } from './duckdbFile.ts'
import { investigate, stopInvestigating } from './investigate.ts'

/** Investigations of DuckDB files, each made anew by statements, all about one day of one table. */
export const openAskedFiles = async (table: TableName, day: string) => {
  const file = await duckdbFile()
  let made = 0
  const report = async (statements: readonly string[], metric: Metric) => {
    const path = `${file.folder}/${made++}.duckdb`
    await file.run(statements, path)
    const { finding, problems } = await investigate({
      path,
      question: { table, metric, day, timeColumn: null, timeZone: 'UTC', wholeTable: false },
    })
    return { finding, problems, rows: (sql: string) => file.rows(sql, path) }
  }
  return {
    /** The whole report, and what any query of that file gives. */
    report,
    async ask(statements: readonly string[], metric: Metric) {
      const { finding, problems } = await report(statements, metric)
      return {
        cause: finding?.conclusion === 'causeFound' ? finding.cause : finding?.conclusion,
        segments: finding?.segments,
        origin: finding?.origin,
        onset: finding?.onset,
        problems,
      }
    },
    async close() {
      await stopInvestigating()
      await file.remove()
    },
  }
}
