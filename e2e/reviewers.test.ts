// A reviewer takes a wrong edge of lineage out of a case; while they are away, somebody else decides in their name.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdbFile, type DuckdbFile } from '../server/testing/duckdbFile.ts'
import { DESKTOP, openBrowser, openPage, overflow, PHONE, seriousFaults, settle, smallTargets } from './browser.ts'
import { startServer } from './demoServer.ts'

/** Nobody told what `orders` is made from; the view that it looks like tells the rest. Its last day has lost users from the first table on. */
const layers = [
  'CREATE SCHEMA x7',
  'CREATE TABLE x7.q9 (nr BIGINT, zeit TIMESTAMP, channel VARCHAR, cust BIGINT)',
  `INSERT INTO x7.q9 SELECT i, TIMESTAMP '2026-05-01' + (i // 300) * INTERVAL 1 DAY + (i % 300) * INTERVAL 280 SECOND, ['web', 'app'][1 + i % 2],
    CASE WHEN i % 97 = 0 OR (i // 300 = 42 AND i % 10 < 4) THEN NULL ELSE i END FROM range(0, 300 * 43) AS t(i)`,
  'CREATE SCHEMA staging',
  'CREATE VIEW staging.stg_orders AS SELECT nr AS order_id, zeit AS ordered_at, channel, cust AS user_id FROM x7.q9',
  'CREATE TABLE orders AS SELECT *, upper(channel) AS channel_name FROM staging.stg_orders',
]

let server: Awaited<ReturnType<typeof startServer>>
let browser: Browser
let file: DuckdbFile
let ada: Page
let bob: Page
let dataSourceId: string

/** Asks the API as who is signed in on the page. */
const ask = async <Data>(page: Page, query: string, variables: object = {}): Promise<Data> => {
  const body = JSON.stringify({ query, variables })
  const { data, errors } = await page.evaluate<{ data?: Data; errors?: unknown }>(`fetch('/graphql', { method: 'POST',
    headers: { 'content-type': 'application/json', 'graphql-require-preflight': '1' }, body: ${JSON.stringify(body)} }).then(said => said.json())`)
  if (data === undefined || errors !== undefined) throw new Error(`The API refused: ${JSON.stringify(errors)}`)
  return data
}

/** The first of a workspace, and by their link a second person. */
const joinBoth = async () => {
  const link = await server.saidAfter('Set up your workspace at ')
  await settle(ada, server.address)
  await ask(ada, 'mutation($input: SetUpInput!) { setUp(input: $input) { __typename } }', {
    input: {
      token: new URL(link).searchParams.get('token'),
      tenantName: 'Orchard',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      password: 'a long enough secret',
    },
  })
  const { invitationMake } = await ask<{ invitationMake: { link: string } }>(
    ada,
    'mutation { invitationMake(input: { email: "bob@example.com", role: MEMBER }) { ... on InvitationMadePayload { link } } }',
  )
  await settle(bob, new URL(invitationMake.link, server.address).href)
  await bob.getByLabel('Your name').fill('Bob')
  await bob.getByLabel('Password', { exact: true }).fill('bob keeps a long secret')
  await bob.getByRole('button', { name: 'Join' }).click()
  await bob.waitForURL(/\/investigations$/)
}

/** Every context is looked over, and by Ada alone. */
const askAda = async () => {
  const { viewer } = await ask<{ viewer: { person: { id: string } } }>(ada, '{ viewer { person { id } } }')
  const { teamMake } = await ask<{ teamMake: { team: { id: string } } }>(
    ada,
    'mutation($input: TeamMakeInput!) { teamMake(input: $input) { ... on TeamPayload { team { id } } } }',
    { input: { name: 'Stewards', personIds: [viewer.person.id] } },
  )
  const policy = {
    approversTeamId: teamMake.team.id,
    context: 'ALWAYS',
    isSensitive: false,
    sensitiveColumns: [],
    queries: 'RUN',
    rules: [],
    hours: 48,
    onDeadline: 'REJECTED',
    noSelfApproval: false,
  }
  await ask(
    ada,
    'mutation($input: ApprovalPolicyChangeInput!) { approvalPolicyChange(input: $input) { __typename } }',
    { input: { expectedVersion: 0, policy } },
  )
}

beforeAll(async () => {
  ;[server, browser, file] = await Promise.all([startServer({ demo: false }), openBrowser(), duckdbFile(layers)])
  ;[ada, bob] = await Promise.all([openPage(browser), openPage(browser)])
  await joinBoth()
  await askAda()
  const { dataSourceConnect } = await ask<{ dataSourceConnect: { dataSource: { id: string } } }>(
    ada,
    'mutation($input: DataSourceConnectInput!) { dataSourceConnect(input: $input) { ... on DataSourceConnectPayload { dataSource { id } } } }',
    { input: { kind: 'duckdb', name: 'Shop', settings: { path: file.path } } },
  )
  dataSourceId = dataSourceConnect.dataSource.id
  // Definitions of views are read with the schema.
  await ask(ada, 'mutation($input: SchemaReadInput!) { schemaRead(input: $input) { __typename } }', {
    input: { dataSourceId },
  })
}, 240_000)

afterAll(async () => {
  await browser.close()
  await server.end()
  await file.remove()
})

