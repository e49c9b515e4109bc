// A team's money: cases begin for it, count for it, and stop beginning when its budget is used up, whoever asks: a person on the page or a program with its key.
import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { DESKTOP, openBrowser, openPage, overflow, PHONE, seriousFaults, settle } from './browser.ts'
import { demoApi, startServer } from './demoServer.ts'

let server: Awaited<ReturnType<typeof startServer>>
let browser: Browser
let pool: pg.Pool
let ask: Awaited<ReturnType<typeof demoApi>>
let team: string
let key: string
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ demo: true }), openBrowser()])
  pool = new pg.Pool({ connectionString: server.databaseUrl, max: 1 })
  ask = await demoApi(server.address)
  const { viewer } = await ask<{ viewer: { person: { id: string } } }>('{ viewer { person { id } } }')
  const MAKE = 'mutation ($input: TeamMakeInput!) { teamMake(input: $input) { ... on TeamPayload { team { id } } } }'
  team = (
    await ask<{ teamMake: { team: { id: string } } }>(MAKE, {
      input: { name: 'Growth', personIds: [viewer.person.id] },
    })
  ).teamMake.team.id
  key = await makeKey()
}, 240_000)
afterAll(async () => {
  await pool.end()
  await browser.close()
  await server.end()
})

const makeKey = async () => {
  const ROBOT =
    'mutation ($input: ServiceAccountMakeInput!) { serviceAccountMake(input: $input) { ... on PersonPayload { person { id } } } }'
  const {
    serviceAccountMake: { person },
  } = await ask<{ serviceAccountMake: { person: { id: string } } }>(ROBOT, {
    input: { name: 'Pipeline', role: 'MEMBER' },
  })
  const KEY =
    'mutation ($input: ApiKeyMakeInput!) { apiKeyMake(input: $input) { ... on UserError { path } ... on ApiKeyMadePayload { key apiKey { team { name } } } } }'
  const input = { name: 'nightly', scopes: ['investigations:read', 'investigations:write', 'team:read'], teamId: team }
  expect(await ask(KEY, { input })).toEqual({ apiKeyMake: { path: ['teamId'] } })
  const { apiKeyMake } = await ask<{ apiKeyMake: { key: string; apiKey: object } }>(KEY, {
    input: { ...input, serviceAccountId: person.id },
  })
  expect(apiKeyMake.apiKey).toEqual({ team: { name: 'Growth' } })
  return apiKeyMake.key
}

const START = `mutation ($input: InvestigationStartInput!) { investigationStart(input: $input) { __typename ... on UserError { code message path }
  ... on InvestigationStartPayload { investigation { team { name } } } } }`
