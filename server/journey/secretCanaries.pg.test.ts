// Every stored secret is a canary here, and all that works with it fails and quotes it: none may be found in what Dataing keeps, says or answers.
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asId, type TenantId } from '../core/shared/ids.ts'
import { printGlobalId, uuidOf } from '../graphql/globalId.ts'
import { allDocuments } from '../testing/allFields.ts'
import { canary, echoes, foundIn, type Canary } from '../testing/canaries.ts'
import { startCanaryScene, type CanaryScene } from '../testing/canaryScene.ts'
import { startCanarySources } from '../testing/canarySources.ts'
import { postgresLogin, READ_ALL, type PostgresLogin } from '../testing/postgresLogin.ts'
import { searchDatabase } from '../testing/searchDatabase.ts'
import { shopQuestion, shopStatements } from '../testing/shopWarehouse.ts'

const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'))
const [control, good, wrong] = [canary('control'), canary('password of the warehouse'), canary('a wrong password')]
let scene: CanaryScene
let made: Awaited<ReturnType<typeof startCanarySources>>
let warehouse: PostgresLogin
let canaries: readonly Canary[]
let searched: Awaited<ReturnType<typeof searchDatabase>>

const STEPS = 'steps { name outcome message remedy grant }'
const ERROR = `__typename ... on UserError { code message path } ... on DataSourceTestError { ${STEPS} }`
const PLAIN_ERROR = '__typename ... on UserError { code message path }'
const CONNECT = `mutation($input: DataSourceConnectInput!) { done: dataSourceConnect(input: $input) { ${ERROR} ... on DataSourceConnectPayload { dataSource { id } ${STEPS} } } }`
const CHANGE = `mutation($input: DataSourceChangeInput!) { done: dataSourceChange(input: $input) { ${ERROR} } }`
const TEST = `mutation($input: DataSourceTestInput!) { done: dataSourceTest(input: $input) { ${PLAIN_ERROR} ... on DataSourceTestPayload { ${STEPS} } } }`
const WATCH_TEST = `subscription($input: DataSourceTestInput!) { dataSourceTesting(input: $input) {
  __typename ... on DataSourceTestStep { name outcome message remedy grant } ... on DataSourceTestRefusal { code message path } } }`
const READ = `mutation($input: SchemaReadInput!) { done: schemaRead(input: $input) { ${PLAIN_ERROR} } }`
const SAMPLE = `mutation($input: TableSampleInput!) { done: tableSample(input: $input) { ${PLAIN_ERROR} } }`
const START = `mutation($input: InvestigationStartInput!) { done: investigationStart(input: $input) { ${PLAIN_ERROR} ... on InvestigationStartPayload { investigation { id } } } }`
const WATCH =
  'subscription($id: ID!) { investigationEvents(investigationId: $id) { sequence type headline query { problem } } }'
const SET_UP = `mutation($input: SetUpInput!) { done: setUp(input: $input) { ${PLAIN_ERROR} ... on SetUpPayload { viewer { tenant { id } } } } }`
const MODEL = `mutation($input: ModelSettingsChangeInput!) { done: modelSettingsChange(input: $input) { ${PLAIN_ERROR} } }`
const SSO = `mutation($input: SingleSignOnChangeInput!) { done: singleSignOnChange(input: $input) { ${PLAIN_ERROR} } }`

/** What the payload of a mutation leads to by this path. */
const done = async (query: string, input: object, ...path: readonly string[]) =>
  ['done', ...path].reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
    (await scene.ask(query, { input })).data,
  )
