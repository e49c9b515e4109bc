import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { callTrino, type TrinoReply, type TrinoSettings } from './trinoHttp.ts'

const failure = z.object({ message: z.string(), errorName: z.string(), errorType: z.string() })
const page = z.object({
  id: z.string(),
  nextUri: z.string().optional(),
  updateType: z.string().optional(),
  error: failure.optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(z.unknown())).optional(),
  stats: z.object({ processedBytes: z.number().optional() }).optional(),
})

export type TrinoPage = z.output<typeof page> & {
  readonly startedTransaction: string | null
  /** The page was larger than may be. */ readonly cut: boolean
}

/** What the server says about a statement. */
export class TrinoFailure extends Error {
  readonly errorName: string
  readonly errorType: string

  constructor({ message, errorName, errorType }: z.output<typeof failure>) {
    super(message)
    this.name = 'TrinoFailure'
    this.errorName = errorName
    this.errorType = errorType
  }
}

/** An answer that is none of the protocol's. */
export class TrinoRefusal extends Error {
  readonly status: number

  constructor(status: number) {
    super(`The server answers with status ${status}.`)
    this.name = 'TrinoRefusal'
    this.status = status
  }
}

export type TrinoLink = {
  readonly settings: TrinoSettings
  readonly address: string
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly maxBytes: number
}

/** Whole numbers beyond 2^53 stay text. */
const lossless = (_key: string, value: unknown, context?: { readonly source?: string }) =>
  typeof value === 'number' &&
  !Number.isSafeInteger(value) &&
  context?.source !== undefined &&
  /^-?\d+$/.test(context.source)
    ? context.source
    : value

/** Said of a statement that was not taken: only then may it be sent again. A page may be asked for until the next one is, whatever became of the answer. */
const NOT_TAKEN = [429, 503]
const AGAIN = { POST: NOT_TAKEN, GET: [...NOT_TAKEN, 502, 504] }
const [SHORTEST_MS, LONGEST_MS] = [100, 2000]

/** As long as the server asks for, or twice as long as the time before; the call's own time ends it all. */
const pauseAfter = (reply: TrinoReply, before: number) => {
  const asked = Number(reply.headers['retry-after'] ?? NaN) * 1000
  return Number.isFinite(asked) && asked > 0 ? asked : Math.min(Math.max(before * 2, SHORTEST_MS), LONGEST_MS)
}

const pageOf = (reply: TrinoReply, before: TrinoPage | null): TrinoPage => {
  const started = reply.headers['x-trino-started-transaction-id']
  const startedTransaction = typeof started === 'string' ? started : (before?.startedTransaction ?? null)
  if (reply.cut) return { id: before?.id ?? '', columns: before?.columns, startedTransaction, cut: true }
  if (reply.status !== 200) throw new TrinoRefusal(reply.status)
  const parsed = page.parse(JSON.parse(reply.body, lossless))
  if (parsed.error) throw new TrinoFailure(parsed.error)
  return { ...parsed, columns: parsed.columns ?? before?.columns, startedTransaction, cut: false }
}

const headersOf = ({ settings: { catalog, schema }, timeoutMs }: TrinoLink, transaction: string | null) => ({
  'content-type': 'text/plain; charset=utf-8',
  'x-trino-source': 'Dataing',
  'x-trino-catalog': encodeURIComponent(catalog),
  'x-trino-schema': encodeURIComponent(schema),
  'x-trino-time-zone': 'UTC',
  'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
  'x-trino-session': `query_max_run_time=${Math.max(1, Math.ceil(timeoutMs))}ms`,
  'x-trino-transaction-id': transaction ?? 'NONE',
})

/** Only the path is taken from the server's word: it must not send us elsewhere. */
const pathOf = (uri: string) => {
  const { pathname, search } = new URL(uri)
  return `${pathname}${search}`
}

/**
 * The pages of one statement as the server makes them. Whoever stops reading, or aborts, ends the statement in the server; where the server does not
 * hear it, its own limit of time does.
 */
export async function* trinoPages(
  link: TrinoLink,
  text: string,
  transaction: string | null,
): AsyncGenerator<TrinoPage> {
  const { settings, address, signal, maxBytes } = link
  const headers = headersOf(link, transaction)
  const patiently = async (method: 'GET' | 'POST', path: string) => {
    for (let pause = 0; ;) {
      const reply = await callTrino(settings, address, {
        method,
        path,
        signal,
        maxBytes,
        headers,
        ...(method === 'POST' ? { body: text } : {}),
      })
      if (!AGAIN[method].includes(reply.status)) return reply
      pause = pauseAfter(reply, pause)
      await sleep(pause, undefined, { signal })
    }
  }
  let next: string | null = null
  try {
    for (let now: TrinoPage | null = pageOf(await patiently('POST', '/v1/statement'), null); now !== null;) {
      next = now.nextUri === undefined || now.cut ? next : pathOf(now.nextUri)
      if (now.nextUri === undefined && !now.cut) next = null
      yield now
      now = next === null || now.cut ? null : pageOf(await patiently('GET', next), now)
    }
  } finally {
    if (next !== null) await cancel(link, next)
  }
}

/** Runs a statement to its end. */
export const runTrino = async (link: TrinoLink, text: string, transaction: string | null = null) => {
  let last: TrinoPage | null = null
  const rows: (readonly unknown[])[] = []
  for await (const now of trinoPages(link, text, transaction)) {
    last = now
    rows.push(...(now.data ?? []))
  }
  return { rows, columns: last?.columns ?? [], startedTransaction: last?.startedTransaction ?? null }
}

/** By a request of its own, since the statement's signal may have aborted. */
const cancel = async ({ settings, address }: TrinoLink, path: string) => {
  await callTrino(settings, address, {
    method: 'DELETE',
    path,
    maxBytes: 1_000_000,
    signal: AbortSignal.timeout(2000),
  }).catch(() => undefined)
}
