// People decide by the API alone: one product of two processes, spoken to over HTTP like any program would.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { printGlobalId } from '../graphql/globalId.ts'
import { ask, streamOf, type ApiClient } from '../testing/apiClient.ts'
import { startJourney } from '../testing/journey.ts'
import { arrive } from '../testing/journeyPerson.ts'
import { shopQuestion } from '../testing/shopWarehouse.ts'

const POLICY = `mutation($input: ApprovalPolicyChangeInput!) { approvalPolicyChange(input: $input) { __typename ... on UserError { message } } }`
const START = `mutation($input: InvestigationStartInput!) { investigationStart(input: $input) { ... on InvestigationStartPayload { investigation { id } } } }`
const DECIDE = `mutation($input: ApprovalDecideInput!) { approvalDecide(input: $input) {
  __typename ... on UserError { code message } ... on AlreadyDecided { byName outcome } ... on ApprovalDecidePayload { approval { state } } } }`
const CANCEL = `mutation($input: InvestigationCancelInput!) { investigationCancel(input: $input) { __typename } }`
const WAITING = `query($filter: ApprovalFilter) { approvals(first: 100, filter: $filter) { edges { node { id kind query { name sql } } } } }`
const CASE = `query($id: ID!) { node(id: $id) { ... on Investigation {
  status finding { whatCausedIt { text } } events(last: 100) { edges { node { headline } } } approvals { state decision { outcome byName reason sql contextChange { maskedColumns hint } } } } } }`
const INBOX = 'subscription { approvalInbox { pending changed { state kind } } }'
const EVENTS = 'subscription($id: ID!) { investigationEvents(investigationId: $id) { type } }'

type Journey = Awaited<ReturnType<typeof startJourney>>
type Waiting = {
  readonly id: string
  readonly kind: 'CONTEXT' | 'QUERY'
  readonly query: { readonly name: string; readonly sql: string } | null
}
type Inbox = {
  readonly pending: number
  readonly changed: readonly { readonly state: string; readonly kind: string }[]
}
type Told = {
  readonly status: string
  readonly finding: { readonly whatCausedIt: readonly { readonly text: string }[] } | null
  readonly events: { readonly edges: readonly { readonly node: { readonly headline: string } }[] }
  readonly approvals: readonly { readonly state: string; readonly decision: object | null }[]
}

let journey: Journey
let running: { api: ReturnType<Journey['start']>; worker: ReturnType<Journey['start']> }
let people: { readonly ada: ApiClient; readonly grace: ApiClient; readonly edsger: ApiClient }
const begin = () => {
  running = { api: journey.start('api'), worker: journey.start('worker') }
}

beforeAll(async () => {
  journey = await startJourney()
  begin()
  const address = () => running.api.ready
  people = {
    ada: await arrive(journey, address, { name: 'Ada', role: 'owner' }),
    grace: await arrive(journey, address, { name: 'Grace', role: 'member' }),
    edsger: await arrive(journey, address, { name: 'Edsger', role: 'member' }),
  }
  const policy = {
    context: 'ALWAYS',
    isSensitive: false,
    sensitiveColumns: [],
    queries: 'ASK',
    rules: [],
    hours: 48,
    onDeadline: 'REJECTED',
    noSelfApproval: true,
  }
  expect(await data(people.ada, POLICY, { input: { expectedVersion: 0, policy } })).toEqual({
    approvalPolicyChange: { __typename: 'ApprovalPolicyChangePayload' },
  })
}, 120_000)
afterAll(() => journey.end())

const data = async <Data>(client: ApiClient, query: string, variables: object) =>
  (await ask(client, query, variables)).data as Data

const open = async () => {
  const { table, metric, ...when } = shopQuestion
  const input = {
    ...when,
    dataSourceId: printGlobalId('DataSource', journey.dataSourceId),
    schema: table.schema,
    table: table.name,
    metric: { kind: 'NULL_RATE', columns: [metric.column] },
  }
  const { investigationStart } = await data<{ investigationStart: { investigation: { id: string } } }>(
    people.ada,
    START,
    { input },
  )
  return investigationStart.investigation.id
}
const decide = async (by: ApiClient, input: object) =>
  (await data<{ approvalDecide: Record<string, unknown> }>(by, DECIDE, { input })).approvalDecide
const waiting = async (investigationId: string) => {
  const { approvals } = await data<{ approvals: { edges: readonly { node: Waiting }[] } }>(people.grace, WAITING, {
    filter: { investigationId },
  })
  return approvals.edges.map(({ node }) => node)
}
const told = async (id: string) => (await data<{ node: Told }>(people.grace, CASE, { id })).node

/** The inbox as Grace's program follows it. */
const follow = () => {
  const stream = streamOf(people.grace, { query: INBOX, variables: {} })
  const seen = new Set<string>()
  const next = async () => {
    const { value } = await stream.next()
    const { approvalInbox } = (JSON.parse(value?.[1] ?? '{}') as { data: { approvalInbox: Inbox } }).data
    for (const { kind, state } of approvalInbox.changed) seen.add(`${kind} ${state}`)
    return approvalInbox
  }
  return {
    next,
    stop: () => stream.return(undefined),
    /** What it says once so many requests wait. */
    until: async (pending: number) => {
      for (let inbox = await next(); ; inbox = await next()) if (inbox.pending === pending) return inbox
    },
    /** Comes back once it has told of all of these. */
    told: async (news: readonly string[]) => {
      while (!news.every(each => seen.has(each))) await next()
    },
  }
}

