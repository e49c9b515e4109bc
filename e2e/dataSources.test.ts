// A data source from the page alone: tested before it is saved, connected, tested again, changed and removed.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { duckdbFile, type DuckdbFile } from '../server/testing/duckdbFile.ts'
import { DESKTOP, openBrowser, openPage, overflow, PHONE, seriousFaults, settle } from './browser.ts'
import { startServer } from './demoServer.ts'

let server: Awaited<ReturnType<typeof startServer>>
let browser: Browser
let page: Page
let file: DuckdbFile

beforeAll(async () => {
  ;[server, browser, file] = await Promise.all([
    startServer({ demo: false }),
    openBrowser(),
    duckdbFile(['CREATE TABLE orders (id INTEGER PRIMARY KEY)', 'INSERT INTO orders VALUES (1)']),
  ])
  page = await openPage(browser)
}, 120_000)

afterAll(async () => {
  await browser.close()
  await server.end()
  await file.remove()
})

const type = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).reduce(
    (before, [label, text]) => before.then(() => page.getByLabel(label, { exact: true }).fill(text)),
    Promise.resolve(),
  )

const steps = () => page.getByRole('list', { name: 'Steps of the connection test' }).getByRole('listitem')
/** A database file has no host to reach, and no roles. */
const PASSED = ['SIGN_IN OK', 'ROLE SKIPPED', 'LIST_SCHEMAS OK', 'READ_TABLE OK', 'READ_ONLY OK']

/** How the steps of a connection test came out, once none of them runs any more. */
const outcomes = async () => {
  await steps().first().waitFor()
  await page.getByRole('button', { name: /^Test/, disabled: false }).first().waitFor()
  await expect
    .poll(() => steps().evaluateAll(items => items.every(item => item.getAttribute('data-outcome') !== 'RUNNING')))
    .toBe(true)
  return steps().evaluateAll(items =>
    items.map(item => `${item.getAttribute('data-step') ?? ''} ${item.getAttribute('data-outcome') ?? ''}`),
  )
}

test('settings are tried before they are saved, and each step says how it came out', async () => {
  const link = await server.saidAfter('Set up your workspace at ')
  await settle(page, `${server.address}/set-up${new URL(link).search}`)
  await type({
    Workspace: 'Orchard',
    'Your name': 'Ada Lovelace',
    'E-mail': 'ada@example.com',
    Password: 'a long enough secret',
  })
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.waitForURL(/\/start$/)
  await page.getByRole('link', { name: 'Add a data source' }).click()
  await page.waitForURL(/\/data-sources\/new$/)
  await page.getByLabel('Kind', { exact: true }).selectOption('duckdb')
  await type({ Name: 'Shop', Path: file.path })
  await page.getByRole('button', { name: 'Test only' }).click()
  expect(await outcomes()).toEqual(PASSED)
  expect(await seriousFaults(page)).toEqual([])
})

test('a server in a private network is refused with the setting that would allow it', async () => {
  await page.getByLabel('Kind', { exact: true }).selectOption('trino')
  await type({ Host: '127.0.0.1', Catalog: 'hive', Schema: 'shop', User: 'reader' })
  await page.getByRole('button', { name: 'Test only' }).click()
  await page.getByText('DATAING_PRIVATE_HOSTS=allow').waitFor()
  const [first, ...others] = await outcomes()
  expect([first, new Set(others.map(other => other.split(' ')[1]))]).toEqual(['DNS FAILED', new Set(['SKIPPED'])])
  await page.getByLabel('Kind', { exact: true }).selectOption('duckdb')
})

test('what was connected is tested, renamed and removed on its page', async () => {
  await page.getByRole('button', { name: 'Test and connect' }).click()
  await page.getByRole('link', { name: 'See its tables' }).click()
  await page.getByRole('button', { name: 'Test the connection' }).click()
  expect(await outcomes()).toEqual(PASSED)
  expect([await seriousFaults(page), await overflow(page)]).toEqual([[], 0])
  await page.evaluate(`fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'graphql-require-preflight': '1' },
    body: JSON.stringify({ query: 'mutation { teamMake(input: { name: "Loads", personIds: [] }) { __typename } }' }) })`)
  // The first test by the clock comes within a minute.
  await vi.waitFor(
    async () => {
      await page.reload()
      await page.getByRole('heading', { name: 'Health' }).waitFor({ timeout: 3_000 })
    },
    { timeout: 90_000, interval: 2_000 },
  )
  await page.getByLabel('Who is told of its health').selectOption('Loads are told')
  await page.getByText('Saved', { exact: true }).waitFor()
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport)
    const folder = process.env['PICTURES']
    if (folder) await page.screenshot({ path: `${folder}/health-${viewport.width}.png` })
    expect([await seriousFaults(page), await overflow(page)]).toEqual([[], 0])
  }
  await page.reload()
  await expect
    .poll(() => page.getByLabel('Who is told of its health').locator('option:checked').innerText())
    .toBe('Loads are told')
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Store')
  await page.getByRole('button', { name: 'Test and save' }).click()
  await page.getByRole('heading', { name: 'Store', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.waitForURL(/\/data-sources$/)
  await page.getByText('No data source yet').waitFor()
})
