import type { Answer, DataSourceProblem, Limits } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { problem } from '../shared/problem.ts'
import { createRowCollector } from '../shared/rowCollector.ts'
import { trinoCell, trinoKind } from './trinoCell.ts'
import { runTrino, trinoPages, type TrinoLink, type TrinoPage } from './trinoStatement.ts'

/** Only what begins like a query is sent: Trino runs statements without asking what they give. */
const READS = /^[\s(]*(select|with|values|table)\b/i

/** Runs one statement in a read-only transaction. Throws what the server says, as a failure. */
export const askTrino = async (
  link: TrinoLink,
  text: string,
  limits: Limits,
): Promise<Result<Answer, DataSourceProblem>> => {
  if (!READS.test(text))
    return refuse(
      problem(
        'bad-query',
        `A query is a SELECT; this begins with ${text.trim().split(/\s/)[0]?.slice(0, 20) ?? 'nothing'}.`,
      ),
    )
  const started = performance.now()
  const { startedTransaction } = await runTrino(link, 'START TRANSACTION READ ONLY')
  const collector = createRowCollector(limits)
  try {
    const read = await readPages(trinoPages(link, text, startedTransaction), collector)
    if (read === null) return refuse(problem('bad-query', 'A query is a SELECT.'))
    const { columns, bytesRead } = read
    return ok({
      columns: columns.map(({ name, type }) => ({ name, kind: trinoKind(type) })),
      ...collector.taken(),
      elapsedMs: Math.round(performance.now() - started),
      ...(bytesRead !== null && { bytesRead }),
    })
  } finally {
    // A failed statement has ended the transaction already; what is left behind ends by the server's idle limit.
    if (!link.signal.aborted) await runTrino(link, 'ROLLBACK', startedTransaction).catch(() => undefined)
  }
}

type Read = { readonly columns: NonNullable<TrinoPage['columns']>; readonly bytesRead: number | null }

/** Null where the statement gives no rows. Leaving early cancels it in the server. */
const readPages = async (
  pages: AsyncIterable<TrinoPage>,
  collector: ReturnType<typeof createRowCollector>,
): Promise<Read | null> => {
  let read: Read = { columns: [], bytesRead: null }
  for await (const page of pages) {
    if (page.updateType !== undefined) return null
    read = { columns: page.columns ?? read.columns, bytesRead: page.stats?.processedBytes ?? read.bytesRead }
    if (page.cut) {
      collector.cut()
      return read
    }
    for (const row of page.data ?? []) {
      if (!collector.add(row.map((cell, index) => trinoCell(cell, read.columns[index]?.type ?? '')))) return read
    }
  }
  return read
}
