// A budget that is nearly spent stands on every page until it is raised; the month's forecast is drawn and told in numbers.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { DESKTOP, openBrowser, openPage, overflow, PHONE, seriousFaults, settle, smallTargets } from './browser.ts'
import { demoApi, startServer } from './demoServer.ts'

let server: Awaited<ReturnType<typeof startServer>>
let browser: Browser
let pool: pg.Pool
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ demo: true }), openBrowser()])
  pool = new pg.Pool({ connectionString: server.databaseUrl, max: 1 })
  await spend()
}, 120_000)
afterAll(async () => {
  await pool.end()
  await browser.close()
  await server.end()
})

const SET = 'mutation ($input: BudgetSetInput!) { budgetSet(input: $input) { __typename } }'

/** Two dollars a day for six days, and today as well. */
const spend = async () => {
  const {
    rows: [source],
  } = await pool.query<{ id: string; tenant: string }>('SELECT id, tenant_id AS tenant FROM data_source LIMIT 1')
  await pool.query(
    `INSERT INTO usage_entry (investigation_id, sequence, part, tenant_id, data_source_id, kind, resource, trigger, cost_micros, at)
     SELECT gen_random_uuid(), 1, day, $1, $2, 'query', 'source', 'system', 2000000, now() - day * interval '1 day' FROM generate_series(0, 6) AS day`,
    [source?.tenant, source?.id],
  )
  const ask = await demoApi(server.address)
  expect(await ask(SET, { input: { dataSourceId: null, period: 'DAY', limit: '2.40', expectedVersion: 0 } })).toEqual({
    budgetSet: { __typename: 'BudgetSetPayload' },
  })
}

test.each([
  ['light', DESKTOP],
  ['dark', DESKTOP],
  ['light', PHONE],
  ['dark', PHONE],
] as const)('the banner and the forecast are read in the %s theme at %o', async (theme, size) => {
  const page = await openPage(browser, size, theme)
  await settle(page, server.address)
  await settle(page, `${server.address}/usage`)
  const banner = page.locator('[data-budgets]')
  await banner.waitFor()
  const text = await banner.innerText()
  expect(text).toMatch(
    /^80 % of the budget for today is spent \(2\.\d+ USD of 2\.40 USD\)\. This stands here until \d{4}-\d\d-\d\d 00:00 UTC/,
  )
  expect(text).toMatch(/or until the limit is raised\. Raise the limit$/)
  const rows = await page.getByRole('region', { name: 'Cost by day' }).locator('tbody tr').allInnerTexts()
  expect(rows.length).toBeGreaterThan(1)
  await page.locator('[role=img] svg').waitFor()
  expect(await page.locator('[role=img] svg').innerHTML()).toContain('Expected')
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  expect(await seriousFaults(page)).toEqual([])
  if (size === PHONE) expect((await smallTargets(page)).filter(each => each.includes('Raise the limit'))).toEqual([])
  await page.context().close()
})

test('the banner stays over a reload and on other pages, and goes once the limit is raised', async () => {
  const page = await openPage(browser)
  await settle(page, server.address)
  await settle(page, `${server.address}/data-sources`)
  const banner = page.locator('[data-budgets]')
  await banner.waitFor()
  await page.reload({ waitUntil: 'networkidle' })
  await banner.waitFor()
  await banner.getByRole('link', { name: 'Raise the limit' }).click()
  await page.waitForURL(/\/usage#budgets$/)
  await page.getByLabel('For', { exact: true }).first().selectOption('DAY')
  await page.getByLabel('At most (USD)').fill('50.00')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await banner.waitFor({ state: 'detached' })
  await page.context().close()
})
