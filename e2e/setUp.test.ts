import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgresLogin, READ_ALL, type PostgresLogin } from '../server/testing/postgresLogin.ts'
import { shopStatements } from '../server/testing/shopWarehouse.ts'
import { openBrowser, openPage, settle } from './browser.ts'
import { startServer } from './demoServer.ts'

const PASSWORD = 'a long enough password'

let server: Awaited<ReturnType<typeof startServer>>
let warehouse: PostgresLogin
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, warehouse, browser] = await Promise.all([
    startServer({ demo: false, env: { DATAING_PRIVATE_HOSTS: 'allow' } }),
    postgresLogin(shopStatements, READ_ALL),
    openBrowser(),
  ])
  page = await openPage(browser)
}, 120_000)

afterAll(async () => {
  await browser.close()
  await server.end()
  await warehouse.remove()
})

const type = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).reduce(
    (before, [label, text]) => before.then(() => page.getByLabel(label).fill(text)),
    Promise.resolve(),
  )

test('the printed link leads to the first account, and nothing else does', async () => {
  await settle(page, `${server.address}/set-up`)
  expect(await page.locator('form').count()).toBe(0)
  const link = await server.saidAfter('Set up your workspace at ')
  await settle(page, `${server.address}/set-up${new URL(link).search}`)
  await type({ Workspace: 'Orchard', 'Your name': 'Ada Lovelace', 'E-mail': 'ada@example.com', Password: PASSWORD })
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.waitForURL(/\/start$/)
  await page.getByRole('link', { name: 'Add a data source' }).click()
  await page.waitForURL(/\/data-sources\/new$/)
})

test('a wrong setting keeps what was typed and says what is wrong; the right one connects', async () => {
  const { host, port, database, user } = warehouse.settings
  await page.getByLabel('Kind').selectOption('postgres')
  await type({
    Name: 'Warehouse',
    Host: host,
    Port: String(port),
    Database: database,
    User: user,
    Password: 'not the password',
  })
  await page.getByLabel('TLS').selectOption('disable')
  await page.getByRole('button', { name: 'Test and connect' }).click()
  await page.locator('[data-step=SIGN_IN][data-outcome=FAILED]').waitFor()
  expect(await page.getByLabel('Database').inputValue()).toBe(database)
  expect(await page.locator('main').innerText()).not.toContain('not the password')
  await type({ Password: warehouse.password })
  await page.getByRole('button', { name: 'Test and connect' }).click()
  await page.getByText('Warehouse is connected').waitFor()
})

test('a question asked by the form ends in a finding', async () => {
  await settle(page, `${server.address}/investigations/new`)
  await page.getByLabel('Table', { exact: true }).fill('ord')
  await page.getByRole('option', { name: /orders/ }).click()
  await page.getByLabel('What looks wrong').selectOption('NULL_RATE')
  await page.getByLabel('On which day').fill('2026-06-12')
  await page.getByRole('button', { name: 'Investigate', exact: true }).click()
  await page.getByText('Choose the column.').waitFor()
  await page.getByLabel('Column', { exact: true }).selectOption('user_id')
  await page.getByRole('button', { name: 'Investigate', exact: true }).click()
  await page.waitForURL(/\/investigations\/(?!new)/)
  await page.locator('header').getByText('Concluded').waitFor({ timeout: 90_000 })
  expect(await page.getByRole('region', { name: 'What caused it' }).innerText()).toContain('channel = app')
})

test('who signs out is asked to sign in, and comes back to where the link led', async () => {
  const finding = page.url()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in/)
  await page.goto(finding)
  await page.waitForURL(/\/sign-in\?to=/)
  await type({ 'E-mail': 'ada@example.com', Password: 'wrong' })
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('[role=alert], [id$="-error"]').first().waitFor()
  expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@example.com')
  await type({ Password: PASSWORD })
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('region', { name: 'What is going on' }).waitFor()
  expect(page.url()).toBe(finding)
})
