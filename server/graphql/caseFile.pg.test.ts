// What people keep and say about cases, by the API over the real database.
import { randomUUID } from 'node:crypto'
import { parse, subscribe } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuditWriter } from '../adapters/audit/auditWriter.ts'
import { createTeam } from '../adapters/identity/team.ts'
import { createTeams } from '../adapters/identity/teams.ts'
import { createCaseFiles } from '../adapters/postgres/caseFiles.ts'
import { createComments } from '../adapters/postgres/comments.ts'
import { createLooks } from '../adapters/postgres/looks.ts'
import { createTalkFeed } from '../adapters/postgres/talkFeed.ts'
import { createAnnouncer, FACTS } from '../adapters/postgres/announcer.ts'
import { changeCaseFile } from '../app/changeCaseFile.ts'
import { talk } from '../app/talk.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { call, contextAs } from '../testing/apiCaller.ts'
import { startStoreProcess } from '../testing/storeProcess.ts'
import { seedCase, seedPerson, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'
import { schema } from './schema.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let process: Awaited<ReturnType<typeof startStoreProcess>>
let looks: ReturnType<typeof createLooks>
let ours: SeededTenant
let theirs: SeededTenant
let ada: SignedIn
let grace: SignedIn
let asking: SignedIn | null = null

const somebody = async (tenant: SeededTenant, name: string, role: SignedIn['role']): Promise<SignedIn> => {
  const { id } = await seedPerson(views.db, {
    tenantId: tenant.tenantId,
    email: `${randomUUID()}@example.com`,
    name,
    role,
    passwordHash: null,
  })
  return {
    tenantId: tenant.tenantId,
    personId: asId<PersonId>(id),
    name,
    role,
    credential: { kind: 'session', id: name },
    key: null,
  }
}

beforeAll(async () => {
  views = await viewDatabase()
  process = await startStoreProcess(views.url)
  looks = createLooks({ connectionString: views.url, pool: process.pool, onProblem: () => {} })
  ours = await seedTenant(views.db, 'Ours')
  theirs = await seedTenant(views.db, 'Theirs')
  ada = {
    tenantId: ours.tenantId,
    personId: ours.personId,
    name: 'Ada',
    role: 'owner',
    credential: { kind: 'session', id: 'ada' },
    key: null,
  }
  grace = await somebody(ours, 'Grace Hopper', 'member')
})
afterAll(async () => {
  await looks.close()
  await process.close()
  await views.drop()
})

const context = (by: SignedIn) => {
  asking = by
  const announce = createAnnouncer({ pool: process.pool, jobChannel: FACTS, onProblem: () => {} })
  const audit = createAuditWriter(() => ({ signedIn: asking, address: null, agent: null }))
  const kept = { db: views.db, audit, announce, now: () => new Date() }
  const team = createTeam(kept)
  const app = {
    changeCaseFile: changeCaseFile({ caseFiles: createCaseFiles(kept), team }),
    talk: talk({ comments: createComments(kept), team, teams: createTeams(kept) }),
    talkFeed: createTalkFeed(process.pool, looks),
  }
  return contextAs({ db: views.db, app }, by)
}

type Answer = Record<string, unknown>
const ask = async (by: SignedIn, document: string, variables: Answer = {}): Promise<Answer> => {
  const { data, errors } = await call(context(by), document, variables)
  return errors ? { errors: JSON.stringify(errors) } : (JSON.parse(JSON.stringify(data)) as Answer)
}

const FILE =
  'caseFile { version severity state assignee { name } resolution { reason note cause byName } } activity { byName told }'
const change = async (by: SignedIn, field: string, input: object) => {
  const document = `mutation($input: ${field[0]?.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) {
    __typename ... on UserError { code path } ... on StaleCase { current { version severity } } ... on CaseChangedPayload { investigation { ${FILE} } } } }`
  return (await ask(by, document, { input }))[field] as Answer
}
const newCase = async (number: number) => printGlobalId('Investigation', await seedCase(views.db, ours, number))

test('a case is given, rated, resolved and opened again, each by somebody and on a version', async () => {
  const investigationId = await newCase(11)
  expect(
    await change(ada, 'caseAssign', {
      investigationId,
      expectedVersion: 0,
      assigneeId: printGlobalId('Person', grace.personId),
    }),
  ).toMatchObject({ investigation: { caseFile: { version: 1, assignee: { name: 'Grace Hopper' } } } })
  const both = await Promise.all(
    ['HIGH', 'LOW'].map(severity => change(grace, 'caseRate', { investigationId, expectedVersion: 1, severity })),
  )
  expect(both.map(({ __typename }) => __typename).toSorted()).toEqual(['CaseChangedPayload', 'StaleCase'])
  expect(both.find(({ __typename }) => __typename === 'StaleCase')).toMatchObject({
    code: 'CONFLICT',
    path: ['expectedVersion'],
    current: { version: 2 },
  })
  expect(
    await change(grace, 'caseResolve', { investigationId, expectedVersion: 2, reason: 'OTHER_CAUSE' }),
  ).toMatchObject({ code: 'INVALID_INPUT', path: ['note'] })
  expect(
    await change(grace, 'caseResolve', {
      investigationId,
      expectedVersion: 2,
      reason: 'CAUSE_CONFIRMED',
      note: ' rolled back ',
    }),
  ).toMatchObject({
    investigation: {
      caseFile: {
        state: 'RESOLVED',
        resolution: { reason: 'CAUSE_CONFIRMED', note: 'rolled back', byName: 'Grace Hopper' },
      },
    },
  })
  expect(
    await change(ada, 'caseSetState', { investigationId, expectedVersion: 3, state: 'IN_PROGRESS' }),
  ).toMatchObject({ code: 'CONFLICT' })
  const opened = await change(ada, 'caseReopen', { investigationId, expectedVersion: 3 })
  expect(opened).toMatchObject({ investigation: { caseFile: { version: 4, state: 'OPEN', resolution: null } } })
  expect(
    (opened['investigation'] as { activity: Answer[] }).activity.map(
      ({ byName, told }) => `${String(byName)} ${String(told)}`,
    ),
  ).toEqual([
    'Ada opened it again',
    'Grace Hopper resolved it: the cause is confirmed. rolled back',
    expect.stringMatching(/^Grace Hopper set the severity to (high|low)$/),
    'Ada assigned it to Grace Hopper',
  ])
  const entries = await views.db.auditEntry.findMany({ where: { action: 'caseChanged', tenantId: ours.tenantId } })
  expect(entries.map(({ actorName }) => actorName)).toEqual(['Ada', 'Grace Hopper', 'Grace Hopper', 'Ada'])
})

test('what people found is held against what was claimed, counted for the workspace, and withdrawn with the case', async () => {
  const rate = async (by = ada) => (await ask(by, '{ confirmedVerdicts { right of } }'))['confirmedVerdicts']
  const before = (await rate()) as { right: number; of: number }
  const [right, wrong] = [await newCase(21), await newCase(22)]
  await change(ada, 'caseResolve', { investigationId: right, expectedVersion: 0, reason: 'CAUSE_CONFIRMED' })
  await change(ada, 'caseResolve', {
    investigationId: wrong,
    expectedVersion: 0,
    reason: 'OTHER_CAUSE',
    cause: 'ROW_CAP',
  })
  expect(await rate()).toEqual({ right: before.right + 1, of: before.of + 2 })
  const label = await views.db.verdictLabel.findFirst({ where: { reason: 'otherCause' } })
  expect(label).toMatchObject({
    conclusion: 'causeFound',
    cause: 'nullFromRelease',
    confidence: 0.93,
    actualCause: 'rowCap',
    isConfirmed: false,
  })
  await change(ada, 'caseReopen', { investigationId: wrong, expectedVersion: 1 })
  expect(await rate()).toEqual({ right: before.right + 1, of: before.of + 1 })
  expect(await rate(await somebody(theirs, 'Eve', 'owner'))).toEqual({ right: 0, of: 0 })
})

const ADD = `mutation($input: CommentAddInput!) { commentAdd(input: $input) { __typename ... on UserError { code path } ... on CommentPayload { comment { id body authorName subject isMine } } } }`
const add = async (by: SignedIn, input: object) => (await ask(by, ADD, { input }))['commentAdd'] as Answer
const NOTICES = '{ notices { edges { node { text isRead investigation { id } } } } }'
const notices = async (by: SignedIn) =>
  ((await ask(by, NOTICES))['notices'] as { edges: { node: Answer }[] }).edges.map(({ node }) => node)

test('a mention tells the one who is mentioned, once, and a comment changes by its author only', async () => {
  const investigationId = await newCase(31)
  await ask(grace, 'mutation { noticesRead { unread } }')
  const said = await add(ada, { investigationId, body: ' @grace hopper see <script>alert(1)</script> ' })
  expect(said).toMatchObject({
    comment: { body: '@grace hopper see <script>alert(1)</script>', authorName: 'Ada', subject: 'CASE', isMine: true },
  })
  await add(ada, { investigationId, body: 'and again @Grace Hopper, and myself @Ada' })
  expect((await notices(grace)).filter(({ isRead }) => isRead === false)).toEqual([
    { text: 'Ada mentioned you', isRead: false, investigation: { id: investigationId } },
  ])
  expect(await notices(ada)).toEqual([])
  const commentId = (said['comment'] as { id: string }).id
  const EDIT =
    'mutation($input: CommentEditInput!) { commentEdit(input: $input) { __typename ... on UserError { code } ... on CommentPayload { comment { body editedAt } } } }'
  expect((await ask(grace, EDIT, { input: { commentId, body: 'mine now' } }))['commentEdit']).toMatchObject({
    code: 'NOT_FOUND',
  })
  expect((await ask(ada, EDIT, { input: { commentId, body: '' } }))['commentEdit']).toMatchObject({
    code: 'INVALID_INPUT',
  })
  expect((await ask(ada, EDIT, { input: { commentId, body: 'other words' } }))['commentEdit']).toMatchObject({
    comment: { body: 'other words', editedAt: expect.any(String) },
  })
  const DELETE =
    'mutation($input: CommentDeleteInput!) { commentDelete(input: $input) { __typename ... on UserError { code } ... on CommentPayload { comment { body isDeleted } } } }'
  expect((await ask(grace, DELETE, { input: { commentId } }))['commentDelete']).toMatchObject({ code: 'NOT_FOUND' })
  expect((await ask(ada, DELETE, { input: { commentId } }))['commentDelete']).toMatchObject({
    comment: { body: '', isDeleted: true },
  })
  expect((await ask(ada, EDIT, { input: { commentId, body: 'again' } }))['commentEdit']).toMatchObject({
    code: 'NOT_FOUND',
  })
})

test('a team that is mentioned tells its people, each once, whatever else names them; not who writes, nor who is gone', async () => {
  const investigationId = await newCase(36)
  const [vera, tom] = [await somebody(ours, 'Vera Data', 'member'), await somebody(ours, 'Tom', 'member')]
  await views.db.person.update({ where: { id: tom.personId }, data: { deactivatedAt: new Date() } })
  const members = [ada, grace, vera, tom].map(({ personId }) => personId)
  const teams = createTeams({ db: views.db, audit: createAuditWriter(() => null) })
  await teams.make(ours.tenantId, { name: 'Data Desk', externalId: null, members })
  await ask(grace, 'mutation { noticesRead { unread } }')
  await add(ada, { investigationId, body: '@data desk, look; @Grace Hopper first' })
  await add(ada, { investigationId, body: 'again @Data Desk, and @Data, who is nobody' })
  const unread = async (by: SignedIn) =>
    (await notices(by)).filter(({ isRead }) => isRead === false).map(({ text }) => text)
  expect([await unread(vera), (await unread(grace)).toSorted()]).toEqual([
    ['Ada mentioned your team Data Desk'],
    ['Ada mentioned you', 'Ada mentioned your team Data Desk'],
  ])
  expect([await unread(ada), await views.db.notice.count({ where: { personId: tom.personId } })]).toEqual([[], 0])
  const eve = await somebody(theirs, 'Eve Other', 'owner')
  await add(eve, { investigationId: printGlobalId('Investigation', theirs.investigationId), body: '@Data Desk' })
  expect(await unread(vera)).toHaveLength(1)
})

test('a comment is about something that is there, and another tenant sees and says nothing', async () => {
  const investigationId = await newCase(41)
  const eve = await somebody(theirs, 'Eve', 'owner')
  expect(
    await add(grace, { investigationId, subject: 'HYPOTHESIS', subjectId: 'NULL_FROM_RELEASE', body: 'I think so' }),
  ).toMatchObject({ comment: { subject: 'HYPOTHESIS' } })
  expect(await add(grace, { investigationId, subject: 'QUERY', subjectId: 'segments', body: 'why' })).toMatchObject({
    comment: { subject: 'QUERY' },
  })
  expect(await add(grace, { investigationId, subject: 'QUERY', subjectId: 'nothing', body: 'why' })).toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(await add(eve, { investigationId, body: '@Ada' })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await change(eve, 'caseRate', { investigationId, expectedVersion: 0, severity: 'LOW' })).toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(
    await change(ada, 'caseAssign', {
      investigationId,
      expectedVersion: 0,
      assigneeId: printGlobalId('Person', eve.personId),
    }),
  ).toMatchObject({ code: 'INVALID_INPUT', path: ['assigneeId'] })
  expect(
    (await add(await somebody(ours, 'Vera', 'viewer'), { investigationId, body: 'hm' }).catch(() => ({}))) ?? {},
  ).toEqual({})
})

test('what others say comes by itself', async () => {
  const investigationId = await newCase(51)
  const document = parse(
    `subscription { caseTalk(investigationId: "${investigationId}") { investigation { comments { body } caseFile { version } } } }`,
  )
  const stream = await subscribe({ schema, document, contextValue: context(grace) })
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream))
  const next = async () => JSON.parse(JSON.stringify((await stream.next()).value)).data.caseTalk.investigation as Answer
  expect(await next()).toEqual({ comments: [], caseFile: { version: 0 } })
  await add(ada, { investigationId, body: 'hello' })
  expect(await next()).toEqual({ comments: [{ body: 'hello' }], caseFile: { version: 0 } })
  await change(ada, 'caseRate', { investigationId, expectedVersion: 0, severity: 'LOW' })
  expect(await next()).toEqual({ comments: [{ body: 'hello' }], caseFile: { version: 1 } })
  await stream.return(undefined)
})

