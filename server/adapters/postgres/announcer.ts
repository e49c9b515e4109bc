import type { Pool } from 'pg'
import type { InvestigationId } from '../../core/shared/ids.ts'

/** PostgreSQL's channel for new facts; a payload is the ids of cases, joined by commas. */
export const FACTS = 'dataing_facts'

/** A payload holds at most 8,000 bytes, an id 36 and its comma. */
const IDS_PER_PAYLOAD = 200

/** Tells listeners, in every process, that these cases have new facts, and workers on `jobChannel` that there is work. Call it after the commit. */
export type Announce = (cases: readonly InvestigationId[], hasJobs: boolean) => void

type Options = {
  readonly pool: Pick<Pool, 'query'>
  readonly jobChannel: string
  readonly onProblem: (problem: Error) => void
}

/**
 * Signals in statements of their own, which write nothing: inside the append's transaction NOTIFY would hold one lock of the whole cluster across the
 * flush and cut appends to a tenth. What comes while a signal is on its way goes with the next. A signal that is lost is made good by the sweeps.
 */
export const createAnnouncer = ({ pool, jobChannel, onProblem }: Options): Announce => {
  let cases = new Set<InvestigationId>()
  let jobs = false
  let sending = false

  const signal = async (ids: readonly InvestigationId[], hasJobs: boolean) => {
    const payloads = chunks(ids, IDS_PER_PAYLOAD).map(chunk => [FACTS, chunk.join(',')])
    const signals = hasJobs ? [...payloads, [jobChannel, '']] : payloads
    await pool.query({
      name: 'announce',
      text: 'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS signal(channel, payload)',
      values: [signals.map(([channel]) => channel), signals.map(([, payload]) => payload)],
    })
  }

  const send = async () => {
    sending = true
    try {
      while (cases.size > 0 || jobs) {
        const next = [[...cases], jobs] as const
        cases = new Set()
        jobs = false
        await signal(...next)
      }
    } finally {
      sending = false
    }
  }

  return (ids, hasJobs) => {
    ids.forEach(id => cases.add(id))
    jobs ||= hasJobs
    if (!sending) void send().catch(onProblem)
  }
}

const chunks = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  list.length === 0 ? [] : [list.slice(0, size), ...chunks(list.slice(size), size)]
