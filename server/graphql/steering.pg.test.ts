// People steer a case by the API, over the real store: what is due, what is told, and who may.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOwnHypothesis } from '../app/addOwnHypothesis.ts'
import { cancelInvestigation } from '../app/cancelInvestigation.ts'
import { dueSteps } from '../app/advance.ts'
import { change } from '../app/change.ts'
import { steerInvestigation } from '../app/steerInvestigation.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { propose } from '../core/hypothesis/propose.ts'
import { evolve, initial } from '../core/investigation/state.ts'
import { asCase } from '../core/measure/planned.ts'
import { asId, type CaseRef, type InvestigationId, type PersonId } from '../core/shared/ids.ts'
import { refuse } from '../core/shared/result.ts'
import { noGuard } from '../testing/noGuard.ts'
import { call, contextAs } from '../testing/apiCaller.ts'
import { contextGathered, measured } from '../testing/facts.ts'
import { startStoreProcess } from '../testing/storeProcess.ts'
import { question, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let process: Awaited<ReturnType<typeof startStoreProcess>>
let ours: SeededTenant
let theirs: SeededTenant
let asking: SignedIn | null = null

beforeAll(async () => {
  views = await viewDatabase()
  process = await startStoreProcess(views.url, { asking: () => ({ signedIn: asking, address: null, agent: null }) })
  ours = await seedTenant(views.db, 'Ours')
  theirs = await seedTenant(views.db, 'Theirs')
  await views.db.tenant.updateMany({ data: { nextNumber: 100 } })
})
afterAll(async () => {
  await process.close()
  await views.drop()
})

const caller = (name: string, role: SignedIn['role'], { tenantId }: SeededTenant = ours): SignedIn => ({
  tenantId,
  personId: asId<PersonId>(randomUUID()),
  name,
  role,
  credential: { kind: 'session', id: name },
  key: null,
})

const openCase = async () => {
  const ref: CaseRef = { tenantId: ours.tenantId, investigationId: asId<InvestigationId>(randomUUID()) }
  const opened = {
    type: 'InvestigationOpened',
    data: { question: question(ours.dataSourceId), openedBy: null },
  } as const
  const found = asCase([opened, contextGathered, ...measured].reduce(evolve, initial))
  if (!found) throw new Error('The case is made of these facts')
  const rest = { ref, steps: [], answers: [], hypotheses: [] }
  await process.store.append({ ...rest, expectedVersion: 0, events: [opened] })
  await process.store.append({ ...rest, expectedVersion: 1, events: [contextGathered, ...measured] })
  await change(process.store)(ref, { type: 'ProposeHypotheses', ...propose(found) })
  await process.pool.query(`DELETE FROM pgboss.job WHERE name = 'step'`)
  return ref
}

const steer = async (by: SignedIn, field: string, { investigationId }: CaseRef, input: object = {}) => {
  asking = by
  const tools = { store: process.store }
  const payload = field === 'investigationCancel' ? 'InvestigationCancelPayload' : 'InvestigationSteeredPayload'
  const document = `mutation($input: ${field[0]?.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) {
    __typename ... on UserError { code message path } ... on ${payload} { investigation { status availableActions } } } }`
  const dataSources = {
    open: async () => refuse({ code: 'unreachable', message: 'It does not answer.', retryable: true } as const),
  }
  const app = {
    addOwnHypothesis: addOwnHypothesis({ ...tools, dataSources, guard: noGuard }),
    steerInvestigation: steerInvestigation(tools),
    cancelInvestigation: cancelInvestigation(tools),
  }
  const { data, errors } = await call(contextAs({ db: views.db, app }, by), document, {
    input: { investigationId: printGlobalId('Investigation', investigationId), ...input },
  })
  return errors
    ? { errors: JSON.stringify(errors) }
    : (JSON.parse(JSON.stringify(data))[field] as Record<string, unknown>)
}

const actions = [
  'CANCEL',
  'ADD_HINT',
  'ADD_HYPOTHESIS',
  'DROP_HYPOTHESIS',
  'COMMENT',
  'ASSIGN',
  'RATE',
  'SET_STATE',
  'RESOLVE',
]

test('a paused case has no job, not even for who starts anew, and a resumed one has its jobs with the fact', async () => {
  const [ref, grace] = [await openCase(), caller('Grace', 'member')]
  expect(await steer(grace, 'investigationPause', ref)).toMatchObject({
    investigation: { status: 'PAUSED', availableActions: ['RESUME', ...actions] },
  })
  expect(await steer(grace, 'investigationPause', ref)).toMatchObject({
    __typename: 'InputError',
    code: 'CONFLICT',
    path: ['investigationId'],
  })
  expect([await dueSteps({ store: process.store })(ref), await process.sentJobs(ref)]).toEqual([[], []])
  expect(await steer(grace, 'investigationResume', ref)).toMatchObject({
    investigation: { status: 'RUNNING', availableActions: ['PAUSE', ...actions] },
  })
  expect((await process.sentJobs(ref)).length).toBeGreaterThan(0)
  expect(await process.sentJobs(ref)).toEqual(await dueSteps({ store: process.store })(ref))
  const entries = await views.db.auditEntry.findMany({
    where: { subjectId: ref.investigationId },
    orderBy: { sequence: 'asc' },
  })
  expect(entries.map(({ action, actorName }) => [action, actorName]).slice(-2)).toEqual([
    ['investigationPaused', 'Grace'],
    ['investigationResumed', 'Grace'],
  ])
})

const TIMELINE = `query($id: ID!) { node(id: $id) { ... on Investigation { events(last: 30) { edges { node { headline } } }
  otherCauses { kind } hypotheses { kind addedBy dropped { byName because } probability predictions { claim } } } } }`

test('hints and causes that come and go stand in the timeline with the name, and in the case', async () => {
  const [ref, grace] = [await openCase(), caller('Grace', 'member')]
  const read = async () =>
    JSON.parse(
      JSON.stringify(
        (
          await call(contextAs({ db: views.db }, grace), TIMELINE, {
            id: printGlobalId('Investigation', ref.investigationId),
          })
        ).data,
      ),
    ).node
  const before = await read()
  expect(await steer(grace, 'investigationAddHint', ref, { text: ' <b>A release</b> ' })).toMatchObject({
    __typename: 'InvestigationSteeredPayload',
  })
  expect(await steer(grace, 'investigationAddHint', ref, { text: ' ' })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['text'],
  })
  const kind = before.hypotheses[0].kind as string
  expect(before.otherCauses.map((other: { kind: string }) => other.kind)).not.toContain(kind)
  expect(await steer(grace, 'hypothesisAdd', ref, { kind })).toMatchObject({ code: 'CONFLICT', path: ['kind'] })
  expect(await steer(grace, 'hypothesisDrop', ref, { kind, reason: 'we checked' })).toMatchObject({
    __typename: 'InvestigationSteeredPayload',
  })
  const dropped = await read()
  expect(dropped.hypotheses.find((each: { kind: string }) => each.kind === kind)).toMatchObject({
    dropped: { byName: 'Grace', because: 'we checked' },
    probability: 0,
  })
  expect(dropped.otherCauses.map((other: { kind: string }) => other.kind)).toContain(kind)
  expect(await steer(caller('Ada', 'owner'), 'hypothesisAdd', ref, { kind })).toMatchObject({
    __typename: 'InvestigationSteeredPayload',
  })
  const after = await read()
  const back = after.hypotheses.find((each: { kind: string }) => each.kind === kind)
  expect(back).toMatchObject({ dropped: null, addedBy: 'Ada' })
  expect(back.predictions).toEqual(before.hypotheses[0].predictions)
  const lines = after.events.edges.map(({ node }: { node: { headline: string } }) => node.headline).join('\n')
  expect(lines).toContain('Hint from Grace: <b>A release</b>')
  expect(lines).toMatch(/: dropped by Grace, because we checked\n.*added by Ada: /)
})

