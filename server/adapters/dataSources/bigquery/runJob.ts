import { randomUUID } from 'node:crypto'
import type { Job, Query } from '@google-cloud/bigquery'
import { onAbort } from '../shared/interruption.ts'
import { tryToStop } from '../shared/tryToStop.ts'
import type { BigqueryField } from './bigqueryCell.ts'
import type { OpenBigquery } from './openBigquery.ts'
import { patiently } from './patiently.ts'

export type JobText = {
  readonly text: string
  /** Where tables are looked for that the text names without a dataset; null: nowhere. */
  readonly dataset: string | null
  readonly timeoutMs: number
  readonly params?: Readonly<Record<string, string | readonly string[]>>
}

/** One page of an answer: values as the API carries them. */
export type JobPage = {
  readonly fields: readonly BigqueryField[]
  readonly rows: readonly (readonly unknown[])[]
  /** Read for the whole answer. */ readonly bytes: number | null
}

/** What BigQuery says of a text that it only looks at. */
export type Preview = { readonly statement: string; readonly bytes: number }

const PAGE_ROWS = 10_000
export const GIGABYTE = 1_000_000_000

/** The cap on bytes is for runs: a look costs nothing, and tells how far beyond it a query is. */
const configuration = ({ settings }: OpenBigquery, { text, dataset, timeoutMs, params }: JobText): Query => ({
  query: text,
  useLegacySql: false,
  location: settings.location,
  jobTimeoutMs: Math.max(1, Math.ceil(timeoutMs)),
  labels: { application: 'dataing' },
  ...(dataset === null ? {} : { defaultDataset: { projectId: settings.project, datasetId: dataset } }),
  ...(params ? { params } : {}),
})

/** Has BigQuery read the text and check every right that it needs, without running it. */
export const preview = (open: OpenBigquery, job: JobText, signal: AbortSignal): Promise<Preview> =>
  patiently(signal, async () => {
    const [, { statistics }] = await open.client.createQueryJob({ ...configuration(open, job), dryRun: true })
    return {
      statement: statistics?.query?.statementType ?? '',
      bytes: Number(statistics?.query?.totalBytesProcessed ?? statistics?.totalBytesProcessed ?? 0),
    }
  })

/** The name is ours, so that the job can be cancelled before its creation is answered; a repeated creation finds it there. */
const start = (
  open: OpenBigquery,
  text: JobText,
  { jobId, signal }: { jobId: string; signal: AbortSignal },
): Promise<Job> =>
  patiently(signal, async () => {
    try {
      return (
        await open.client.createQueryJob({
          ...configuration(open, text),
          maximumBytesBilled: String(open.settings.mostGigabytes * GIGABYTE),
          jobId,
        })
      )[0]
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 409) return open.client.job(jobId)
      throw error
    }
  })

type Answered = {
  readonly schema?: { readonly fields?: readonly BigqueryField[] }
  readonly jobComplete?: boolean
  readonly pageToken?: string
  readonly totalBytesProcessed?: string
}
type RawRow = { readonly f: readonly { readonly v: unknown }[] }

/** Runs a query page by page. Whoever aborts ends the job in BigQuery; whoever stops reading leaves an answer that it throws away by itself. */
export async function* jobPages(
  open: OpenBigquery,
  text: JobText,
  signal: AbortSignal,
): AsyncGenerator<JobPage, undefined> {
  const [jobId, done] = [randomUUID(), new AbortController()]
  const cancel = async () => void (await open.client.job(jobId).cancel())
  const forget = onAbort(signal, () => void tryToStop({ cancel, destroy: () => undefined }, done.signal))
  try {
    const job = await start(open, text, { jobId, signal })
    for (let pageToken: string | undefined, first = true; first || pageToken !== undefined;) {
      const at = pageToken === undefined ? {} : { pageToken }
      const found: unknown = await patiently(signal, () =>
        job.getQueryResults({ ...at, maxResults: PAGE_ROWS, autoPaginate: false, skipParsing: true }),
      )
      const [rows, , answer] = found as [readonly RawRow[], unknown, Answered]
      if (answer.jobComplete === false) continue
      first = false
      pageToken = answer.pageToken
      const bytes = answer.totalBytesProcessed === undefined ? null : Number(answer.totalBytesProcessed)
      yield { fields: answer.schema?.fields ?? [], rows: rows.map(({ f }) => f.map(({ v }) => v)), bytes }
    }
  } finally {
    done.abort()
    forget()
  }
}

/** The whole answer of a question of ours, its rows by name. */
export const rowsOf = async <Row>(open: OpenBigquery, job: JobText, signal: AbortSignal): Promise<readonly Row[]> => {
  const found: Row[] = []
  for await (const { fields, rows } of jobPages(open, job, signal)) {
    for (const row of rows)
      found.push(Object.fromEntries(fields.map(({ name }, place) => [name, row[place] ?? null])) as Row)
  }
  return found
}
