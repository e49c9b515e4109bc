// A workspace made productive from the page alone: somebody invited, a key made and used, the trail verified; looked at on every tab.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  DESKTOP,
  openBrowser,
  openPage,
  overflow,
  PHONE,
  seriousFaults,
  settle,
  smallTargets,
  type Theme,
} from './browser.ts'
import { startServer } from './demoServer.ts'

const PASSWORD = 'a long enough secret'
const TABS = ['profile', 'team', 'api-keys', 'privacy', 'security', 'audit', 'general']

let server: Awaited<ReturnType<typeof startServer>>
let browser: Browser
let ada: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ demo: false }), openBrowser()])
  ada = await openPage(browser)
}, 120_000)

afterAll(async () => {
  await browser.close()
  await server.end()
})

const type = (page: Page, fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).reduce(
    (before, [label, text]) => before.then(() => page.getByLabel(label, { exact: true }).fill(text)),
    Promise.resolve(),
  )

const secretOf = async (page: Page) => page.locator('[data-secret]').innerText()

/** What the API says to a key. */
const ask = async (key: string, query: string) => {
  const response = await fetch(`${server.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query }),
  })
  return { status: response.status, body: (await response.json()) as unknown }
}

test('the owner invites somebody, who joins by the link and sees what a member may', async () => {
  const link = await server.saidAfter('Set up your workspace at ')
  await settle(ada, `${server.address}/set-up${new URL(link).search}`)
  await type(ada, {
    Workspace: 'Orchard',
    'Your name': 'Ada Lovelace',
    'E-mail': 'ada@example.com',
    Password: PASSWORD,
  })
  await ada.getByRole('button', { name: 'Create the workspace' }).click()
  await ada.waitForURL(/\/start$/)
  await settle(ada, `${server.address}/settings/team`)
  await ada.getByRole('button', { name: 'Invite' }).click()
  await type(ada, { 'E-mail': 'bob@example.com' })
  await ada.getByRole('button', { name: 'Make the link' }).click()
  const invitation = await secretOf(ada)
  await ada.getByRole('button', { name: 'Done' }).click()
  await ada.getByText('bob@example.com').waitFor()
  const bob = await openPage(browser)
  await settle(bob, invitation)
  expect(await bob.locator('h1').innerText()).toBe('Join Orchard')
  await type(bob, { 'Your name': 'Bob', Password: 'short' })
  await bob.getByRole('button', { name: 'Join' }).click()
  await bob.locator('[id$="-error"]').waitFor()
  await type(bob, { Password: 'bob keeps a long secret' })
  await bob.getByRole('button', { name: 'Join' }).click()
  await bob.waitForURL(/\/investigations$/)
  await settle(bob, `${server.address}/settings/team`)
  const tabs = await bob.getByRole('tab').allInnerTexts()
  expect([tabs.includes('API keys'), tabs.includes('Security'), tabs.includes('Audit trail')]).toEqual([
    true,
    true,
    false,
  ])
  expect(await bob.getByRole('button', { name: 'Invite' }).count()).toBe(0)
  await bob.context().close()
  const again = await openPage(browser)
  await settle(again, invitation)
  expect(await again.locator('h1').innerText()).toBe('This invitation cannot be used')
  await again.context().close()
})

test('a key is shown once, works, and is revoked on the page', async () => {
  await settle(ada, `${server.address}/settings/api-keys`)
  await ada.getByRole('button', { name: 'New key' }).click()
  await type(ada, { Name: 'nightly pipeline' })
  await ada.getByRole('button', { name: 'Make the key' }).click()
  const key = await secretOf(ada)
  expect(key).toMatch(/^dtg_[0-9A-Za-z]{38}$/)
  expect(await ask(key, '{ viewer { apiKeyName } }')).toMatchObject({
    status: 200,
    body: { data: { viewer: { apiKeyName: 'nightly pipeline' } } },
  })
  await ada.getByRole('button', { name: 'Done' }).click()
  await settle(ada, `${server.address}/settings/api-keys`)
  expect(await ada.locator('main').innerText()).not.toContain(key)
  await ada.getByRole('button', { name: 'Revoke' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await ada.getByText('Revoked', { exact: true }).waitFor()
  expect((await ask(key, '{ viewer { apiKeyName } }')).status).toBe(401)
})

test('the trail tells all of it, is verified by a button, filtered, and saved as a table', async () => {
  await settle(ada, `${server.address}/settings/audit`)
  const trail = await ada.getByRole('listitem').allInnerTexts()
  for (const text of ['revoked the API key', 'made the API key', 'joined', 'invited', 'set up the workspace'])
    expect(trail.join('\n')).toContain(text)
  await ada.getByRole('button', { name: 'Verify the chain' }).click()
  await ada.getByText(/All \d+ entries are as they were written/).waitFor()
  await ada.getByLabel('What', { exact: true }).selectOption('KEY_MADE')
  await ada.waitForURL(/action=KEY_MADE/)
  await ada.getByText('1 entry', { exact: true }).waitFor()
  const download = ada.waitForEvent('download')
  await ada.getByRole('button', { name: 'Export CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/^audit-trail-\d{4}-\d\d-\d\d\.csv$/)
})

test('the last owner cannot leave', async () => {
  await settle(ada, `${server.address}/settings/general`)
  await ada.getByRole('button', { name: 'Leave Orchard' }).click()
  await ada.getByRole('button', { name: 'Leave', exact: true }).click()
  await ada.getByText('A workspace needs an owner').waitFor()
})

test('no page does anything inline that its own content policy forbids', async () => {
  const context = await browser.newContext({ viewport: DESKTOP, storageState: await ada.context().storageState() })
  const page = await context.newPage()
  const violations: string[] = []
  page.on('console', message => {
    if (/content security policy/i.test(message.text())) violations.push(message.text())
  })
  for (const path of [
    ...TABS.map(tab => `settings/${tab}`),
    'investigations',
    'investigations/new',
    'data-sources',
    'data-sources/new',
  ]) {
    await settle(page, `${server.address}/${path}`)
    for (const opener of ['Invite', 'New key', 'Shortcuts ?']) {
      const button = page.getByRole('button', { name: opener, exact: true })
      if ((await button.count()) === 0) continue
      await button.click()
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
    }
  }
  expect(violations).toEqual([])
  await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<p style="color: red">inline</p>')`)
  expect(violations).toHaveLength(1)
  await context.close()
})

describe.each<[string, { readonly width: number; readonly height: number }, Theme]>([
  ['desktop in light', DESKTOP, 'light'],
  ['desktop in dark', DESKTOP, 'dark'],
  ['phone in light', PHONE, 'light'],
  ['phone in dark', PHONE, 'dark'],
])('on a %s', (_name, viewport, theme) => {
  test('every tab can be read and used', async () => {
    const page = await openPage(browser, viewport, theme)
    await page.context().addCookies(await ada.context().cookies())
    for (const tab of TABS) {
      await settle(page, `${server.address}/settings/${tab}`)
      await page.locator('h2').first().waitFor()
      const folder = process.env['PICTURES']
      if (folder) await page.screenshot({ path: `${folder}/${tab}-${theme}-${viewport.width}.png`, fullPage: true })
      expect([tab, await seriousFaults(page)]).toEqual([tab, []])
      if (viewport === PHONE) expect([tab, await overflow(page), await smallTargets(page)]).toEqual([tab, 0, []])
    }
    await page.context().close()
  })
})
