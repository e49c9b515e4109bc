// Every change of the work itself, made by the API, writes its lines into the trail, and each line tells what was before and what is now.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { printGlobalId } from '../graphql/globalId.ts'
import { rules } from '../graphql/rules.ts'
import { ask, type ApiClient } from '../testing/apiClient.ts'
import { IS_WORK } from '../testing/auditedMutations.ts'
import { startJourney } from '../testing/journey.ts'
import { arrive } from '../testing/journeyPerson.ts'
import { shopQuestion } from '../testing/shopWarehouse.ts'
import { CHANGES, isWhole, lacking } from '../testing/wholeEntry.ts'

/** They decide what a worker asked for, or read; the entries of decisions and causes are tested with the facts that they are made of. */
const ELSEWHERE =
  /^(approvalDecide|approvalGrantRevoke|approvalQueryCheck|hypothesis|noticesRead|ownHypothesis|queryRerun|setUp$)/

let journey: Awaited<ReturnType<typeof startJourney>>
let ada: ApiClient
let dataSourceId: string
let graceId: string
beforeAll(async () => {
  journey = await startJourney()
  const { ready } = journey.start('api')
  ada = await arrive(journey, () => ready, { name: 'Ada', role: 'owner' })
  await arrive(journey, () => ready, { name: 'Grace', role: 'member' })
  const {
    rows: [grace],
  } = await journey.pool.query<{ id: string }>(`SELECT id FROM person WHERE name = 'Grace'`)
  graceId = printGlobalId('Person', grace?.id ?? '')
  dataSourceId = printGlobalId('DataSource', journey.dataSourceId)
}, 60_000)
afterAll(() => journey.end())

type Row = { readonly action: string; readonly before: string | null; readonly after: string | null }
const done = new Set<string>()
const trail = async () =>
  (await journey.pool.query<Row>('SELECT action, before, after FROM audit_entry ORDER BY sequence')).rows

/** Does it, and gives what the payload leads to by this path; the actions are those of the entries that it wrote. */
const change = async (
  name: string,
  actions: readonly string[],
  { fields = '', ...input }: Readonly<Record<string, unknown>> & { readonly fields?: string },
) => {
  const before = (await trail()).length
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
  const { data } = await ask(
    ada,
    `mutation($input: ${type}!) { ${name}(input: $input) { __typename ... on UserError { message } ${fields} } }`,
    { input },
  )
  const answer = (data as Readonly<Record<string, { readonly __typename: string }>>)[name]
  expect([name, answer?.__typename.endsWith('Payload') === true ? '' : answer]).toEqual([name, ''])
  expect([name, (await trail()).slice(before).map(({ action }) => action)]).toEqual([name, actions])
  done.add(name)
  return answer as unknown
}
const idIn = (answer: unknown, ...path: readonly string[]) =>
  String(path.reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>>)[name], answer))

test('of data sources', async () => {
  const place = { dataSourceId, schema: 'public', table: 'orders' }
  await change('dataSourceTest', ['dataSourceTested', 'dataSourceChanged'], { dataSourceId })
  await change('dataSourceChange', ['dataSourceChanged'], { dataSourceId, version: 1, name: 'Warehouse' })
  await change('schemaRead', ['schemaRead'], { dataSourceId })
  await change('lineageRefresh', ['keysRead'], { dataSourceId })
  await change('tableSample', ['rowsSampled'], place)
  await change('columnProfile', ['columnProfiled'], { ...place, column: 'user_id' })
  const lake = '... on DataSourceConnectPayload { dataSource { id } }'
  const made = await change('dataSourceConnect', ['dataSourceConnected'], {
    name: 'Lake',
    kind: 'duckdb',
    settings: { path: '/lake.duckdb' },
    draft: true,
    fields: lake,
  })
  await change('dataSourceRemove', ['dataSourceRemoved'], { dataSourceId: idIn(made, 'dataSource', 'id') })
})

