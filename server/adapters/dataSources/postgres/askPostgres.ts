import Cursor from 'pg-cursor'
import type { FieldDef } from 'pg'
import type { Answer, DataSourceProblem, Limits } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { meterBytes } from '../shared/byteMeter.ts'
import { problem } from '../shared/problem.ts'
import { createRowCollector, type RowCollector } from '../shared/rowCollector.ts'
import type { OpenClient } from './openClient.ts'
import { isKnownType, postgresCell, postgresKind, SORT_OF_TYPE } from './postgresCell.ts'
import { inTransaction, type Bounds } from './transaction.ts'

type Row = readonly (string | null)[]

const FIRST_BATCH = 100
const MAX_BATCH = 5000
/** Bytes that one batch should have about. */
const BATCH_BYTES = 1_000_000

/** Runs one statement by the extended protocol and reads its rows through a cursor. Throws what the driver throws. */
export const askPostgres = (
  open: OpenClient,
  text: string,
  { limits, signal, session }: { limits: Limits; signal: AbortSignal; session: Bounds['session'] },
): Promise<Result<Answer, DataSourceProblem>> =>
  inTransaction(open, { mode: 'READ ONLY', timeoutMs: limits.timeoutMs, signal, session }, async () => {
    const started = performance.now()
    const collector = createRowCollector(limits)
    const fields = await readRows(open, text, { collector, maxBytes: limits.maxBytes })
    if (fields === null) return refuse(problem('bad-query', 'A query is a SELECT.'))
    const elapsedMs = Math.round(performance.now() - started)
    return ok({ columns: await columnsOf(open, fields), ...collector.taken(), elapsedMs })
  })

/** Null where the statement is one that returns no rows; it is not run then. */
const readRows = async (
  open: OpenClient,
  text: string,
  { collector, maxBytes }: { collector: RowCollector; maxBytes: number },
): Promise<readonly FieldDef[] | null> => {
  const cursor = new Cursor<Row>(text, [], { rowMode: 'array', types: { getTypeParser: () => String } })
  const meter = meterBytes(open.client.connection.stream, maxBytes * 2 + BATCH_BYTES, open.destroy)
  let fields: readonly FieldDef[] = []
  let wanted = true
  // Row by row, since a batch that is cut off by the meter never arrives as a whole.
  cursor.on('row', (row: Row, result: { fields: readonly FieldDef[] }) => {
    fields = result.fields
    wanted &&= collector.add(row.map((cell, index) => postgresCell(cell, result.fields[index]?.dataTypeID ?? 0)))
  })
  try {
    if (!(await returnsRows(open, cursor))) {
      await cursor.close()
      return null
    }
    for (let batch = FIRST_BATCH; wanted;) {
      const read = await readBatch(cursor, batch)
      fields = read.fields
      if (read.count < batch) return fields
      batch = nextBatch(collector)
    }
    await cursor.close()
    return fields
  } catch (error) {
    if (!meter.isOver()) throw error
    collector.cut()
    return fields
  } finally {
    meter.stop()
  }
}

const nextBatch = (collector: RowCollector) => {
  const perRow = collector.bytes() / Math.max(1, collector.taken().rows.length)
  return Math.max(1, Math.min(MAX_BATCH, Math.floor(BATCH_BYTES / Math.max(1, perRow))))
}

/** What the server says about the statement before it is run. */
const returnsRows = ({ client }: OpenClient, cursor: Cursor<Row>) =>
  new Promise<boolean>((resolve, reject) => {
    const settle = (act: () => void) => {
      client.connection.off('rowDescription', yes).off('noData', no)
      act()
    }
    const yes = () => settle(() => resolve(true))
    const no = () => settle(() => resolve(false))
    client.connection.once('rowDescription', yes).once('noData', no)
    cursor.once('error', (error: Error) => settle(() => reject(error)))
    client.query(cursor)
  })

const readBatch = (cursor: Cursor<Row>, rows: number) =>
  new Promise<{ count: number; fields: readonly FieldDef[] }>((resolve, reject) => {
    cursor.read(rows, (error, read, result) =>
      error ? reject(error) : resolve({ count: read.length, fields: result.fields }),
    )
  })

const SORTS = `SELECT t.oid::text, ${SORT_OF_TYPE} AS sort FROM pg_catalog.pg_type t WHERE t.oid = ANY($1::oid[])`

const columnsOf = async (open: OpenClient, fields: readonly FieldDef[]) => {
  const unknown = fields.map(field => field.dataTypeID).filter(oid => !isKnownType(oid))
  const sorts =
    unknown.length > 0 && open.isAlive()
      ? (await open.client.query<{ oid: string; sort: string }>(SORTS, [unknown])).rows
      : []
  const sortOf = (type: number) => sorts.find(({ oid }) => oid === String(type))?.sort ?? 'other'
  return fields.map(({ name, dataTypeID }) => ({ name, kind: postgresKind(dataTypeID, sortOf(dataTypeID)) }))
}
