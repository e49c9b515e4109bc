import type { SafeQuery } from '../../../core/ports/queryGuard.ts'
import type { Answer, DataSourceProblem, Limits } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { problem } from '../shared/problem.ts'
import { createRowCollector } from '../shared/rowCollector.ts'
import { bigqueryCell, kindOfField, type BigqueryField } from './bigqueryCell.ts'
import { datasetsOf, type OpenBigquery } from './openBigquery.ts'
import { GIGABYTE, jobPages, preview, type JobText, type Preview } from './runJob.ts'

/** The client puts the project in its place, also within texts. */
const REPLACED = '{{projectId}}'

/** The guard reads names without a dataset as those of its tables' schema: so must BigQuery, and where there are several, not at all. */
const datasetOf = (open: OpenBigquery, { tables }: SafeQuery) => {
  const [first, second] = new Set(tables.map(({ schema }) => schema))
  return second === undefined ? (first ?? datasetsOf(open.settings)[0] ?? null) : null
}

const jobOf = (open: OpenBigquery, query: SafeQuery, timeoutMs: number): JobText => ({
  text: query.text,
  dataset: datasetOf(open, query),
  timeoutMs,
})

export type Bounds = { readonly timeoutMs: number; readonly signal: AbortSignal }

/** What a query would cost: BigQuery reads it, and runs nothing. */
export const previewQuery = async (
  open: OpenBigquery,
  query: SafeQuery,
  { timeoutMs, signal }: Bounds,
): Promise<Result<Preview, DataSourceProblem>> => {
  if (query.text.includes(REPLACED)) return refuse(problem('bad-query', `A query may not hold ${REPLACED}.`))
  const seen = await preview(open, jobOf(open, query, timeoutMs), signal)
  return seen.statement === 'SELECT' ? ok(seen) : refuse(problem('bad-query', 'A query is one plain SELECT.'))
}

const gigabytes = (bytes: number) => `${(bytes / GIGABYTE).toFixed(1)} GB`

const beyond = ({ settings }: OpenBigquery, { bytes }: Preview) =>
  bytes <= settings.mostGigabytes * GIGABYTE
    ? null
    : `The query would read ${gigabytes(bytes)}; the settings of this data source allow ${gigabytes(settings.mostGigabytes * GIGABYTE)}.`

/** Runs one SELECT; whether it is one, BigQuery itself says first. Throws what the client throws. */
export const askBigquery = async (
  open: OpenBigquery,
  query: SafeQuery,
  { limits, signal }: { limits: Limits; signal: AbortSignal },
): Promise<Result<Answer, DataSourceProblem>> => {
  const started = performance.now()
  const seen = await previewQuery(open, query, { timeoutMs: limits.timeoutMs, signal })
  if (!seen.ok) return seen
  const over = beyond(open, seen.value)
  if (over !== null) return refuse(problem('bad-query', over))
  const collector = createRowCollector(limits)
  let fields: readonly BigqueryField[] = []
  let bytes: number | null = null
  for await (const page of jobPages(open, jobOf(open, query, limits.timeoutMs), signal)) {
    fields = page.fields
    bytes = page.bytes ?? bytes
    if (
      !page.rows.every(row =>
        collector.add(row.map((value, place) => (page.fields[place] ? bigqueryCell(value, page.fields[place]) : null))),
      )
    )
      break
  }
  const columns = fields.map(field => ({ name: field.name, kind: kindOfField(field) }))
  return ok({
    columns,
    ...collector.taken(),
    elapsedMs: Math.round(performance.now() - started),
    ...(bytes !== null && { bytesRead: bytes }),
  })
}