test('of what is asked, kept, told and paid', async () => {
  const policy = {
    context: 'NEVER',
    isSensitive: false,
    sensitiveColumns: [],
    queries: 'RUN',
    rules: [],
    hours: 48,
    onDeadline: 'REJECTED',
    noSelfApproval: true,
  }
  const privacy = { showsRows: true, payloadDays: 20, masked: [] }
  const model = { enabled: false, sharing: [] }
  const price = { dataSourceId, unit: 'SECOND', price: '0.01', validFrom: '2026-01-01' }
  for (const version of [0, 1]) {
    await change('approvalPolicyChange', ['approvalPolicyChanged'], {
      expectedVersion: version,
      policy: { ...policy, hours: 24 + version },
    })
    await change('privacyChange', ['privacyChanged'], { ...privacy, expectedVersion: version, rowDays: 10 + version })
    await change('modelSettingsChange', ['modelSettingsChanged'], {
      ...model,
      expectedVersion: version,
      key: `sk-planted-${version}xyz${version}`,
    })
    await change('budgetSet', ['budgetChanged'], {
      period: 'MONTH',
      limit: `${version + 1}.00`,
      expectedVersion: version,
    })
    await change('priceSet', ['priceChanged'], {
      ...price,
      validFrom: `2026-01-0${version + 1}`,
      price: `0.0${version + 1}`,
    })
  }
  const prices = (await trail())
    .filter(({ action }) => action === 'priceChanged')
    .map(({ before }) => before && (JSON.parse(before) as { validFrom: string }).validFrom)
  expect(prices).toEqual([null, '2026-01-01'])
})

test('of investigations and what people say of them', async () => {
  const { table, metric, ...when } = shopQuestion
  const fields = '... on InvestigationStartPayload { investigation { id } }'
  const asked = {
    ...when,
    dataSourceId,
    schema: table.schema,
    table: table.name,
    metric: { kind: 'NULL_RATE', columns: [metric.column] },
  }
  const investigationId = idIn(
    await change('investigationStart', ['investigationStarted'], { ...asked, fields }),
    'investigation',
    'id',
  )
  await change('investigationAgain', ['investigationStarted'], { investigationId })
  await change('investigationPause', ['investigationPaused'], { investigationId })
  await change('investigationResume', ['investigationResumed'], { investigationId })
  await change('investigationAddHint', ['hintAdded'], { investigationId, text: 'A deploy at nine.' })
  await change('caseRate', ['caseChanged'], { investigationId, expectedVersion: 0, severity: 'HIGH' })
  await change('caseAssign', ['caseChanged'], { investigationId, expectedVersion: 1, assigneeId: graceId })
  await change('caseSetState', ['caseChanged'], { investigationId, expectedVersion: 2, state: 'IN_PROGRESS' })
  await change('caseResolve', ['caseChanged'], { investigationId, expectedVersion: 3, reason: 'FALSE_ALARM' })
  await change('caseReopen', ['caseChanged'], { investigationId, expectedVersion: 4 })
  const commentId = idIn(
    await change('commentAdd', ['commentAdded'], {
      investigationId,
      body: 'Was this the deploy?',
      fields: '... on CommentPayload { comment { id } }',
    }),
    'comment',
    'id',
  )
  await change('commentEdit', ['commentEdited'], { commentId, body: 'It was the deploy.' })
  await change('commentDelete', ['commentDeleted'], { commentId })
  await change('investigationCancel', ['investigationCancelled'], { investigationId })
})

test('of who decides meanwhile', async () => {
  const [from, until] = [new Date(), new Date(Date.now() + 86_400_000)]
  await change('delegationMake', ['delegationMade'], { delegateId: graceId, from, until })
  const {
    rows: [made],
  } = await journey.pool.query<{ id: string }>('SELECT id FROM delegation')
  await change('delegationRevoke', ['delegationRevoked'], { delegationId: printGlobalId('Delegation', made?.id ?? '') })
})

test('every mutation of the work is here, each line is whole, and none holds a secret', async () => {
  expect(
    Object.keys(rules.Mutation).filter(name => IS_WORK.test(name) && !ELSEWHERE.test(name) && !done.has(name)),
  ).toEqual([])
  const entries = await trail()
  expect(entries.map(lacking).filter(fault => fault !== null)).toEqual([])
  const whole = new Set(entries.filter(isWhole).map(({ action }) => action))
  expect(CHANGES.filter(action => entries.some(entry => entry.action === action) && !whole.has(action))).toEqual([])
  expect(JSON.stringify(entries)).not.toContain('planted')
})