/** Opens the case of the lost users, which waits for a look at its context. */
const open = async (page: Page) => {
  const { investigationStart } = await ask<{ investigationStart: { investigation: { id: string } } }>(
    page,
    'mutation($input: InvestigationStartInput!) { investigationStart(input: $input) { ... on InvestigationStartPayload { investigation { id } } } }',
    {
      input: {
        dataSourceId,
        schema: 'main',
        table: 'orders',
        metric: { kind: 'NULL_RATE', columns: ['user_id'] },
        day: '2026-06-12',
        timeColumn: 'ordered_at',
      },
    },
  )
  await settle(page, `${server.address}/investigations/${encodeURIComponent(investigationStart.investigation.id)}`)
  await page.locator('[data-approval]').waitFor({ timeout: 30_000 })
}
const concluded = async (page: Page) => {
  await page.locator('header').getByText('Concluded').waitFor({ timeout: 60_000 })
  return page.locator('main').innerText()
}

/** The page as it is now, on a desk and on a phone, by day and by night; with PICTURES, as pictures too. */
const lookAt = async (page: Page, name: string) => {
  const folder = process.env['PICTURES']
  for (const [viewport, theme] of [
    [PHONE, 'light'],
    [DESKTOP, 'dark'],
    [DESKTOP, 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.setViewportSize(viewport)
    await page.waitForFunction(`matchMedia('(width: ${viewport.width}px)').matches`)
    await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
    // Colours that still pass from one theme to the other, and what is still fading in, have no contrast yet.
    await page.evaluate(
      'Promise.race([Promise.allSettled(document.getAnimations().map(({ finished }) => finished)), new Promise(done => setTimeout(done, 2000))])',
    )
    const small = viewport === PHONE ? await smallTargets(page) : []
    expect([await overflow(page), small, await seriousFaults(page)]).toEqual([0, [], []])
    if (folder) await page.screenshot({ path: `${folder}/${name}-${viewport.width}-${theme}.png`, fullPage: true })
  }
}

test('a wrong edge is taken out by keyboard; the case says that it was not followed, and by whom', async () => {
  await open(ada)
  const card = ada.locator('[data-approval]')
  const edges = card.locator('section').filter({ has: ada.getByRole('heading', { name: 'What it is made from' }) })
  expect((await edges.getByRole('listitem').allInnerTexts()).map(text => text.replaceAll(/\s+/g, ' '))).toEqual([
    'main.orders from staging.stg_orders inferred',
    'staging.stg_orders from x7.q9 view',
  ])
  expect(await card.getByRole('heading', { level: 4 }).allInnerTexts()).toEqual([
    'What it is made from',
    'main.orders the table in question',
    'staging.stg_orders a table upstream',
    'x7.q9 a table upstream',
  ])
  await lookAt(ada, 'review')

  await ada.keyboard.press('e')
  const dialog = ada.getByRole('dialog')
  const edge = dialog.getByRole('checkbox', { name: 'main.orders from staging.stg_orders (inferred)' })
  await edge.focus()
  expect(await edge.isChecked()).toBe(true)
  await ada.keyboard.press('Space')
  expect(await edge.isChecked()).toBe(false)
  expect(await dialog.getByLabel('What is changed').innerText()).toMatch(
    /^Not followed\s+main.orders from staging.stg_orders$/,
  )
  await lookAt(ada, 'edit')
  await dialog.getByLabel('Why').fill('it was moved in May')
  await dialog.getByRole('button', { name: 'Change and approve' }).press('Enter')
  await dialog.waitFor({ state: 'detached' })

  expect(await concluded(ada)).toContain(
    'Not followed: main.orders from staging.stg_orders, because Ada Lovelace said that this is wrong: it was moved in May.',
  )
  await ada
    .getByText('changed and approved by Ada Lovelace: not followed: main.orders from staging.stg_orders')
    .first()
    .waitFor()
  await lookAt(ada, 'report')
})

test('while somebody is away, their delegate finds the request in the inbox and decides in their name', async () => {
  await open(bob)
  await settle(bob, `${server.address}/approvals`)
  const card = bob.locator('[data-approval]')
  await card.getByText('Only people of the team Stewards').waitFor()
  expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(0)

  await settle(ada, `${server.address}/settings/profile`)
  await ada.getByLabel('Who decides for you').selectOption('Bob')
  const today = await ada.evaluate<string>(`new Date().toLocaleDateString('sv')`)
  await ada.getByLabel('From, the whole day').fill(today)
  await ada.getByLabel('To, the whole day').fill(today)
  await ada.locator('form').filter({ hasText: 'Who decides for you' }).getByRole('button', { name: 'Save' }).click()
  await ada.getByText('Bob decides for you').waitFor()
  await lookAt(ada, 'away')

  await bob.reload()
  await card.getByText('You decide this for Ada Lovelace, who is away.').waitFor()
  await lookAt(bob, 'inbox')
  await card.getByRole('button', { name: 'Approve' }).click()
  const dialog = bob.getByRole('dialog')
  expect(await dialog.getByLabel('In whose name').locator('option').allInnerTexts()).toEqual([
    'For Ada Lovelace, who is away',
  ])
  await lookAt(bob, 'voice')
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await dialog.waitFor({ state: 'detached' })
  await bob.getByText('Nothing waits for you').waitFor()

  await settle(bob, `${server.address}/investigations`)
  await bob.locator('main a[href*="/investigations/"]').filter({ hasText: 'user_id' }).first().click()
  // Where nobody took the edge out, the fault is followed to where it began.
  const said = await concluded(bob)
  expect(said).toContain('It came from upstream: x7.q9 moved as well')
  expect(said).not.toContain('Not followed')
  await bob.getByRole('tab', { name: /Live/ }).click()
  await bob.getByText('approved by Bob for Ada Lovelace').waitFor()
  await lookAt(bob, 'history')
})
