import type { FieldPacket } from 'mysql2'
import type { Answer, DataSourceProblem, Limits } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { meterBytes } from '../shared/byteMeter.ts'
import { problem, stopped } from '../shared/problem.ts'
import { createRowCollector, type RowCollector } from '../shared/rowCollector.ts'
import { mysqlCell, mysqlKind } from './mysqlCell.ts'
import type { OpenMysql } from './openMysql.ts'
import { inTransaction, type Flavour } from './transaction.ts'

/** Bytes that may be under way when a cap cuts. */
const SLACK = 1_000_000

/** Runs one statement that the server itself says gives rows, and reads them as they come. Throws what the driver throws. */
export const askMysql = (
  open: OpenMysql,
  text: string,
  { limits, signal, flavour }: { limits: Limits; signal: AbortSignal; flavour: Flavour },
): Promise<Result<Answer, DataSourceProblem>> =>
  inTransaction(open, { mode: 'READ ONLY', timeoutMs: limits.timeoutMs, signal, flavour }, async () => {
    const started = performance.now()
    if (!(await givesRows(open, text))) return refuse(problem('bad-query', 'A query is a SELECT.'))
    const collector = createRowCollector(limits)
    const fields = await readRows(open, text, { collector, maxBytes: limits.maxBytes })
    // A killed SLEEP gives a row instead of an error.
    if (signal.aborted) return stopped('cancelled')
    const elapsedMs = Math.round(performance.now() - started)
    return ok({
      columns: fields.map(field => ({ name: field.name, kind: mysqlKind(field) })),
      ...collector.taken(),
      elapsedMs,
    })
  })

/** Preparing runs nothing: what writes, or ends the transaction, has no columns. */
const givesRows = ({ connection }: OpenMysql, text: string) =>
  new Promise<boolean>((resolve, reject) => {
    connection.prepare(text, (error, statement) => {
      if (error) return reject(error)
      const { columns } = statement as unknown as { readonly columns: readonly unknown[] }
      statement.close()
      resolve(columns.length > 0)
    })
  })

const readRows = (
  open: OpenMysql,
  text: string,
  { collector, maxBytes }: { collector: RowCollector; maxBytes: number },
): Promise<readonly FieldPacket[]> =>
  new Promise((resolve, reject) => {
    const { connection } = open
    let fields: readonly FieldPacket[] = []
    let wanted = true
    const finish = (settle: () => void) => {
      meter.stop()
      settle()
    }
    // What is still to come would have to be read and thrown away: the connection is given up, and the server notices.
    const cut = () => {
      wanted = false
      collector.cut()
      open.destroy()
      finish(() => resolve(fields))
    }
    const meter = meterBytes(open.stream, maxBytes * 2 + SLACK, cut)
    connection
      .query({ sql: text, rowsAsArray: true, typeCast: field => field.buffer() })
      .on('fields', (found: readonly FieldPacket[]) => void (fields = found))
      .on('result', (row: readonly (Buffer | null)[]) => {
        if (wanted && !collector.add(row.map((cell, index) => mysqlCell(cell, fields[index] ?? {})))) cut()
      })
      .on('error', (error: Error) => finish(() => reject(error)))
      .on('end', () => finish(() => resolve(fields)))
  })
