// Requests by the API, over the real store: who may decide what, and that one decision stands.
import { randomUUID } from 'node:crypto'
import { parse, subscribe } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApprovalFeed } from '../adapters/postgres/approvalFeed.ts'
import { createApprovalPolicies } from '../adapters/postgres/approvalPolicies.ts'
import { createDelegations } from '../adapters/postgres/delegations.ts'
import { createLooks } from '../adapters/postgres/looks.ts'
import { createDataSourceRegistry } from '../adapters/postgres/dataSourceRegistry.ts'
import { cancelInvestigation } from '../app/cancelInvestigation.ts'
import { change, loadCase } from '../app/change.ts'
import { changePolicy } from '../app/changePolicy.ts'
import { checkEditedQuery, decideApproval } from '../app/decideApproval.ts'
import { steerInvestigation } from '../app/steerInvestigation.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import type { ApprovalRequest } from '../core/approval/request.ts'
import { propose } from '../core/hypothesis/propose.ts'
import { asCase } from '../core/measure/planned.ts'
import type { Question } from '../core/metric/question.ts'
import { asId, type CaseRef, type InvestigationId, type PersonId } from '../core/shared/ids.ts'
import { refuse } from '../core/shared/result.ts'
import { call, contextAs } from '../testing/apiCaller.ts'
import { contextAsked, scanAsked } from '../testing/approvalFacts.ts'
import { contextGathered, measured, question as countQuestion } from '../testing/facts.ts'
import { noGuard } from '../testing/noGuard.ts'
import { startStoreProcess } from '../testing/storeProcess.ts'
import { question, seedPerson, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'
import { schema } from './schema.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let processes: readonly Awaited<ReturnType<typeof startStoreProcess>>[]
let looks: ReturnType<typeof createLooks>
let feed: ReturnType<typeof createApprovalFeed>
let ours: SeededTenant
let theirs: SeededTenant
let asking: SignedIn | null = null

beforeAll(async () => {
  views = await viewDatabase()
  const options = { asking: () => ({ signedIn: asking, address: '192.0.2.7', agent: null }) }
  processes = await Promise.all([startStoreProcess(views.url, options), startStoreProcess(views.url, options)])
  ours = await seedTenant(views.db, 'Ours')
  theirs = await seedTenant(views.db, 'Theirs')
  // The cases seeded have numbers already.
  await views.db.tenant.updateMany({ data: { nextNumber: 100 } })
  looks = createLooks({ connectionString: views.url, pool: process(0).pool, onProblem: () => {} })
  feed = createApprovalFeed(process(0).pool, looks)
})
afterAll(async () => {
  await looks.close()
  await Promise.all(processes.map(each => each.close()))
  await views.drop()
})

const process = (index: number) => {
  const found = processes[index]
  if (!found) throw new Error('There are two')
  return found
}

const audit = { add: async () => {}, asking: () => null }
const soon = () => new Date(Date.now() + 3_600_000).toISOString()

/** What an API process gives its callers. */
const app = (index = 0) => {
  const policies = createApprovalPolicies({ db: views.db, audit, now: () => new Date() })
  const tools = {
    store: process(index).store,
    guard: noGuard,
    policies,
    now: () => new Date(),
    newId: () => randomUUID(),
    delegations: createDelegations({ db: views.db, audit, now: () => new Date() }),
    dataSources: {
      open: async () =>
        refuse({ code: 'unreachable', message: 'The data source does not answer.', retryable: true } as const),
    },
  }
  return {
    decideApproval: decideApproval(tools),
    checkEditedQuery: checkEditedQuery(tools),
    cancelInvestigation: cancelInvestigation(tools),
    changePolicy: changePolicy({
      policies,
      registry: createDataSourceRegistry(views.db, work => views.db.$transaction(work)),
    }),
    followApprovals: feed.follow,
  }
}

const caller = (name: string, role: SignedIn['role'], { tenantId, personId }: SeededTenant = ours): SignedIn => ({
  tenantId,
  personId: name === 'Ada' ? personId : asId<PersonId>(randomUUID()),
  name,
  role,
  credential: { kind: 'session', id: name },
  key: null,
})

const openCase = (...requests: readonly ApprovalRequest[]) => openAbout(question(ours.dataSourceId), ...requests)

const openAbout = async (about: Question, ...requests: readonly ApprovalRequest[]) => {
  const ref: CaseRef = { tenantId: ours.tenantId, investigationId: asId<InvestigationId>(randomUUID()) }
  const opened = { type: 'InvestigationOpened', data: { question: about, openedBy: ours.personId } } as const
  const facts = [
    contextGathered,
    ...measured,
    ...requests.map(
      request => ({ type: 'ApprovalRequested', data: { request: { ...request, deadline: soon() } } }) as const,
    ),
  ]
  const rest = { ref, steps: [], answers: [], hypotheses: [] }
  await process(0).store.append({ ...rest, expectedVersion: 0, events: [opened] })
  const [first, ...more] = facts
  if (first) await process(0).store.append({ ...rest, expectedVersion: 1, events: [first, ...more] })
  return ref
}

const idOf = ({ investigationId }: CaseRef, requestId = 'context') =>
  printGlobalId('ApprovalRequest', `${investigationId}:${requestId}`)

const DECIDE = `mutation($input: ApprovalDecideInput!) { approvalDecide(input: $input) {
  __typename ... on UserError { code message path } ... on AlreadyDecided { byName at outcome }
  ... on ApprovalDecidePayload { approval { state decision { outcome byName reason by { name } contextChange { maskedColumns hint } } } } } }`

const decide = async (by: SignedIn, input: object, index = 0) => {
  asking = by
  const { data, errors } = await call(contextAs({ db: views.db, app: app(index) }, by), DECIDE, { input })
  return errors
    ? { errors: JSON.stringify(errors) }
    : (JSON.parse(JSON.stringify(data)).approvalDecide as Record<string, unknown>)
}

test('a hundred people at once, in two processes: one decides, and all others are told who and when', async () => {
  const ref = await openCase(contextAsked)
  const people = Array.from({ length: 100 }, (_, index) => caller(`Person ${index}`, 'member'))
  const answers = await Promise.all(
    people.map((by, index) =>
      decide(by, { approvalId: idOf(ref), outcome: index % 2 ? 'APPROVED' : 'REJECTED', reason: by.name }, index % 2),
    ),
  )
  const [won, ...more] = answers.filter(({ __typename }) => __typename === 'ApprovalDecidePayload')
  expect([won?.['approval'], more]).toMatchObject([{ decision: { byName: expect.stringMatching(/^Person \d+$/) } }, []])
  const facts = (await process(1).store.load(ref)).filter(({ event }) => event.type === 'ApprovalDecided')
  expect(facts).toHaveLength(1)
  const [fact] = facts
  const decision = fact?.event.type === 'ApprovalDecided' ? fact.event.data.decision : null
  for (const late of answers.filter(answer => answer !== won)) {
    expect(late).toMatchObject({
      __typename: 'AlreadyDecided',
      code: 'ALREADY_DECIDED',
      byName: decision?.byName,
      at: fact?.occurredAt.toISOString(),
    })
  }
  const rows = await views.db.approvalView.findMany({ where: { investigationId: ref.investigationId } })
  expect(rows).toMatchObject([{ state: decision?.outcome, decidedBy: decision?.by }])
  const entries = await views.db.auditEntry.findMany({
    where: { action: 'approvalDecided', subjectId: ref.investigationId },
  })
  expect(entries.map(({ after, address }) => [JSON.parse(after ?? '{}'), address])).toEqual([[decision, '192.0.2.7']])
  expect(await process(0).sentJobs(ref)).toEqual([
    { kind: decision?.outcome === 'rejected' ? 'conclude' : 'proposeHypotheses' },
  ])
}, 120_000)

test('a viewer, a key without the scope, and another tenant decide nothing', async () => {
  const ref = await openCase(contextAsked)
  const input = { approvalId: idOf(ref), outcome: 'APPROVED' }
  expect((await decide(caller('Vera', 'viewer'), input))['errors']).toContain('approvals:decide')
  expect(
    (await decide({ ...caller('Ada', 'owner'), key: { name: 'ci', scopes: ['investigations:write'] } }, input))[
      'errors'
    ],
  ).toContain('approvals:decide')
  expect(await decide(caller('Eve', 'owner', theirs), input)).toMatchObject({
    __typename: 'InputError',
    code: 'NOT_FOUND',
    path: ['approvalId'],
  })
  expect(
    await decide(caller('Grace', 'member'), {
      approvalId: printGlobalId('Person', ours.personId),
      outcome: 'APPROVED',
    }),
  ).toMatchObject({ code: 'NOT_FOUND' })
  expect(await decide(caller('Grace', 'member'), input)).toMatchObject({
    __typename: 'ApprovalDecidePayload',
    approval: { state: 'APPROVED' },
  })
})

test('a change of the context is kept as it was made, and one that cannot be is told', async () => {
  const ref = await openCase(contextAsked)
  const input = (context: object) => ({ approvalId: idOf(ref), outcome: 'MODIFIED', context })
  expect(await decide(caller('Ada', 'owner'), input({ withoutColumns: ['ordered_at'] }))).toMatchObject({
    __typename: 'InputError',
    path: ['change'],
  })
  const unknown = { from: { schema: 'raw', name: 'orders' }, to: { schema: 'shop', name: 'orders' } }
  expect(await decide(caller('Ada', 'owner'), input({ withoutEdges: [unknown] }))).toMatchObject({
    __typename: 'InputError',
    code: 'INVALID_INPUT',
    path: ['change'],
    message: expect.stringContaining('shop.orders from raw.orders: no such edge'),
  })
  expect(await decide(caller('Ada', 'owner'), { approvalId: idOf(ref), outcome: 'MODIFIED' })).toMatchObject({
    __typename: 'InputError',
    path: ['outcome'],
  })
  expect(
    await decide(caller('Ada', 'owner'), input({ maskedColumns: ['country'], hint: ' look at apps ' })),
  ).toMatchObject({
    approval: {
      state: 'MODIFIED',
      decision: {
        outcome: 'MODIFIED',
        byName: 'Ada',
        by: { name: 'Ada' },
        contextChange: { maskedColumns: ['country'], hint: 'look at apps' },
      },
    },
  })
})

test('an edited query that cannot be checked is not taken for one that was', async () => {
  const ref = await openCase(scanAsked('hours'))
  expect(
    await decide(caller('Ada', 'owner'), {
      approvalId: idOf(ref, 'query:hours'),
      outcome: 'MODIFIED',
      sql: 'SELECT 1',
    }),
  ).toMatchObject({ __typename: 'QueryRefused', code: 'QUERY_REFUSED', path: ['sql'] })
})

test('cancelling the case closes its requests, and a late click is told', async () => {
  const ref = await openCase(contextAsked, scanAsked('hours'))
  await app().cancelInvestigation(ref, null)
  expect(await decide(caller('Ada', 'owner'), { approvalId: idOf(ref), outcome: 'APPROVED' })).toMatchObject({
    __typename: 'Expired',
    code: 'EXPIRED',
  })
  const rows = await views.db.approvalView.findMany({
    where: { investigationId: ref.investigationId },
    orderBy: { requestId: 'asc' },
  })
  expect(rows.map(({ requestId, state }) => [requestId, state])).toEqual([
    ['context', 'closed'],
    ['query:hours', 'closed'],
  ])
})

test('dropping the causes that a query is for closes its request, and a late click is told', async () => {
  const ref = await openAbout(
    { ...countQuestion, dataSourceId: ours.dataSourceId },
    scanAsked('hours'),
    scanAsked('profile'),
  )
  const { state, version } = await loadCase(process(0).store, ref)
  const found = asCase(state)
  if (!found) throw new Error('The case is made of these facts')
  const { hypotheses, predictions } = propose(found)
  const [first, ...more] = [
    ...hypotheses.map(hypothesis => ({ type: 'HypothesisProposed', data: { hypothesis } }) as const),
    ...predictions.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
  ]
  if (first)
    await process(0).store.append({
      ref,
      steps: [],
      answers: [],
      hypotheses: [],
      expectedVersion: version,
      events: [first, ...more],
    })
  const grace = caller('Grace', 'member')
  for (const kind of new Set(predictions.filter(({ scan }) => scan === 'hours').map(({ hypothesis }) => hypothesis))) {
    expect(
      await steerInvestigation(process(1))(ref, { kind: 'dropHypothesis', hypothesis: kind, reason: null }, grace),
    ).toEqual({ ok: true, value: null })
  }
  const rows = await views.db.approvalView.findMany({
    where: { investigationId: ref.investigationId },
    orderBy: { requestId: 'asc' },
  })
  expect(rows.map(({ requestId, state: now }) => [requestId, now])).toEqual([
    ['query:hours', 'closed'],
    ['query:profile', 'pending'],
  ])
  const late = await decide(grace, { approvalId: idOf(ref, 'query:hours'), outcome: 'APPROVED' })
  expect(late).toMatchObject({
    __typename: 'Expired',
    message: 'Somebody dropped what this query was for; nobody needs to decide it any more.',
  })
})

const INBOX = `query($filter: ApprovalFilter) { approvals(filter: $filter) { totalCount edges { node {
  kind state because whyNot investigation { number } query { name sql columns { name isSensitive } } } } } }`

test('the inbox holds what waits in the own tenant, and says who may not decide', async () => {
  const ref = await openCase(scanAsked('hours'))
  const filter = { investigationId: printGlobalId('Investigation', ref.investigationId) }
  const inbox = async (by: SignedIn, more: object = {}) =>
    (await call(contextAs({ db: views.db, app: app() }, by), INBOX, { filter: { ...filter, ...more } })).data?.[
      'approvals'
    ]
  const node = {
    kind: 'QUERY',
    state: 'PENDING',
    because: ['It reads shop.orders.'],
    whyNot: null,
    investigation: { number: expect.any(Number) },
    query: { name: 'hours', sql: "SELECT 'hours'", columns: [{ name: 'country', isSensitive: false }] },
  }
  expect(await inbox(caller('Ada', 'owner'), { mine: true })).toEqual({ totalCount: 1, edges: [{ node }] })
  expect(await inbox(caller('Grace', 'member'), { mine: true })).toEqual({ totalCount: 0, edges: [] })
  expect(await inbox(caller('Vera', 'viewer'))).toMatchObject({
    edges: [{ node: { whyNot: 'Your role, or your key, may not decide requests; members, admins and owners may.' } }],
  })
  expect(await inbox(caller('Eve', 'owner', theirs))).toEqual({ totalCount: 0, edges: [] })
})

const POLICY = `mutation($input: ApprovalPolicyChangeInput!) { approvalPolicyChange(input: $input) {
  __typename ... on UserError { code path } ... on ApprovalPolicyChangePayload { policy { version queries hours rules { tier kind table } } } } }`

test("a policy of a data source holds before the tenant's, and of two changes on one version one is told", async () => {
  const policy = {
    context: 'NEVER',
    isSensitive: true,
    sensitiveColumns: ['note'],
    queries: 'RUN',
    hours: 4,
    onDeadline: 'REJECTED',
    noSelfApproval: true,
    rules: [{ tier: 'ASK', kind: 'TABLE', schema: 'main', table: 'orders' }],
  }
  const save = async (input: object, by = caller('Ada', 'admin')) =>
    (await call(contextAs({ db: views.db, app: app() }, by), POLICY, { input })).data?.['approvalPolicyChange']
  const own = { dataSourceId: printGlobalId('DataSource', ours.dataSourceId) }
  expect(await save({ expectedVersion: 0, policy: { ...policy, hours: 9 } })).toMatchObject({
    policy: { version: 1, hours: 9 },
  })
  const both = await Promise.all([
    save({ ...own, expectedVersion: 0, policy }),
    save({ ...own, expectedVersion: 0, policy }),
  ])
  expect(both.map(answer => (answer as { __typename: string }).__typename).toSorted()).toEqual([
    'ApprovalPolicyChangePayload',
    'ConflictError',
  ])
  expect(
    await createApprovalPolicies({ db: views.db, audit, now: () => new Date() }).policyOf(
      ours.tenantId,
      ours.dataSourceId,
    ),
  ).toMatchObject({
    hours: 4,
    rules: [{ tier: 'ask', when: { kind: 'table', table: { schema: 'main', name: 'orders' } } }],
  })
  expect(await save({ ...own, expectedVersion: 1, policy: { ...policy, hours: 0 } })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['policy', 'hours'],
  })
  expect(
    await save({ ...own, expectedVersion: 1, policy: { ...policy, rules: [{ tier: 'ASK', kind: 'ROWS' }] } }),
  ).toMatchObject({ path: ['policy', 'rules', 'rowsAbove'] })
  expect(
    await save({ ...own, expectedVersion: 1, policy: { ...policy, hours: 5 } }, caller('Eve', 'owner', theirs)),
  ).toMatchObject({ code: 'NOT_FOUND' })
  const ref = await openCase(contextAsked)
  expect(await decide(caller('Ada', 'owner'), { approvalId: idOf(ref), outcome: 'APPROVED' })).toMatchObject({
    __typename: 'NotAllowed',
    code: 'NOT_ALLOWED',
  })
  expect(await save({ ...own, expectedVersion: 1, policy: null })).toMatchObject({ policy: { version: 0, hours: 9 } })
  expect(await save({ expectedVersion: 1, policy: null })).toMatchObject({
    policy: { version: 0, hours: 24, queries: 'RUN' },
  })
})

