import {
  StatementType,
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
} from '@duckdb/node-api'
import type { Answer, DataSourceProblem, Limits } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { onAbort } from '../shared/interruption.ts'
import { problem } from '../shared/problem.ts'
import { createRowCollector } from '../shared/rowCollector.ts'
import { cellReader, kindOfType } from './duckdbCell.ts'

const INTERRUPT_AGAIN_MS = 20

/** Runs one statement on a connection of its own and reads its rows chunk by chunk. Throws what DuckDB throws, also when it was interrupted. */
export const askDuckdb = (
  instance: DuckDBInstance,
  text: string,
  { limits, signal }: { limits: Limits; signal: AbortSignal },
): Promise<Result<Answer, DataSourceProblem>> =>
  withSelect({ instance, text, signal }, async prepared => {
    const started = performance.now()
    return readAnswer(await prepared.stream(), limits, started)
  })

/** The plan of one query as DuckDB prints it. Throws what DuckDB throws. */
export const explainDuckdb = (
  instance: DuckDBInstance,
  text: string,
  signal: AbortSignal,
): Promise<Result<string, DataSourceProblem>> =>
  withSelect({ instance, text, signal }, async (_prepared, connection) =>
    String((await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${text}`)).getRows()[0]?.[1]),
  )

type Selecting = { readonly instance: DuckDBInstance; readonly text: string; readonly signal: AbortSignal }

/** Works on one SELECT, on a connection of its own. */
const withSelect = async <Value>(
  { instance, text, signal }: Selecting,
  work: (prepared: DuckDBPreparedStatement, connection: DuckDBConnection) => Promise<Value>,
): Promise<Result<Value, DataSourceProblem>> => {
  const connection = await instance.connect()
  const settle = interruptOn(signal, connection)
  try {
    const statements = await connection.extractStatements(text)
    if (statements.count !== 1) return refuse(problem('bad-query', 'A query is exactly one statement.'))
    const prepared = await statements.prepare(0)
    if (prepared.statementType !== StatementType.SELECT) return refuse(problem('bad-query', 'A query is a SELECT.'))
    return ok(await work(prepared, connection))
  } finally {
    settle()
    connection.closeSync()
  }
}

/** An interrupt between two calls is lost on DuckDB, so it is repeated until the query has ended. */
const interruptOn = (signal: AbortSignal, connection: DuckDBConnection) => {
  let again: NodeJS.Timeout | undefined
  const forget = onAbort(signal, () => {
    connection.interrupt()
    again = setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS)
  })
  return () => {
    forget()
    clearInterval(again)
  }
}

const readAnswer = async (result: DuckDBResult, limits: Limits, started: number): Promise<Answer> => {
  const columns = result
    .columnTypes()
    .map((type, index) => ({ name: result.columnName(index), kind: kindOfType(type), read: cellReader(type) }))
  const collector = createRowCollector(limits)
  for (let wanted = true; wanted;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) break
    const vectors = columns.map(({ read }, index) => ({ read, vector: chunk.getColumnVector(index) }))
    const { rowCount } = chunk
    for (let row = 0; row < rowCount && wanted; row++)
      wanted = collector.add(vectors.map(({ read, vector }) => read(vector.getItem(row))))
  }
  return {
    columns: columns.map(({ name, kind }) => ({ name, kind })),
    ...collector.taken(),
    elapsedMs: Math.round(performance.now() - started),
  }
}
