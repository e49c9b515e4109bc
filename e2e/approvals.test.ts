// A person decides: policy on, a case, its context changed, one query edited, one rejected; the case concludes and says so.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DESKTOP, openBrowser, openPage, overflow, PHONE, seriousFaults, settle, smallTargets } from './browser.ts'
import { demoApi, startServer } from './demoServer.ts'

let server: Awaited<ReturnType<typeof startServer>>
let api: Awaited<ReturnType<typeof demoApi>>
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ demo: true }), openBrowser()])
  api = await demoApi(server.address)
  page = await openPage(browser)
  // The demo brings a case of its own, which must not ask.
  await vi.waitFor(
    async () => {
      const { investigations } = await api<{ investigations: { totalCount: number } }>(
        '{ investigations(filter: { status: [RUNNING] }) { totalCount } }',
      )
      expect(investigations.totalCount).toBe(0)
    },
    { timeout: 90_000, interval: 500 },
  )
}, 240_000)

afterAll(async () => {
  await browser.close()
  await server.end()
})

const waiting = (title: RegExp | string) =>
  page.locator('[data-approval]').filter({ has: page.getByRole('heading', { name: title }) })
const badge = () => page.getByRole('link', { name: /Approvals/ }).locator('span')
const dialog = () => page.getByRole('dialog')
const gone = () => dialog().waitFor({ state: 'detached' })

test('an admin says when people are asked', async () => {
  await settle(page, `${server.address}/settings/approvals`)
  await page.getByLabel('A look at the context').selectOption('ALWAYS')
  await page.getByLabel('Queries', { exact: true }).selectOption('ASK')
  await page.getByLabel('A request waits, in hours').fill('0')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('A request waits 1 to 720 hours.').waitFor()
  await page.getByLabel('A request waits, in hours').fill('48')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved; it holds from now on').waitFor()
  expect(await seriousFaults(page)).toEqual([])
})

test('the case waits; its query is approved by keyboard, its context changed', async () => {
  await settle(page, `${server.address}/investigations/new`)
  await page.getByRole('button', { name: 'Null rate of user_id in orders is up' }).click()
  await page.getByText('One approval waits').waitFor({ timeout: 30_000 })
  await badge().getByText('1').waitFor()
  const first = page.locator('[data-approval]').first()
  expect(await first.innerText()).toContain('If rejected')
  expect(await first.innerText()).toContain('user_id')
  await page.keyboard.press('a')
  await dialog().getByRole('button', { name: 'Approve' }).waitFor()
  await page.keyboard.press('Enter')
  await gone()

  await waiting('What the investigation may use').waitFor({ timeout: 30_000 })
  await page.keyboard.press('e')
  await page.getByLabel('What to do with country').selectOption('mask')
  await page.getByLabel('Hint').fill('The app was released that morning')
  await dialog().getByRole('button', { name: 'Change and approve' }).click()
  await gone()
})

test('a query is edited under the guard, shown as a diff, and another is rejected with a reason', async () => {
  const card = page.locator('[data-approval]').first()
  await card.getByRole('heading', { name: /Values of/ }).waitFor({ timeout: 30_000 })
  expect(await card.innerText()).not.toContain('country (sensitive)')
  await page.keyboard.press('e')
  const editor = dialog().getByLabel('SQL', { exact: true }).first()
  const planned = await editor.inputValue()
  await editor.fill('DELETE FROM orders')
  await dialog().locator('[id$="-error"]').waitFor()
  expect(await dialog().getByRole('button', { name: 'Change and approve' }).isDisabled()).toBe(true)
  await editor.fill(`${planned}\nLIMIT 4000`)
  await dialog().getByText('+ put in: LIMIT 4000').waitFor()
  await vi.waitFor(
    async () => expect(await dialog().getByRole('button', { name: 'Change and approve' }).isEnabled()).toBe(true),
    { timeout: 10_000 },
  )
  await dialog().getByRole('button', { name: 'Change and approve' }).click()
  await gone()
  await card.getByRole('heading', { name: /Values of/ }).waitFor({ state: 'detached' })

  // Decided one after the other: the place first, then what it needs; the first that is about other columns is rejected.
  for (let rejected = false; !rejected;) {
    const title = await page.locator('[data-approval] h3').first().innerText({ timeout: 60_000 })
    rejected = title.startsWith('Profile')
    await page.keyboard.press(rejected ? 'r' : 'a')
    if (rejected) {
      await dialog().getByLabel('Why').fill('it reads far too much')
      await dialog().getByRole('button', { name: 'Reject' }).click()
    } else {
      await dialog().getByRole('button', { name: 'Approve' }).waitFor()
      await page.keyboard.press('Enter')
    }
    // In this order: behind an open dialog no heading can be found, so the card would seem gone.
    await gone()
    await waiting(title).waitFor({ state: 'detached' })
  }
}, 120_000)

test('on a phone the inbox shows the same, and a decision takes two taps', async () => {
  const phone = await openPage(browser, PHONE)
  await settle(phone, `${server.address}/approvals`)
  const ended = () => page.locator('header').getByText('Concluded').count()
  const checks: unknown[] = []
  await vi.waitFor(
    async () => {
      if ((await ended()) > 0) return
      const card = phone.locator('[data-approval]').first()
      await card.waitFor({ timeout: 5_000 })
      if (checks.length === 0) checks.push(await overflow(phone), await smallTargets(phone), await seriousFaults(phone))
      await card
        .getByRole('button', { name: 'Approve' })
        .tap({ timeout: 5_000 })
        .catch(() => card.getByRole('button', { name: 'Approve' }).click({ timeout: 5_000 }))
      await phone.getByRole('dialog').getByRole('button', { name: 'Approve' }).click({ timeout: 5_000 })
      await phone.getByRole('dialog').waitFor({ state: 'detached' })
      throw new Error('More may wait')
    },
    { timeout: 120_000, interval: 300 },
  )
  expect(checks).toEqual([0, [], []])
  await phone.context().close()
})

