// How soon an investigation goes on once a person has decided: from the decision's answer to the next fact, and to that fact's arrival at a subscriber.
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ask, streamOf } from '../../server/testing/apiClient.ts'
import { done, startProduct } from './product.ts'

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '30' },
    /** Between two decisions; the others that were decided go on meanwhile. */
    pause: { type: 'string', default: '1000' },
  },
})
const TARGET_MS = 1000

const EVENTS = 'subscription($id: ID!) { investigationEvents(investigationId: $id) { sequence type occurredAt } }'
const WAITING = 'query($filter: ApprovalFilter) { approvals(first: 1, filter: $filter) { edges { node { id } } } }'
const DECIDE = `mutation($input: ApprovalDecideInput!) { done: approvalDecide(input: $input) { __typename ... on UserError { message } } }`

type Event = { readonly sequence: number; readonly type: string; readonly occurredAt: string }
type Told = { readonly data?: { readonly investigationEvents: Event } }

const product = await startProduct()
const { client } = product

/** A case that somebody follows, once it waits for a person. */
const waitingCase = async () => {
  const id = await product.open()
  const stream = streamOf(client, { query: EVENTS, variables: { id } })
  const next = async () => {
    const { value } = await stream.next()
    const event = (JSON.parse(value?.[1] || '{}') as Told).data?.investigationEvents
    if (!event) throw new Error(`The stream of ${id} ended: ${String(value)}`)
    return event
  }
  for (let event = await next(); event.type !== 'APPROVAL_REQUESTED'; event = await next());
  const { data } = await ask(client, WAITING, { filter: { investigationId: id } })
  const { approvals } = data as { readonly approvals: { readonly edges: readonly { node: { id: string } }[] } }
  return { approvalId: approvals.edges[0]?.node.id, next, leave: () => stream.return(undefined) }
}

const waitingCases = () => Promise.all(Array.from({ length: Number(options.cases) }, waitingCase))

type Waiting = Awaited<ReturnType<typeof waitingCase>>

/** Milliseconds from the decision's answer. A fact that was there before its decider heard so is at zero. */
const decided = async ({ approvalId, next, leave }: Waiting) => {
  const follower = (async () => {
    for (let event = await next(); ; event = await next())
      if (event.type !== 'APPROVAL_DECIDED') return { event, arrivedAt: Date.now() }
  })()
  await done(client, DECIDE, { approvalId, outcome: 'APPROVED' })
  const answeredAt = Date.now()
  const { event, arrivedAt } = await follower
  await leave()
  return {
    fact: Math.max(0, Date.parse(event.occurredAt) - answeredAt),
    arrival: Math.max(0, arrivedAt - answeredAt),
  }
}

const times: Awaited<ReturnType<typeof decided>>[] = []
/** As a person who approves a whole inbox does. */
const together: Awaited<ReturnType<typeof decided>>[] = []
try {
  for (const one of await waitingCases()) {
    times.push(await decided(one))
    await sleep(Number(options.pause))
  }
  together.push(...(await Promise.all((await waitingCases()).map(decided))))
} finally {
  await product.stop()
}

const quantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN
const row = (values: readonly number[]) => ({
  'median, ms': quantile(values, 0.5),
  'p95, ms': quantile(values, 0.95),
  'largest, ms': Math.max(...values),
})
console.log(`${options.cases} investigations, on ${cpus().length} cores, API and worker in a process each`)
console.table({
  'one by one: next fact': row(times.map(({ fact }) => fact)),
  'one by one: at a subscriber': row(times.map(({ arrival }) => arrival)),
  'all at once: next fact': row(together.map(({ fact }) => fact)),
  'all at once: at a subscriber': row(together.map(({ arrival }) => arrival)),
})
process.exit(
  quantile(
    times.map(({ arrival }) => arrival),
    0.95,
  ) <= TARGET_MS
    ? 0
    : 1,
)