test("the list is narrowed by severity, by who has a case and by where people stand with it; what nobody has touched is open and nobody's", async () => {
  const [mine, rated, bare] = [await newCase(81), await newCase(82), await newCase(83)]
  await change(ada, 'caseAssign', {
    investigationId: mine,
    expectedVersion: 0,
    assigneeId: printGlobalId('Person', grace.personId),
  })
  await change(ada, 'caseRate', { investigationId: rated, expectedVersion: 0, severity: 'HIGH' })
  await change(ada, 'caseSetState', { investigationId: rated, expectedVersion: 1, state: 'IN_PROGRESS' })
  const found = async (filter: object) => {
    const { investigations } = await ask(
      ada,
      'query($filter: InvestigationFilter) { investigations(first: 100, filter: $filter) { edges { node { id } } } }',
      { filter },
    )
    const ids = (investigations as { edges: { node: { id: string } }[] }).edges.map(({ node }) => node.id)
    return [mine, rated, bare].map(id => ids.includes(id))
  }
  expect(await found({ severity: ['HIGH', 'CRITICAL'] })).toEqual([false, true, false])
  expect(await found({ assigneeId: printGlobalId('Person', grace.personId) })).toEqual([true, false, false])
  expect(await found({ unassigned: true })).toEqual([false, true, true])
  expect(await found({ caseState: ['OPEN'] })).toEqual([true, false, true])
  expect(await found({ caseState: ['IN_PROGRESS'], unassigned: true })).toEqual([false, true, false])
})
