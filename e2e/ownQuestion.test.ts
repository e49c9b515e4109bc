// A person puts a question of their own to a running case: it is asked about, run, judged by the rule, and told with their name.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openBrowser, openPage, overflow, PHONE, seriousFaults, settle, smallTargets } from './browser.ts'
import { demoApi, startServer } from './demoServer.ts'

let server: Awaited<ReturnType<typeof startServer>>
let api: Awaited<ReturnType<typeof demoApi>>
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ demo: true }), openBrowser()])
  api = await demoApi(server.address)
  page = await openPage(browser)
  await vi.waitFor(
    async () => {
      const { investigations } = await api<{ investigations: { totalCount: number } }>(
        '{ investigations(filter: { status: [RUNNING] }) { totalCount } }',
      )
      expect(investigations.totalCount).toBe(0)
    },
    { timeout: 90_000, interval: 500 },
  )
  await api(`mutation($input: ApprovalPolicyChangeInput!) { approvalPolicyChange(input: $input) { __typename } }`, {
    input: {
      expectedVersion: 0,
      policy: {
        context: 'NEVER',
        isSensitive: false,
        sensitiveColumns: [],
        queries: 'ASK',
        rules: [],
        hours: 48,
        onDeadline: 'REJECTED',
        noSelfApproval: false,
      },
    },
  })
}, 240_000)

afterAll(async () => {
  await browser.close()
  await server.end()
})

const dialog = () => page.getByRole('dialog')
const approveFirst = async () => {
  const title = await page.locator('[data-approval] h3').first().innerText({ timeout: 30_000 })
  await page.keyboard.press('a')
  await dialog().getByRole('button', { name: 'Approve' }).waitFor()
  await page.keyboard.press('Enter')
  await page
    .locator('[data-approval]')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) })
    .waitFor({ state: 'detached' })
  await dialog().waitFor({ state: 'detached' })
  return title
}
const own = () => page.locator('details').filter({ hasText: 'The new release forgets who is signed in' })

test('somebody supposes a cause with a query of their own; what cannot pass is told at its field', async () => {
  await settle(page, `${server.address}/investigations/new`)
  await page.getByRole('button', { name: 'Null rate of user_id in orders is up' }).click()
  await approveFirst()
  await page.getByRole('heading', { name: /Values of/ }).waitFor({ timeout: 30_000 })
  await page.getByRole('tab', { name: /Hypotheses/ }).click()
  await page.getByRole('button', { name: 'Suppose something of your own' }).click()
  await dialog().getByLabel('What do you suppose?').fill('The new release forgets who is signed in')
  await dialog().getByLabel('What do you expect to see?').fill('Most orders of the app have no user')
  await dialog().getByLabel('The query that gives the number').fill('DELETE FROM shop_01.orders')
  await dialog().getByLabel('If you are right, it is: at least').fill('20')
  await dialog().getByLabel('If you are not, it is: at most').fill('30')
  await dialog().getByRole('button', { name: 'Test it' }).click()
  await dialog().getByText('A number could be both').waitFor()
  await dialog().getByLabel('If you are not, it is: at most').fill('5')
  await dialog().getByRole('button', { name: 'Test it' }).click()
  await dialog()
    .locator('[id$="-error"]')
    .getByText(/SELECT/)
    .waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await dialog()
    .getByLabel('The query that gives the number')
    .fill(
      "SELECT avg(CASE WHEN user_id IS NULL THEN 1.0 ELSE 0 END) FROM shop_01.orders WHERE {{rows}} AND channel = 'app'",
    )
  await dialog().getByRole('button', { name: 'Test it' }).click()
  await dialog().waitFor({ state: 'detached' })
  await own().getByText('Testing').waitFor()
})

test('it is asked about like any query, with the name of who wrote it, also on a phone', async () => {
  const card = page
    .locator('[data-approval]')
    .filter({ has: page.getByRole('heading', { name: 'Most orders of the app have no user', exact: true }) })
  await card.waitFor({ timeout: 30_000 })
  expect(await card.innerText()).toMatch(/Written by\s+Demo/)
  const phone = await openPage(browser, PHONE, 'dark')
  await settle(phone, page.url())
  await phone.getByRole('tab', { name: /Hypotheses/ }).click()
  await phone.locator('summary').filter({ hasText: 'The new release forgets' }).click()
  await phone.getByText('Supposed by').waitFor()
  expect([await overflow(phone), await smallTargets(phone), await seriousFaults(phone)]).toEqual([0, [], []])
  if (process.env['SHOTS']) await phone.screenshot({ path: `${process.env['SHOTS']}/own-phone.png`, fullPage: true })
  await phone.context().close()
})