const OWN = `query($id: ID!) { node(id: $id) { ... on Investigation { ownHypotheses {
  id statement byName verdict dropped { byName because } predictions { id claim ifTrue ifFalse evidence { text favours queries { name } } } } } } }`

test('what a person supposes stands in the case with their name, what it predicts and what came of it', async () => {
  const [ref, grace] = [await openCase(), caller('Grace', 'member')]
  const read = async (by = grace) =>
    JSON.parse(
      JSON.stringify(
        (await call(contextAs({ db: views.db }, by), OWN, { id: printGlobalId('Investigation', ref.investigationId) }))
          .data,
      ),
    ).node
  const predictions = [
    {
      claim: 'Most have none',
      sql: 'SELECT 1 WHERE {{rows}}',
      unit: 'share',
      ifTrue: { min: 0.5, max: null },
      ifFalse: { min: null, max: 0.1 },
      strength: 'decisive',
    } as const,
  ]
  const by = { by: grace.personId, byName: 'Grace' }
  await change(process.store)(ref, {
    type: 'SteerInvestigation',
    wish: { kind: 'addOwn', hypothesis: { statement: 'The app forgets', predictions } },
    by,
  })
  expect(await process.sentJobs(ref)).toContainEqual({ kind: 'testOwn', prediction: 'own1.p1' })
  const predicted = { id: 'own1.p1', claim: 'Most have none', ifTrue: 'at least 50 %', ifFalse: 'at most 10 %' }
  const open = { id: 'own1', statement: 'The app forgets', byName: 'Grace', dropped: null }
  expect(await read()).toEqual({
    ownHypotheses: [{ ...open, verdict: 'OPEN', predictions: [{ ...predicted, evidence: null }] }],
  })
  await change(process.store)(ref, {
    type: 'RecordOwnTest',
    queries: [],
    test: { prediction: 'own1.p1', observed: 0.8, usual: 0.01, problem: null, queries: [] },
  })
  expect(await read()).toEqual({
    ownHypotheses: [
      {
        ...open,
        verdict: 'SUPPORTED',
        predictions: [{ ...predicted, evidence: { text: '80 %, on a normal day 1 %', favours: 'FOR', queries: [] } }],
      },
    ],
  })
  expect(await steer(grace, 'ownHypothesisDrop', ref, { hypothesisId: 'own2' })).toMatchObject({
    code: 'CONFLICT',
    path: ['hypothesisId'],
  })
  expect(await steer(grace, 'ownHypothesisDrop', ref, { hypothesisId: 'own1', reason: 'we checked' })).toMatchObject({
    __typename: 'InvestigationSteeredPayload',
  })
  expect(await read()).toMatchObject({ ownHypotheses: [{ dropped: { byName: 'Grace', because: 'we checked' } }] })
  expect(await read(caller('Eve', 'owner', theirs))).toBeNull()
})