/** Answers all that a case asks, as it asks it, to the case's end. */
const answerAll = async (id: string, answer: (request: Waiting) => Promise<void>) => {
  for await (const [event, text] of streamOf(people.grace, { query: EVENTS, variables: { id } })) {
    if (event === 'complete') return
    if (text.includes('"APPROVAL_REQUESTED"')) for (const request of await waiting(id)) await answer(request)
  }
}

const change = { maskedColumns: ['country'], hint: 'The app was released at noon' }

test('a policy, an alert, a context that is changed, a query that is edited, one that is rejected, and a report that says so', async () => {
  const { ada, grace, edsger } = people
  const inbox = follow()
  expect(await inbox.next()).toEqual({ pending: 0, changed: [] })
  const id = await open()
  expect((await inbox.until(1)).changed).toContainEqual({ state: 'PENDING', kind: 'QUERY' })
  let edited = ''
  const answers: Readonly<Record<string, (approvalId: string) => Promise<void>>> = {
    async series(approvalId) {
      const approve = { approvalId, outcome: 'APPROVED' }
      expect(await decide(ada, approve)).toMatchObject({
        __typename: 'NotAllowed',
        code: 'NOT_ALLOWED',
        message: expect.stringContaining('You opened this investigation'),
      })
      expect(await decide(grace, { approvalId, outcome: 'MODIFIED', sql: 'DELETE FROM orders' })).toMatchObject({
        __typename: 'QueryRefused',
        code: 'QUERY_REFUSED',
      })
      expect(await decide(grace, approve)).toEqual({
        __typename: 'ApprovalDecidePayload',
        approval: { state: 'APPROVED' },
      })
      expect(await decide(edsger, approve)).toMatchObject({
        __typename: 'AlreadyDecided',
        byName: 'Grace',
        outcome: 'APPROVED',
      })
    },
    async context(approvalId) {
      expect(await decide(grace, { approvalId, outcome: 'MODIFIED', context: change })).toMatchObject({
        approval: { state: 'MODIFIED' },
      })
    },
    async profile(approvalId) {
      expect(await decide(grace, { approvalId, outcome: 'REJECTED', reason: 'it reads every column' })).toMatchObject({
        approval: { state: 'REJECTED' },
      })
    },
  }
  await answerAll(id, async ({ id: approvalId, kind, query }) => {
    const known = answers[kind === 'CONTEXT' ? 'context' : (query?.name ?? '')]
    if (known) return known(approvalId)
    const outcome = edited === '' ? 'MODIFIED' : 'APPROVED'
    if (edited === '') edited = `${query?.sql} LIMIT 500`
    expect(
      await decide(edsger, {
        approvalId,
        outcome,
        ...(outcome === 'MODIFIED' && { sql: edited, reason: 'fewer rows' }),
      }),
    ).toMatchObject({ approval: { state: outcome } })
  })
  await inbox.told(['QUERY APPROVED', 'CONTEXT MODIFIED', 'QUERY MODIFIED', 'QUERY REJECTED'])
  await inbox.stop()
  const { status, finding, approvals, events } = await told(id)
  expect([status, finding?.whatCausedIt.map(({ text }) => text).join('\n')]).toEqual([
    'CONCLUDED',
    expect.stringContaining('not tested, rejected by Grace, because it reads every column.'),
  ])
  const decisions = approvals.map(({ decision }) => decision)
  expect(decisions).toContainEqual(
    expect.objectContaining({ outcome: 'MODIFIED', byName: 'Grace', contextChange: change }),
  )
  expect(decisions).toContainEqual(
    expect.objectContaining({ outcome: 'MODIFIED', byName: 'Edsger', reason: 'fewer rows', sql: edited }),
  )
  expect(events.edges.map(({ node }) => node.headline)).toContain(
    'The context was changed and approved by Grace: country masked; hint: The app was released at noon',
  )
}, 120_000)

test('every process is killed while three requests wait: they are there afterwards, and of a hundred answers to one a single one stands', async () => {
  const { ada, grace, edsger } = people
  const before = follow()
  const cases = [await open(), await open(), await open()]
  await before.until(3)
  await before.stop()
  const asked = await Promise.all(cases.map(waiting))
  await Promise.all([running.api.kill(), running.worker.kill()])
  begin()
  const inbox = follow()
  expect((await inbox.next()).pending).toBe(3)
  expect(await Promise.all(cases.map(waiting))).toEqual(asked)

  const [first, second, third] = asked.map(([request]) => request?.id)
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      decide(index % 2 ? grace : edsger, {
        approvalId: first,
        outcome: index % 3 ? 'APPROVED' : 'REJECTED',
        reason: `Answer ${index}`,
      }),
    ),
  )
  const stood = answers.filter(({ __typename }) => __typename === 'ApprovalDecidePayload')
  expect([stood.length, answers.filter(({ __typename }) => __typename === 'AlreadyDecided').length]).toEqual([1, 99])
  const { approvals } = await told(cases[0] ?? '')
  expect(approvals.filter(({ state }) => state !== 'PENDING')).toHaveLength(1)

  // No answer counts for a case that was stopped.
  await data(ada, CANCEL, { input: { investigationId: cases[1] } })
  expect(await decide(grace, { approvalId: second, outcome: 'APPROVED' })).toMatchObject({
    __typename: 'Expired',
    code: 'EXPIRED',
  })
  expect(await decide(grace, { approvalId: third, outcome: 'REJECTED', reason: 'not today' })).toMatchObject({
    approval: { state: 'REJECTED' },
  })
  await inbox.stop()
}, 120_000)
