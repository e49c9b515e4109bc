import type { DuckDbFile } from '../../demo/duckDbFile.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import type { Random } from './random.ts'
import type { BenchQuestion, Truth } from './truth.ts'

// The same data under names that say nothing: tables t_1, t_2, …, columns col_1, col_2, …; a column that two tables share keeps one name in both, as keys do.

export type Names = { readonly tables: ReadonlyMap<string, string>; readonly columns: ReadonlyMap<string, string> }

/** Renames every table and column of the file. */
export const renameAll = async (file: DuckDbFile, random: Random): Promise<Names> => {
  const found = await file.rows(
    'SELECT table_name AS t, column_name AS c FROM duckdb_columns() WHERE NOT internal ORDER BY 1, 2',
  )
  const numbered = (prefix: string, names: readonly unknown[]) =>
    new Map(random.shuffle([...new Set(names.map(String))]).map((name, index) => [name, `${prefix}_${index + 1}`]))
  const names = {
    tables: numbered(
      't',
      found.map(({ t }) => t),
    ),
    columns: numbered(
      'col',
      found.map(({ c }) => c),
    ),
  }
  await file.run(
    ...found.map(
      ({ t, c }) => `ALTER TABLE ${String(t)} RENAME COLUMN ${String(c)} TO ${names.columns.get(String(c)) ?? ''}`,
    ),
    ...[...names.tables].map(([from, to]) => `ALTER TABLE ${from} RENAME TO ${to}`),
  )
  return names
}

const metricRenamed = (metric: Metric, column: (name: string) => string): Metric => {
  switch (metric.kind) {
    case 'rowCount':
    case 'freshness':
      return metric
    case 'duplicateRate':
      return { ...metric, columns: metric.columns.map(column) }
    case 'share':
      return { ...metric, where: { ...metric.where, column: column(metric.where.column) } }
    default:
      return { ...metric, column: column(metric.column) }
  }
}

/** Words outside of quoted text that are names of columns. */
const sqlRenamed = (sql: string, column: (name: string) => string) =>
  sql
    .split(/('(?:[^']|'')*')/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/\b[a-z_][a-z0-9_]*\b/g, column)))
    .join('')

export const renamer = ({ tables, columns }: Names) => {
  const column = (name: string) => columns.get(name) ?? name
  const table = (name: string) => tables.get(name) ?? name
  return {
    question: (question: BenchQuestion): BenchQuestion => ({
      ...question,
      table: { ...question.table, name: table(question.table.name) },
      metric: metricRenamed(question.metric, column),
      timeColumn: question.timeColumn === null ? null : column(question.timeColumn),
    }),
    truth: (truth: Truth): Truth => ({
      ...truth,
      origins: truth.origins.map(table),
      rows: truth.rows === null ? null : sqlRenamed(truth.rows, column),
      segments: truth.segments.map(list =>
        list.map(segment => segment.map(pair => ({ ...pair, column: column(pair.column) }))),
      ),
    }),
  }
}