test('the report says what was not tested, and why; the inbox is empty', async () => {
  await page.locator('header').getByText('Concluded').waitFor({ timeout: 30_000 })
  const report = await page.locator('main').innerText()
  expect(report).toMatch(/not tested, rejected by .+, because it reads far too much/)
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  const { node } = await api<{
    node: {
      approvals: { state: string; decision: { sql: string | null; contextChange: unknown } | null }[]
      queries: { name: string; sql: string }[]
    }
  }>(
    `query($id: ID!) {
    node(id: $id) { ... on Investigation { queries { name sql } approvals { state decision { sql contextChange { maskedColumns hint } } } } } }`,
    { id },
  )
  expect(new Set(node.approvals.map(({ state }) => state))).toEqual(new Set(['APPROVED', 'MODIFIED', 'REJECTED']))
  expect(node.queries.find(({ name }) => name === 'values')?.sql).toContain('LIMIT 4000')
  expect(node.approvals.flatMap(({ decision }) => decision?.contextChange ?? [])).toEqual([
    { maskedColumns: ['country'], hint: 'The app was released that morning' },
  ])
  await settle(page, `${server.address}/approvals`)
  await page.getByText('Nothing waits for you').waitFor()
  expect(await badge().count()).toBe(0)
})

const ask = async () => {
  await settle(page, `${server.address}/investigations/new`)
  await page.getByRole('button', { name: 'Null rate of user_id in orders is up' }).click()
  await page.locator('[data-approval]').first().waitFor({ timeout: 30_000 })
}

test('a shape of query that is allowed for 30 days runs without asking, is listed, and asks again once it is revoked', async () => {
  await ask()
  await page.keyboard.press('a')
  const choice = dialog().getByRole('checkbox', { name: /^Allow this shape of query on .+\.orders for 30 days$/ })
  expect(await choice.isChecked()).toBe(false)
  await choice.check()
  await dialog().getByLabel('Why').fill('looked at every day')
  expect(await seriousFaults(page)).toEqual([])
  await dialog().getByRole('button', { name: 'Approve' }).click()
  await gone()

  await ask()
  // The first query needs nobody any more; the context does.
  await waiting('What the investigation may use').waitFor({ timeout: 30_000 })
  await page
    .getByText(/was allowed by the grant of .+ until \d{4}-\d\d-\d\d/)
    .last()
    .waitFor()

  for (const [viewport, theme] of [
    [DESKTOP, 'dark'],
    [PHONE, 'light'],
  ] as const) {
    const other = await openPage(browser, viewport, theme)
    await settle(other, `${server.address}/settings/approvals`)
    await other.locator('[data-grant]').waitFor()
    expect([
      await overflow(other),
      viewport === PHONE ? await smallTargets(other) : [],
      await seriousFaults(other),
    ]).toEqual([0, [], []])
    await other.context().close()
  }
  await settle(page, `${server.address}/settings/approvals`)
  const grant = page.locator('[data-grant]')
  expect(await grant.innerText()).toMatch(/\.orders[\s\S]+looked at every day/)
  await grant.getByRole('button', { name: /^Revoke/ }).click()
  await dialog().getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('None: each query that the policy asks about waits for a person.').waitFor()
  await ask()
  expect(await page.locator('[data-approval]').first().innerText()).not.toContain('What the investigation may use')
}, 120_000)

test('a policy names a team: who is not in it cannot decide, and is told by whom; its people get a notice', async () => {
  const { teamMake } = await api<{ teamMake: { team: { id: string } } }>(
    'mutation($input: TeamMakeInput!) { teamMake(input: $input) { ... on TeamPayload { team { id } } } }',
    { input: { name: 'Data stewards', personIds: [] } },
  )
  const { viewer } = await api<{ viewer: { person: { id: string } } }>('{ viewer { person { id } } }')
  await settle(page, `${server.address}/settings/approvals`)
  await page.getByLabel('Who decides').selectOption('The team Data stewards')
  const folder = process.env['PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/policy.png`, fullPage: true })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved; it holds from now on').waitFor()
  await page.setViewportSize(PHONE)
  expect([await seriousFaults(page), await overflow(page), await smallTargets(page)]).toEqual([[], 0, []])
  if (folder) await page.screenshot({ path: `${folder}/policy-phone.png`, fullPage: true })
  await page.setViewportSize(DESKTOP)
  await settle(page, `${server.address}/investigations/new`)
  await page.getByRole('button', { name: 'Null rate of user_id in orders is up' }).click()
  const card = page.locator('[data-approval]').first()
  await card.getByText('Data stewards, has nobody in it').waitFor({ timeout: 30_000 })
  expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  const change = 'mutation($input: TeamChangeInput!) { teamChange(input: $input) { __typename } }'
  await api(change, { input: { teamId: teamMake.team.id, personIds: [viewer.person.id] } })
  await page.reload()
  await card.getByRole('button', { name: 'Approve' }).click()
  await dialog().getByRole('button', { name: 'Approve' }).click()
  await gone()
  await waiting('What the investigation may use').waitFor({ timeout: 30_000 })
  await settle(page, `${server.address}/notices`)
  await page.getByText('Your team looks over what an investigation may use').waitFor()
})
