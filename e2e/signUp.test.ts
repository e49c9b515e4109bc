// Somebody without any account makes a workspace productive from the page alone: signed up by mail, a person invited, a key made, a source added, a cause found.
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdbFile, type DuckdbFile } from '../server/testing/duckdbFile.ts'
import { freePort } from '../server/testing/freePort.ts'
import { startSmtpServer } from '../server/testing/smtpServer.ts'
import { DESKTOP, openBrowser, openPage, overflow, PHONE, seriousFaults, settle, smallTargets } from './browser.ts'
import { startServer } from './demoServer.ts'

const PASSWORD = 'seven quiet otters'

/** Five weeks of orders; on the last day the app forgets `user_id` from noon on. */
const orders = `CREATE TABLE orders AS
  SELECT n AS id, made AS created_at, channel, CASE WHEN channel = 'app' AND made >= TIMESTAMP '2026-06-12 12:00' THEN NULL ELSE n % 977 END AS user_id
  FROM (SELECT n, TIMESTAMP '2026-05-09 00:00' + n * INTERVAL 6 MINUTE AS made, ['web', 'app', 'shop', 'web'][1 + n % 4] AS channel FROM range(1, 8400) AS numbers(n)) AS drawn`

let mails: Awaited<ReturnType<typeof startSmtpServer>>
let server: Awaited<ReturnType<typeof startServer>>
let browser: Browser
let page: Page
let firstSteps: Locator
let file: DuckdbFile

beforeAll(async () => {
  ;[mails, browser, file] = await Promise.all([startSmtpServer(), openBrowser(), duckdbFile([orders])])
  const port = String(await freePort())
  server = await startServer({
    demo: false,
    env: {
      PORT: port,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATAING_SIGN_UP: 'open',
      SMTP_URL: mails.url.href,
      MAIL_FROM: 'dataing@example.com',
      DATAING_FILE_ROOTS: file.folder,
    },
  })
  page = await openPage(browser)
  firstSteps = page.getByRole('complementary', { name: 'First steps' })
}, 120_000)

afterAll(async () => {
  await browser.close()
  await server.end()
  await mails.close()
  await file.remove()
})

const type = (fields: Readonly<Record<string, string>>, on = page) =>
  Object.entries(fields).reduce(
    (before, [label, text]) => before.then(() => on.getByLabel(label, { exact: true }).fill(text)),
    Promise.resolve(),
  )

/** The link of the only mail to this address that has come. */
const linkTo = async (email: string) => {
  await expect.poll(() => mails.taken().filter(({ to }) => to.includes(email)).length, { timeout: 20_000 }).toBe(1)
  const body =
    mails
      .taken()
      .find(({ to }) => to.includes(email))
      ?.body.replaceAll(/=\r?\n/g, '') ?? ''
  return /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(body)?.[0] ?? ''
}

/** How the page at this address looks, in all four ways; each in a window of its own, since a theme that changes is measured half-way. */
const looksRight = async () => {
  const cookies = await page.context().cookies()
  for (const theme of ['light', 'dark'] as const) {
    for (const viewport of [DESKTOP, PHONE]) {
      const other = await openPage(browser, viewport, theme)
      await other.context().addCookies(cookies)
      await settle(other, page.url())
      await other.locator('form, ol').first().waitFor()
      const folder = process.env['PICTURES']
      if (folder)
        await other.screenshot({
          path: `${folder}/${new URL(page.url()).pathname.replaceAll('/', '-')}-${theme}-${viewport.width}.png`,
        })
      expect([
        await seriousFaults(other),
        await overflow(other),
        viewport === PHONE ? await smallTargets(other) : [],
      ]).toEqual([[], 0, []])
      await other.context().close()
    }
  }
}

test("an address is confirmed by a mailed link, and leads to a workspace of one's own", async () => {
  // Nobody has set this installation up, and nobody needs to: whoever may sign up is told how.
  await settle(page, server.address)
  await page.getByRole('link', { name: 'Sign up for a workspace of your own' }).click()
  await page.waitForURL(/\/sign-up$/)
  await type({ 'E-mail': 'grace@example.com' })
  await looksRight()
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await page.getByText('A link to go on is on its way to grace@example.com').waitFor()
  await settle(page, await linkTo('grace@example.com'))
  expect(await page.getByLabel('E-mail').inputValue()).toBe('grace@example.com')
  await looksRight()
  await type({ Workspace: 'Pear Ltd', 'Your name': 'Grace', Password: 'grace@example.com' })
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.locator('[id$="-error"]').waitFor()
  await type({ Password: PASSWORD })
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.waitForURL(/\/start$/)
  await page.getByText('Needs a data source first.').waitFor()
  expect(await page.locator('h1').innerText()).toBe('Welcome to Pear Ltd')
  expect(await page.getByText('Done', { exact: true }).count()).toBe(0)
  await looksRight()
})