const dataOf = (answer: unknown) => {
  const { data, errors } = JSON.parse(JSON.stringify(answer)) as {
    data: Record<string, unknown> | null
    errors?: unknown
  }
  if (data === null) throw new Error(JSON.stringify(errors))
  return data
}

test("the inbox is live: what others ask and decide comes by itself, and only the own tenant's", async () => {
  const document = parse('subscription { approvalInbox { pending changed { state investigation { id } } } }')
  const follow = async (by: SignedIn) => {
    const stream = await subscribe({ schema, document, contextValue: contextAs({ db: views.db, app: app() }, by) })
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream))
    const next = async () =>
      dataOf((await stream.next()).value).approvalInbox as {
        pending: number
        changed: { state: string; investigation: { id: string } }[]
      }
    return { next, stop: () => stream.return(undefined) }
  }
  const [mine, foreign] = [await follow(caller('Grace', 'member')), await follow(caller('Eve', 'owner', theirs))]
  const before = await mine.next()
  expect([before.changed, await foreign.next()]).toEqual([[], { pending: 0, changed: [] }])
  const ref = await openCase(contextAsked)
  const asked = await mine.next()
  expect(asked.pending).toBe(before.pending + 1)
  const news = { state: 'PENDING', investigation: { id: printGlobalId('Investigation', ref.investigationId) } }
  expect(asked.changed).toContainEqual(news)
  const decision = {
    requestId: 'context',
    outcome: 'approved',
    by: ours.personId,
    byName: 'Ada',
    reason: null,
    change: null,
    behalf: null,
    seconded: null,
    grant: null,
    byGrant: null,
  } as const
  await change(process(1).store)(ref, { type: 'DecideApproval', decision, at: new Date() })
  const decided = await mine.next()
  expect([decided.pending, decided.changed]).toEqual([
    before.pending,
    expect.arrayContaining([{ ...news, state: 'APPROVED' }]),
  ])
  await Promise.all([mine.stop(), foreign.stop()])
})

