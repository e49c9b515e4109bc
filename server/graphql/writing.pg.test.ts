import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectDataSourceProblem } from '../app/connectDataSource.ts'
import type { StartRefusal } from '../app/startInvestigation.ts'
import type { Question } from '../core/metric/question.ts'
import { failed, warned } from '../core/ports/testStep.ts'
import { ok, refuse } from '../core/shared/result.ts'
import { call, contextOf } from '../testing/apiCaller.ts'
import { seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import type { App } from './app.ts'
import { printGlobalId } from './globalId.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let ours: SeededTenant
beforeAll(async () => {
  views = await viewDatabase()
  ours = await seedTenant(views.db, 'Ours')
})
afterAll(() => views.drop())

const START = `mutation($input: InvestigationStartInput!) { investigationStart(input: $input) {
  __typename ... on UserError { code message path } ... on DataSourceError { retryable } ... on InvestigationStartPayload { investigation { number } } } }`

const asked = (changes: object = {}) => ({
  dataSourceId: printGlobalId('DataSource', ours.dataSourceId),
  schema: 'main',
  table: 'orders',
  metric: { kind: 'NULL_RATE', columns: ['user_id'] },
  day: '2025-06-12',
  ...changes,
})

/** Starts with this input; gives the answer and the questions that reached the app. */
const start = async (input: object, refusal?: StartRefusal) => {
  const questions: (Question & { id: string | undefined })[] = []
  const startInvestigation: App['startInvestigation'] = async ({ question, id }) => {
    questions.push({ ...question, id })
    return refusal === undefined ? ok(ours.investigationId) : refuse(refusal)
  }
  const { data, errors } = await call(contextOf({ db: views.db, app: { startInvestigation } }, ours), START, { input })
  return { answer: data?.investigationStart, errors, questions }
}

test("a question reaches the app in the core's words, with its defaults", async () => {
  const { answer, questions } = await start(asked())
  expect(answer).toEqual({ __typename: 'InvestigationStartPayload', investigation: { number: 1 } })
  expect(questions).toEqual([
    {
      dataSourceId: ours.dataSourceId,
      table: { schema: 'main', name: 'orders' },
      metric: { kind: 'nullRate', column: 'user_id' },
      day: '2025-06-12',
      timeColumn: null,
      timeZone: 'UTC',
      wholeTable: false,
      id: undefined,
    },
  ])
})

test('the id made by the caller is handed on', async () => {
  const clientId = ours.investigationId.toUpperCase()
  expect((await start(asked({ clientId }))).questions[0]?.id).toBe(ours.investigationId)
})

test.each([
  ['ROW_COUNT', {}, { kind: 'rowCount' }],
  ['FRESHNESS', {}, { kind: 'freshness' }],
  ['DUPLICATE_RATE', { columns: ['a', 'b'] }, { kind: 'duplicateRate', columns: ['a', 'b'] }],
  ['DUPLICATE_RATE', {}, { kind: 'duplicateRate', columns: [] }],
  ['SUM', { columns: ['amount'] }, { kind: 'sum', column: 'amount' }],
  [
    'SHARE',
    { where: { column: 'a', operator: 'IN', values: ['x', null] } },
    {
      kind: 'share',
      where: { column: 'a', operator: 'in', value: ['x', null] },
    },
  ],
  [
    'SHARE',
    { where: { column: 'a', operator: 'NOT_EQUAL', values: [null] } },
    { kind: 'share', where: { column: 'a', operator: '!=', value: null } },
  ],
])('the metric %s with %j is understood', async (kind, rest, metric) => {
  expect((await start(asked({ metric: { kind, ...rest } }))).questions[0]?.metric).toEqual(metric)
})

test.each<[string, object, string, readonly string[]]>([
  ['a malformed data source', { dataSourceId: 'nonsense' }, 'NOT_FOUND', ['dataSourceId']],
  [
    "another type's id",
    { dataSourceId: printGlobalId('Person', '00000000-0000-0000-0000-000000000001') },
    'NOT_FOUND',
    ['dataSourceId'],
  ],
  ['a made-up id that is no uuid', { clientId: 'mine' }, 'INVALID_INPUT', ['clientId']],
  ['a zone that is none', { timeZone: 'Mars/Olympus' }, 'INVALID_INPUT', ['timeZone']],
  ['a null rate of nothing', { metric: { kind: 'NULL_RATE' } }, 'INVALID_INPUT', ['metric', 'columns']],
  [
    'a null rate of two columns',
    { metric: { kind: 'NULL_RATE', columns: ['a', 'b'] } },
    'INVALID_INPUT',
    ['metric', 'columns'],
  ],
  [
    'a row count of a column',
    { metric: { kind: 'ROW_COUNT', columns: ['a'] } },
    'INVALID_INPUT',
    ['metric', 'columns'],
  ],
  ['a share without a condition', { metric: { kind: 'SHARE' } }, 'INVALID_INPUT', ['metric', 'where']],
  [
    'a condition with two values',
    {
      metric: { kind: 'SHARE', where: { column: 'a', operator: 'LESS', values: ['1', '2'] } },
    },
    'INVALID_INPUT',
    ['metric', 'where'],
  ],
  [
    'a condition without a value',
    {
      metric: { kind: 'SHARE', where: { column: 'a', operator: 'IN', values: [] } },
    },
    'INVALID_INPUT',
    ['metric', 'where'],
  ],
])('%s is refused by name, before the app is asked', async (_name, changes, code, path) => {
  const { answer, errors, questions } = await start(asked(changes))
  expect(errors).toBeUndefined()
  expect(answer).toMatchObject({ __typename: 'InputError', code, path })
  expect(questions).toEqual([])
})

test('a case is for a team that the app lets the caller choose, and for no other; the viewer is told which', async () => {
  const team = await views.db.team.create({ data: { tenantId: ours.tenantId, name: 'Growth' } })
  const teamsOf = async (teamsToChoose: App['teamsToChoose']) => {
    const { data, errors } = await call(
      contextOf({ db: views.db, app: { teamsToChoose } }, ours),
      '{ viewer { teams { name } } }',
    )
    return errors ?? data?.['viewer']
  }
  expect(await teamsOf(async () => [])).toEqual({ teams: [] })
  expect(await teamsOf(async () => [team])).toEqual({ teams: [{ name: 'Growth' }] })
  const asks: (string | null)[] = []
  const teamIds: (string | null | undefined)[] = []
  const app: Partial<App> = {
    chooseTeam: async (_caller, wanted) => {
      asks.push(wanted)
      return wanted === null || wanted === team.id ? ok(wanted) : refuse({ code: 'not-found' })
    },
    startInvestigation: async ({ teamId }) => {
      teamIds.push(teamId)
      return ok(ours.investigationId)
    },
  }
  const startFor = async (teamId?: string) =>
    (await call(contextOf({ db: views.db, app }, ours), START, { input: asked({ teamId }) })).data?.[
      'investigationStart'
    ]
  expect(await startFor(printGlobalId('Team', team.id))).toMatchObject({ __typename: 'InvestigationStartPayload' })
  expect(await startFor()).toMatchObject({ __typename: 'InvestigationStartPayload' })
  for (const id of ['nonsense', printGlobalId('Person', team.id)])
    expect(await startFor(id)).toMatchObject({ __typename: 'InputError', code: 'NOT_FOUND', path: ['teamId'] })
  expect([asks.slice(0, 2), teamIds]).toEqual([
    [team.id, null],
    [team.id, null],
  ])
})

test.each(['2025-02-30', '12.06.2025', '2025-6-1', ''])('%s is no day', async day => {
  const { errors, questions } = await start(asked({ day }))
  expect(errors?.map(({ message }) => message)).toEqual([expect.stringContaining('calendar day')])
  expect(questions).toEqual([])
})

test.each<[StartRefusal, string, string]>([
  [{ code: 'data-source-not-found', message: 'm', path: ['dataSourceId'] }, 'InputError', 'NOT_FOUND'],
  [{ code: 'table-not-found', message: 'm', path: ['table'] }, 'InputError', 'TABLE_NOT_FOUND'],
  [{ code: 'column-not-found', message: 'm', path: ['metric', 'columns'] }, 'InputError', 'COLUMN_NOT_FOUND'],
  [{ code: 'invalid-question', message: 'm' }, 'InputError', 'INVALID_INPUT'],
  [{ code: 'data-source-problem', message: 'm', retryable: true }, 'DataSourceError', 'DATA_SOURCE_UNREACHABLE'],
  [{ code: 'data-source-problem', message: 'm', retryable: false }, 'DataSourceError', 'DATA_SOURCE_REFUSED'],
])('the refusal %j is a %s with the code %s', async (refusal, __typename, code) => {
  expect((await start(asked(), refusal)).answer).toEqual({
    __typename,
    code,
    message: 'm',
    path: refusal.path ?? null,
    ...(__typename === 'DataSourceError' && { retryable: refusal.retryable }),
  })
})

const CONNECT = `mutation($input: DataSourceConnectInput!) { dataSourceConnect(input: $input) {
  __typename ... on UserError { code message path } ... on DataSourceTestError { retryable steps { name } } ... on DataSourceConnectPayload { dataSource { name } warnings steps { name } } } }`

const connect = async (connectDataSource: App['connectDataSource']) => {
  const context = contextOf({ db: views.db, app: { connectDataSource } }, ours)
  return (await call(context, CONNECT, { input: { name: 'Shop', kind: 'duckdb', settings: { path: 'x' } } })).data
    ?.dataSourceConnect
}

test('a connected data source comes with its warnings', async () => {
  const inputs: unknown[] = []
  const answer = await connect(async input => {
    inputs.push(input)
    return ok({
      id: ours.dataSourceId,
      steps: [{ name: 'readOnly', ...warned('It can write.', 'Let it only read.', 'REVOKE'), elapsedMs: 1 }],
    })
  })
  expect(answer).toEqual({
    __typename: 'DataSourceConnectPayload',
    dataSource: { name: 'Shop' },
    warnings: ['It can write. Let it only read.\nREVOKE'],
    steps: [{ name: 'READ_ONLY' }],
  })
  expect(inputs).toEqual([
    { tenantId: ours.tenantId, name: 'Shop', kind: 'duckdb', settings: { path: 'x' }, draft: false },
  ])
})

const problem = (retryable: boolean): ConnectDataSourceProblem => ({
  code: 'test-failed',
  steps: [{ name: 'signIn', ...failed({ message: 'm', remedy: 'r', retryable }), elapsedMs: 1 }],
})

test.each<[ConnectDataSourceProblem, object]>([
  [
    { code: 'invalid', message: 'm', path: ['settings', 'path'] },
    { __typename: 'InputError', code: 'INVALID_INPUT', path: ['settings', 'path'] },
  ],
  [
    { code: 'name-taken', message: 'm', path: ['name'] },
    { __typename: 'ConflictError', code: 'CONFLICT', path: ['name'] },
  ],
  [
    problem(true),
    {
      __typename: 'DataSourceTestError',
      code: 'DATA_SOURCE_UNREACHABLE',
      path: null,
      retryable: true,
      steps: [{ name: 'SIGN_IN' }],
    },
  ],
  [
    problem(false),
    {
      __typename: 'DataSourceTestError',
      code: 'DATA_SOURCE_REFUSED',
      path: null,
      retryable: false,
      steps: [{ name: 'SIGN_IN' }],
    },
  ],
])('the problem %j is told as %j', async (refusal, told) => {
  expect(await connect(async () => refuse(refusal))).toEqual({ message: 'm', ...told })
})

test('every mutation that needs a person is refused to nobody, and the app is not asked', async () => {
  const nobody = contextOf(views, null)
  for (const [document, input] of [
    [START, asked()],
    [CONNECT, { name: 'x', kind: 'x', settings: {} }],
  ] as const) {
    expect((await call(nobody, document, { input })).errors?.map(({ extensions }) => extensions.code)).toEqual([
      'UNAUTHENTICATED',
    ])
  }
})