test('a wish that cannot be tested is refused at its field', async () => {
  const [ref, grace] = [await openCase(), caller('Grace', 'member')]
  const prediction = {
    claim: 'x',
    sql: 'SELECT 1',
    unit: 'COUNT',
    ifTrue: { min: 5 },
    ifFalse: { max: 1 },
    strength: 'WEAK',
  }
  const add = (part: object) =>
    steer(grace, 'ownHypothesisAdd', ref, { statement: 'x', predictions: [{ ...prediction, ...part }] })
  expect(await add({ ifFalse: { max: 5 } })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['predictions', '0', 'ifFalse'],
  })
  expect(await add({})).toMatchObject({
    code: 'QUERY_REFUSED',
    path: ['predictions', '0', 'sql'],
    message: 'The query cannot be checked: It does not answer.',
  })
  expect(
    (await steer(caller('Vera', 'viewer'), 'ownHypothesisAdd', ref, { statement: 'x', predictions: [prediction] }))[
      'errors'
    ],
  ).toContain('investigations:write')
})

test('a viewer, another tenant and a late click steer nothing', async () => {
  const ref = await openCase()
  for (const field of ['investigationPause', 'investigationResume', 'investigationCancel']) {
    expect((await steer(caller('Vera', 'viewer'), field, ref))['errors'], field).toContain('investigations:write')
    expect(await steer(caller('Eve', 'owner', theirs), field, ref), field).toMatchObject({ code: 'NOT_FOUND' })
  }
  const stopped = await steer(caller('Grace', 'member'), 'investigationCancel', ref)
  expect(stopped['__typename']).toBe('InvestigationCancelPayload')
  expect(await steer(caller('Grace', 'member'), 'investigationPause', ref)).toMatchObject({ code: 'NOT_RUNNING' })
  expect((await process.store.load(ref)).at(-1)?.event).toMatchObject({
    type: 'InvestigationCancelled',
    data: { byName: 'Grace' },
  })
})