test('a person is invited, and joins by their mail', async () => {
  await page.getByRole('link', { name: 'Invite somebody' }).click()
  await type({ 'E-mail': 'hedy@example.com' })
  await page.getByRole('button', { name: 'Make the link' }).click()
  await looksRight()
  await page.getByRole('button', { name: 'Done' }).click()
  await firstSteps.getByText('1 of 4 done').waitFor()
  const hedy = await openPage(browser)
  await settle(hedy, await linkTo('hedy@example.com'))
  await type({ 'Your name': 'Hedy', Password: 'eight silent herons' }, hedy)
  await hedy.getByRole('button', { name: 'Join' }).click()
  await hedy.waitForURL(/\/investigations$/)
  await hedy.context().close()
})

test('a key is made, and works in this workspace', async () => {
  await page.getByRole('link', { name: 'First steps' }).click()
  await page.getByRole('link', { name: 'Make a key' }).click()
  await type({ Name: 'pipeline' })
  await page.getByRole('button', { name: 'Make the key' }).click()
  const key = await page.locator('[data-secret]').innerText()
  const response = await fetch(`${server.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: '{ viewer { permissions tenant { name } } }' }),
  })
  // A pipeline is to start investigations by it.
  const permissions = expect.arrayContaining(['investigations:write'])
  expect(await response.json()).toMatchObject({ data: { viewer: { permissions, tenant: { name: 'Pear Ltd' } } } })
  await page.getByRole('button', { name: 'Done' }).click()
})

test("a stranger's files may not be opened, those that the operator named may; a cause is found in them", async () => {
  await firstSteps.getByText('2 of 4 done. Next: add a data source.').waitFor()
  await page.getByRole('link', { name: 'Add a data source' }).click()
  await page.getByLabel('Kind', { exact: true }).selectOption('duckdb')
  await type({ Name: 'Shop', Path: '/etc' })
  await page.getByRole('button', { name: 'Test and connect' }).click()
  await page.getByText('Files may not be opened there').first().waitFor()
  await type({ Path: file.path })
  await page.getByRole('button', { name: 'Test and connect' }).click()
  await page.getByText('Shop is connected').waitFor()
  expect(await causeOfToday('Start one')).toContain('channel = app')
})

/** Investigates the last day of the orders from the start page; the cause as the report has it. */
const causeOfToday = async (link: string) => {
  await settle(page, `${server.address}/start`)
  await page.getByRole('link', { name: link }).click()
  await page.getByLabel('Table', { exact: true }).fill('ord')
  await page.getByRole('option', { name: /orders/ }).click()
  await page.getByLabel('What looks wrong').selectOption('NULL_RATE')
  await page.getByLabel('Column', { exact: true }).selectOption('user_id')
  await page.getByLabel('On which day').fill('2026-06-12')
  await page.getByRole('button', { name: 'Investigate', exact: true }).click()
  await page.waitForURL(/\/investigations\/(?!new)/)
  await page.locator('header').getByText('Concluded').waitFor({ timeout: 90_000 })
  return page.getByRole('region', { name: 'What caused it' }).innerText()
}

test('the start page says that all of it is done', async () => {
  await firstSteps.getByText('Your workspace is ready.').waitFor()
  await settle(page, `${server.address}/start`)
  expect(await page.getByText('Done', { exact: true }).count()).toBe(4)
})

test('what the workspace masks is told by no report from then on, and no rows are shown', async () => {
  await settle(page, `${server.address}/settings/privacy`)
  await page.getByRole('checkbox').uncheck()
  await page.getByLabel('Shop').fill('channel')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved; it holds from now on').waitFor()
  await looksRight()
  await settle(page, `${server.address}/settings/privacy`)
  expect([await page.getByRole('checkbox').isChecked(), await page.getByLabel('Shop').inputValue()]).toEqual([
    false,
    'channel',
  ])
  expect(await causeOfToday('Start one')).not.toContain('channel')
})

test('a link of a mail is worth nothing the second time', async () => {
  const other = await openPage(browser)
  await settle(other, await linkTo('grace@example.com'))
  expect(await other.locator('h1').innerText()).toBe('This link cannot be used')
  await other.context().close()
})