/** Waits until the query gives so many rows. */
const until = async (rows: number, sql: string) => {
  for (let tries = 0; (await scene.pool.query(sql)).rowCount !== rows; tries += 1) {
    if (tries > 240) throw new Error(`Nothing came of it: ${sql}`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

const metric = { kind: 'NULL_RATE', columns: ['user_id'] }
const question = { schema: 'public', table: 'orders', metric, day: shopQuestion.day, timeColumn: 'created_at' }

/** A warehouse that works, until its password is another. */
const useAndLose = async (tenantId: TenantId) => {
  await warehouse.admin.query(`ALTER ROLE ${warehouse.role} PASSWORD '${good.secret}'`)
  const settings = { ...warehouse.settings, password: good.secret }
  const id = String(await done(CONNECT, { name: 'Warehouse', kind: 'postgres', settings }, 'dataSource', 'id'))
  await done(READ, { dataSourceId: id })
  await done(SAMPLE, { dataSourceId: id, schema: 'public', table: 'orders' })
  const investigationId = await done(START, { ...question, dataSourceId: id }, 'investigation', 'id')
  await scene.watch(WATCH, { id: investigationId })
  await warehouse.admin.query(`ALTER ROLE ${warehouse.role} PASSWORD 'another'`)
  await warehouse.admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [
    warehouse.role,
  ])
  await scene.openCase(tenantId, uuidOf('DataSource', id) ?? '')
  for (const query of [TEST, READ, SAMPLE])
    await done(query, { dataSourceId: id, ...(query === SAMPLE && { schema: 'public', table: 'orders' }) })
  await done(START, { ...question, dataSourceId: id })
  await done(CHANGE, { dataSourceId: id, version: 1, settings: { ...settings, password: wrong.secret } })
  await done(CONNECT, { name: 'Wrong', kind: 'postgres', settings: { ...settings, password: wrong.secret } })
}

const TURNS = 42

/** Whatever can be done with a data source, on servers that quote what they are told. */
const failEverywhere = async (tenantId: TenantId) => {
  for (const [index, { kind, settings }] of made.sources.entries()) {
    await done(CONNECT, { name: `Untested ${index}`, kind, settings })
    const id = String(await done(CONNECT, { name: `Draft ${index}`, kind, settings, draft: true }, 'dataSource', 'id'))
    await scene.pool.query('UPDATE data_source SET draft = false WHERE id = $1', [uuidOf('DataSource', id)])
    for (let turn = 0; turn < TURNS; turn += 1) await done(TEST, { dataSourceId: id })
    await scene.watch(WATCH_TEST, { input: { kind, settings } })
    for (let turn = 0; turn < 8; turn += 1) await done(READ, { dataSourceId: id })
    await done(START, { ...question, dataSourceId: id })
    await done(CONNECT, { name: 'Not valid', kind, settings: { ...settings, unknown: 1, port: 'kö' } })
    await scene.openCase(tenantId, uuidOf('DataSource', id) ?? '')
  }
}

const signInElsewhere = async () => {
  const { origin: issuer } = scene.around.sso
  const input = {
    issuer,
    clientId: 'dataing',
    clientSecret: scene.sso.secret,
    domains: ['sso.example'],
    defaultRole: 'VIEWER',
    expectedVersion: 0,
  }
  expect(await done(SSO, input, '__typename')).toBe('SingleSignOnChangePayload')
  // No name server of ours answers for it.
  await scene.pool.query('UPDATE sso_domain SET proved_at = now()')
  const begun = await fetch(new URL('sso/start?email=bob@sso.example', scene.origin), { redirect: 'manual' })
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? ''
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  await fetch(new URL(`sso/callback?code=abc&state=${encodeURIComponent(state)}`, scene.origin), {
    redirect: 'manual',
    headers: { cookie },
  })
}

/** All that can be read, as deep as documents may be. */
const readAll = async (ids: Readonly<Record<string, readonly string[]>>) => {
  for (const document of allDocuments(schema, Object.keys(ids))) {
    const type = /on (\w+)/.exec(document(1))?.[1]
    for (const id of type === undefined ? [''] : (ids[type] ?? []))
      for (let depth = 7; depth > 1; depth -= 1) {
        const { errors } = await scene.ask(document(depth), { id })
        if (!JSON.stringify(errors ?? '').includes('TOO_')) break
      }
  }
}

const nodes = async (type: string, table: string) =>
  (await scene.pool.query<{ id: string }>(`SELECT id FROM ${table}`)).rows.map(({ id }) => printGlobalId(type, id))

/** What the canaries go through. */
const live = async () => {
  const token = new URL(await scene.setUpAt()).searchParams.get('token')
  const person = { email: 'ada@example.com', name: 'Ada', tenantName: 'Shop', password: scene.person.secret, token }
  const tenantId = asId<TenantId>(uuidOf('Tenant', String(await done(SET_UP, person, 'viewer', 'tenant', 'id'))) ?? '')
  expect(
    await done(MODEL, { enabled: true, key: scene.model.secret, sharing: [], expectedVersion: 0 }, '__typename'),
  ).toBe('ModelSettingsChangePayload')
  await signInElsewhere()
  await useAndLose(tenantId)
  await failEverywhere(tenantId)
  // What the server is told in a way that it cannot read.
  for (const { secret } of canaries) {
    await scene.send(
      `{"query": "mutation { dataSourceTest(input: {kind: \\"postgres\\", settings: {password: ${JSON.stringify(secret)}`,
    )
    await scene.send(
      JSON.stringify({
        query: `mutation { dataSourceTest(input: { settings: { password: ${JSON.stringify(secret)} }, nothing: 1 `,
        variables: { secret },
      }),
    )
  }
  await scene.strike('check-sources')
  await scene.strike('read-schemas')
  await until(
    0,
    `SELECT id FROM data_source WHERE active AND NOT draft AND id NOT IN (SELECT data_source_id FROM source_check)`,
  )
  await until(0, `SELECT id FROM investigation_view WHERE status = 'running'`)
  await until(1, `SELECT 1 FROM pgboss.job WHERE name = 'mail' HAVING max(retry_count) > 0`)
  await readAll({
    DataSource: await nodes('DataSource', 'data_source'),
    Investigation: await nodes('Investigation', 'investigation_view'),
  })
}

beforeAll(async () => {
  ;[scene, made, warehouse] = await Promise.all([
    startCanaryScene(control),
    startCanarySources(),
    postgresLogin(shopStatements, READ_ALL),
  ])
  const { person, smtp, deployment, model, sso } = scene
  canaries = [good, wrong, person, smtp, deployment, model, sso, ...made.sources.flatMap(source => source.canaries)]
  await live()
  searched = await searchDatabase(scene.pool, text => foundIn(text, canaries))
}, 400_000)
afterAll(() => Promise.all([scene.end(), made.close(), warehouse.remove()]))

test('each secret setting of each kind is among them, and each service quoted them', async () => {
  const { data } = await scene.ask('{ dataSourceKinds { kind settingsSchema } }')
  const kinds = data?.['dataSourceKinds'] as readonly {
    readonly kind: string
    readonly settingsSchema: { readonly properties: Readonly<Record<string, { readonly secret?: true }>> }
  }[]
  const secret = kinds.flatMap(({ kind, settingsSchema }) =>
    Object.entries(settingsSchema.properties).flatMap(([name, setting]) => (setting.secret ? [`${kind}.${name}`] : [])),
  )
  const given = made.sources.flatMap(({ kind, settings }) => Object.keys(settings).map(name => `${kind}.${name}`))
  expect(given).toEqual(expect.arrayContaining(secret))
  expect(secret.length).toBeGreaterThan(6)
  expect([scene.around.model.asked, scene.around.sso.asked]).toEqual([
    expect.arrayContaining(['/v1/messages']),
    expect.arrayContaining(['/token']),
  ])
  for (const { kind } of made.sources)
    expect(
      scene.answers.some(
        answer => answer.includes('…') && answer.includes(kind === 'bigquery' ? 'Syntax error: ' : 'no access for '),
      ),
    ).toBe(true)
})

test('the database holds no secret in any column of any table', () => {
  expect(searched.tables).toEqual(
    expect.arrayContaining(['pgboss.job_common', 'public.data_source', 'public.event_record', 'public.audit_entry']),
  )
  expect(searched.found).toEqual([])
})

test('the log holds none', () => {
  expect(foundIn(scene.log(), canaries)).toEqual([])
})

test('no answer holds one', () => {
  expect([...new Set(scene.answers.flatMap(answer => foundIn(answer, canaries)))]).toEqual([])
})

test('nor does a file', async () => {
  const files = (await readdir(scene.dataFolder, { recursive: true, withFileTypes: true })).filter(file =>
    file.isFile(),
  )
  const texts = await Promise.all(files.map(file => readFile(join(file.parentPath, file.name), 'latin1')))
  expect(foundIn(texts.join('\n'), canaries)).toEqual([])
})

test('what is planted where it may be seen is found in all three', async () => {
  const echo = echoes(control)
  for (let turn = 0; turn < 6; turn += 1)
    await done(CONNECT, { name: echo(), kind: 'duckdb', settings: { path: '/nowhere' }, draft: true })
  const { found } = await searchDatabase(scene.pool, text => foundIn(text, [control]))
  expect(found).toEqual(
    expect.arrayContaining(
      ['plain', 'base64', 'url', 'hex', 'json'].map(form => `public.data_source.name: control as ${form}`),
    ),
  )
  await readAll({})
  const names = ['base64', 'url', 'hex', 'json'].map(form => `control as ${form}`)
  expect([...new Set(scene.answers.flatMap(answer => foundIn(answer, [control])))]).toEqual(
    expect.arrayContaining(names),
  )
  expect(foundIn(scene.log(), [control])).toContain('control as url')
})
