import type { RowStatement } from 'snowflake-sdk'
import type { Answer, DataSourceProblem, Limits } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { onAbort } from '../shared/interruption.ts'
import { problem } from '../shared/problem.ts'
import { createRowCollector, type RowCollector } from '../shared/rowCollector.ts'
import type { OpenSnowflake } from './openSnowflake.ts'
import { snowflakeCell, snowflakeKind } from './snowflakeCell.ts'

const READS = /^[\s(]*(select|with)\b/i
/** WITH may define a procedure to call, and an arrow hands rows on to a next statement: both may write. */
const MORE = /->>|\$|@|;|\b(call|procedure|execute|begin|declare)\b/i

/** Why the text may not be sent; null where it is one plain SELECT. */
export const refusalOf = (text: string): DataSourceProblem | null => {
  if (!READS.test(text))
    return problem(
      'bad-query',
      `A query is a SELECT; this begins with ${text.trim().split(/\s/)[0]?.slice(0, 20) ?? 'nothing'}.`,
    )
  return isPlainRead(text) ? null : problem('bad-query', 'A query is one plain SELECT.')
}

const isPlainRead = (text: string) =>
  READS.test(text) &&
  !MORE.test(
    text
      .trim()
      .replace(/;$/, '')
      .replaceAll(/'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"/gs, ''),
  )

/** Runs one SELECT, and reads its rows part by part. Throws what the driver throws. */
export const askSnowflake = async (
  open: OpenSnowflake,
  text: string,
  { limits, signal }: { limits: Limits; signal: AbortSignal },
): Promise<Result<Answer, DataSourceProblem>> => {
  const refusal = refusalOf(text)
  if (refusal) return refuse(refusal)
  const started = performance.now()
  const collector = createRowCollector(limits)
  const statement = await open.execute(
    {
      sqlText: text,
      streamResult: true,
      parameters: {
        STATEMENT_TIMEOUT_IN_SECONDS: Math.max(1, Math.ceil(limits.timeoutMs / 1000)),
        ROWS_PER_RESULTSET: limits.maxRows + 1,
        MULTI_STATEMENT_COUNT: 1,
      },
    },
    signal,
  )
  const columns = statement.getColumns() ?? []
  await readRows(statement, collector, signal)
  return ok({
    columns: columns.map(column => ({
      name: column.getName(),
      kind: snowflakeKind(column.getType(), column.getScale()),
    })),
    ...collector.taken(),
    elapsedMs: Math.round(performance.now() - started),
  })
}

const readRows = (statement: RowStatement, collector: RowCollector, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const columns = statement.getColumns() ?? []
    const stream = statement.streamRows()
    const forget = onAbort(signal, () => stream.destroy(new DOMException('Stopped.', 'AbortError')))
    const finish = (settle: () => void) => {
      forget()
      settle()
    }
    stream
      .on('data', (row: readonly unknown[]) => {
        if (collector.add(row.map((value, index) => (columns[index] ? snowflakeCell(value, columns[index]) : null))))
          return
        stream.destroy()
        finish(resolve)
      })
      .on('end', () => finish(resolve))
      .on('error', (error: Error) => finish(() => reject(error)))
  })