const TEAM_POLICY = `mutation($input: ApprovalPolicyChangeInput!) { approvalPolicyChange(input: $input) {
  __typename ... on UserError { code path } ... on ApprovalPolicyChangePayload { policy { version approvers { id name } } } } }`

/** Somebody of ours who stands in the database. */
const arrive = async (name: string, role: SignedIn['role']): Promise<SignedIn> => {
  const { id } = await seedPerson(views.db, {
    tenantId: ours.tenantId,
    name,
    role,
    email: `${name}${randomUUID()}@example.com`,
    passwordHash: null,
  })
  return { ...caller(name, role), personId: asId<PersonId>(id) }
}
const teamOf = async (name: string, people: readonly SignedIn[], { tenantId }: SeededTenant = ours) =>
  await views.db.team.create({
    data: {
      tenantId,
      name: `${name} ${randomUUID()}`,
      members: { create: people.map(({ personId }) => ({ tenantId, personId })) },
    },
  })
const noticesOf = async ({ personId }: SignedIn) =>
  (await views.db.notice.findMany({ where: { personId } })).map(({ text }) => text)

test('where a policy names a team its people decide, with the permission, and nobody else; they are told of the request', async () => {
  const [sue, vic, out, gone] = [
    await arrive('Sue', 'member'),
    await arrive('Vic', 'viewer'),
    await arrive('Otto', 'owner'),
    await arrive('Gone', 'member'),
  ]
  await views.db.person.update({ where: { id: gone.personId }, data: { deactivatedAt: new Date() } })
  const team = await teamOf('Stewards', [sue, vic, gone])
  const set = async (approversTeamId: string | null, by = out) => {
    const { version } = (await views.db.approvalPolicy.findFirst({
      where: { tenantId: ours.tenantId, scope: ours.dataSourceId },
    })) ?? { version: 0 }
    const policy = {
      context: 'NEVER',
      isSensitive: false,
      sensitiveColumns: [],
      queries: 'ASK',
      rules: [],
      hours: 5,
      onDeadline: 'REJECTED',
      noSelfApproval: false,
      approversTeamId,
    }
    const input = { dataSourceId: printGlobalId('DataSource', ours.dataSourceId), expectedVersion: version, policy }
    const { data, errors } = await call(contextAs({ db: views.db, app: app() }, by), TEAM_POLICY, { input })
    return errors ?? data?.['approvalPolicyChange']
  }
  const foreign = await teamOf('Foreign', [], theirs)
  for (const id of [foreign.id, randomUUID()])
    expect(await set(printGlobalId('Team', id))).toMatchObject({
      __typename: 'InputError',
      code: 'NOT_FOUND',
      path: ['approversTeamId'],
    })
  expect(await set(printGlobalId('Team', team.id))).toMatchObject({ policy: { approvers: { name: team.name } } })
  const { approvers } = await createApprovalPolicies({ db: views.db, audit, now: () => new Date() }).policyOf(
    ours.tenantId,
    ours.dataSourceId,
  )
  expect(approvers?.members.toSorted()).toEqual([sue, vic, gone].map(({ personId }) => personId).toSorted())

  const ref = await openCase({ ...scanAsked('hours'), approvers: team.id })
  expect([await noticesOf(sue), await noticesOf(vic), await noticesOf(gone), await noticesOf(out)]).toEqual([
    ['Your team decides whether a query runs: The numbers of hours'],
    ['Your team decides whether a query runs: The numbers of hours'],
    [],
    [],
  ])
  const input = { approvalId: idOf(ref, 'query:hours'), outcome: 'REJECTED', reason: 'No.' }
  const outside = `Only people of the team ${team.name} decide these requests.`
  expect(await decide(out, input)).toMatchObject({ __typename: 'NotAllowed', message: outside })
  expect((await decide(vic, input))['errors']).toContain('approvals:decide')
  const whyNot = async (by: SignedIn) =>
    JSON.stringify(
      (
        await call(contextAs({ db: views.db, app: app() }, by), INBOX, {
          filter: { investigationId: printGlobalId('Investigation', ref.investigationId) },
        })
      ).data?.['approvals'],
    )
  expect([(await whyNot(out)).includes(outside), (await whyNot(sue)).includes('"whyNot":null')]).toEqual([true, true])

  await views.db.teamMember.deleteMany({ where: { personId: sue.personId } })
  expect(await decide(sue, input)).toMatchObject({ __typename: 'NotAllowed', message: outside })
  await views.db.team.delete({ where: { id: team.id } })
  for (const by of [sue, out])
    expect(await decide(by, input)).toMatchObject({
      __typename: 'NotAllowed',
      message: expect.stringContaining('has nobody in it'),
    })
  expect(await set(null)).toMatchObject({ policy: { approvers: null } })
  expect(await decide(out, input)).toMatchObject({
    __typename: 'ApprovalDecidePayload',
    approval: { state: 'REJECTED' },
  })
})