const begin = async (input: object = {}) => {
  const { dataSources } = await ask<{ dataSources: { edges: { node: { id: string } }[] } }>(
    '{ dataSources(first: 1) { edges { node { id } } } }',
  )
  const question = {
    clientId: randomUUID(),
    dataSourceId: dataSources.edges[0]?.node.id,
    schema: 'shop_01',
    table: 'orders',
    day: '2026-11-12',
    metric: { kind: 'ROW_COUNT' },
  }
  const response = await fetch(`${server.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: START, variables: { input: { ...question, ...input } } }),
  })
  return ((await response.json()) as { data: { investigationStart: Readonly<Record<string, unknown>> } }).data
    .investigationStart
}

test("a program's case is for the team of its key, and counts for it", async () => {
  expect(await begin()).toEqual({
    __typename: 'InvestigationStartPayload',
    investigation: { team: { name: 'Growth' } },
  })
  expect(await begin({ teamId: Buffer.from(`Team:${randomUUID()}`).toString('base64') })).toMatchObject({
    code: 'NOT_FOUND',
    path: ['teamId'],
  })
  const today = new Date().toISOString().slice(0, 10)
  const { usage } = await ask<{ usage: { groups: { label: string; sum: { investigations: number } }[] } }>(
    'query ($day: Date!) { usage(from: $day, to: $day, groupBy: TEAM) { groups { label sum { investigations } } } }',
    { day: today },
  )
  expect(usage.groups.find(({ label }) => label === 'Growth')?.sum.investigations).toBe(1)
})

test('the budget of a team is set, shown and used up on the page; nobody begins for it until it is raised in place', async () => {
  const page = await openPage(browser)
  await settle(page, server.address)
  await settle(page, `${server.address}/usage`)
  await page.getByLabel('Budget of').selectOption({ label: 'Team Growth' })
  await page.getByLabel('For', { exact: true }).first().selectOption('DAY')
  await page.getByLabel('At most (USD)').fill('1.00')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByText('Team Growth, today').waitFor()
  await pool.query(`INSERT INTO usage_entry (investigation_id, sequence, part, tenant_id, data_source_id, kind, resource, trigger, team_id, cost_micros, at)
    SELECT gen_random_uuid(), 1, 0, tenant_id, id, 'query', 'source', 'system', (SELECT id FROM team), 1000000, now() FROM data_source LIMIT 1`)
  const message =
    'No investigation can begin: the budget of the team of today (1.00 USD) is used up. An admin can raise the limit on the usage page.'
  expect(await begin()).toEqual({ __typename: 'InputError', code: 'BUDGET_SPENT', message, path: null })
  await settle(page, `${server.address}/investigations/new`)
  await page.locator('[data-budgets]').getByText('The budget of the team Growth for today is used up').waitFor()
  expect(await page.getByLabel('For the team').locator('option:checked').innerText()).toBe('Growth')
  await page.locator('section[aria-labelledby=scenarios] button').first().click()
  await page.getByRole('alert').getByText(message).waitFor()
  await settle(page, `${server.address}/usage`)
  await page.getByLabel('Budget of').selectOption({ label: 'Team Growth' })
  await page.getByLabel('For', { exact: true }).first().selectOption('DAY')
  await page.getByLabel('At most (USD)').fill('50.00')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await page.locator('[data-budgets]').waitFor({ state: 'detached' })
  expect(await begin()).toMatchObject({ __typename: 'InvestigationStartPayload' })
  await page.context().close()
})

test('the budgets of a team go with it, and what it used stays', async () => {
  const NEW = 'mutation ($input: TeamMakeInput!) { teamMake(input: $input) { ... on TeamPayload { team { id } } } }'
  const {
    teamMake: {
      team: { id },
    },
  } = await ask<{ teamMake: { team: { id: string } } }>(NEW, { input: { name: 'Short-lived', personIds: [] } })
  const SET =
    'mutation ($input: BudgetSetInput!) { budgetSet(input: $input) { ... on UserError { code path } ... on BudgetSetPayload { budgets { teamId limit { amount } } } } }'
  const wish = { period: 'MONTH', limit: '7.00', expectedVersion: 0 }
  expect(await ask(SET, { input: { ...wish, teamId: id, dataSourceId: id } })).toEqual({
    budgetSet: { code: 'INVALID_INPUT', path: ['teamId'] },
  })
  expect(await ask(SET, { input: { ...wish, teamId: id } })).toMatchObject({
    budgetSet: { budgets: expect.arrayContaining([{ teamId: id, limit: { amount: '7.00' } }]) },
  })
  await ask('mutation ($input: TeamRemoveInput!) { teamRemove(input: $input) { __typename } }', {
    input: { teamId: id },
  })
  expect(await ask(SET, { input: { ...wish, teamId: id } })).toEqual({
    budgetSet: { code: 'NOT_FOUND', path: ['teamId'] },
  })
  const { rows } = await pool.query('SELECT 1 FROM budget WHERE limit_micros = 7000000')
  expect(rows).toEqual([])
})

test.each([
  ['light', DESKTOP],
  ['dark', DESKTOP],
  ['light', PHONE],
] as const)('the start form names the team in the %s theme at %o', async (theme, size) => {
  const page = await openPage(browser, size, theme)
  await settle(page, server.address)
  await settle(page, `${server.address}/investigations/new`)
  await page.getByLabel('For the team').waitFor()
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  expect(await seriousFaults(page)).toEqual([])
  await page.context().close()
})
