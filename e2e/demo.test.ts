import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
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
import { demoApi, startServer } from './demoServer.ts'

type Log = {
  node: {
    status: string
    events: { edges: { node: { sequence: number } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
  }
}
const LOG = `query Log($id: ID!, $after: String) {
  node(id: $id) { ... on Investigation { status events(first: 100, after: $after) { edges { node { sequence } } pageInfo { hasNextPage endCursor } } } }
}`
const ENDS = { timeout: 90_000, interval: 250 }

let server: Awaited<ReturnType<typeof startServer>>
let api: Awaited<ReturnType<typeof demoApi>>
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ demo: true }), openBrowser()])
  api = await demoApi(server.address)
}, 240_000)

afterAll(async () => {
  await browser.close()
  await server.end()
})

const startScenario = async (page: Page, title: string) => {
  await settle(page, `${server.address}/investigations/new`)
  await page.getByRole('button', { name: title }).click()
  await page.waitForURL(/\/investigations\/(?!new)/)
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}
const concluded = (page: Page) => page.locator('header').getByText('Concluded').waitFor({ timeout: 90_000 })
const shownSteps = (page: Page) =>
  page.locator('[id^="event-"]').evaluateAll(steps => steps.map(step => Number(step.id.slice('event-'.length))))

test('a scenario started with one click ends in a finding that shows its evidence', async () => {
  const page = await openPage(browser)
  await startScenario(page, 'Null rate of user_id in orders is up')
  await page.locator('[id="event-1"]').waitFor({ timeout: 5000 })
  await concluded(page)
  const cause = page.getByRole('region', { name: 'What caused it' })
  await cause.getByRole('heading', { name: 'Nulls from a release' }).waitFor()
  expect(await cause.innerText()).toContain('app_version = 7.4.0')
  const before = page.url()
  await cause.getByRole('button', { name: 'Evidence segments' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('SELECT').first().waitFor()
  expect(await sheet.innerText()).toMatch(/Showing 50 of \d+ rows/)
  await page.goBack()
  await sheet.waitFor({ state: 'detached' })
  expect(page.url()).toBe(before)
  await page.context().close()
})

test('the live list equals the log of the server after the network was gone', async () => {
  const page = await openPage(browser)
  const id = await startScenario(page, 'Row count of orders is down')
  await page.locator('[id="event-1"]').waitFor()
  await page.context().setOffline(true)
  await page.getByText('Reconnecting').waitFor()
  const pageAfter = async (after: string | null): Promise<readonly number[]> => {
    const {
      node: {
        status,
        events: { edges, pageInfo },
      },
    } = await api<Log>(LOG, { id, after })
    expect(status).toBe('CONCLUDED')
    return [
      ...edges.map(({ node }) => node.sequence),
      ...(pageInfo.hasNextPage ? await pageAfter(pageInfo.endCursor) : []),
    ]
  }
  const sequences = await vi.waitFor(() => pageAfter(null), ENDS)
  expect((await shownSteps(page)).length).toBeLessThan(sequences.length)
  await page.context().setOffline(false)
  await concluded(page)
  await vi.waitFor(async () => expect(await shownSteps(page)).toEqual(sequences), { timeout: 15_000, interval: 250 })
  await page.context().close()
})

describe('each page', () => {
  let routes: Readonly<Record<string, string>>
  beforeAll(async () => {
    const { investigations, dataSources } = await api<
      Record<'investigations' | 'dataSources', { edges: { node: { id: string } }[] }>
    >(`{
      investigations(first: 1, filter: { conclusion: [CAUSE_FOUND] }) { edges { node { id } } }
      dataSources(first: 1) { edges { node { id } } }
    }`)
    const [found, source] = [investigations, dataSources].map(({ edges }) =>
      encodeURIComponent(edges[0]?.node.id ?? ''),
    )
    routes = {
      investigations: '/investigations',
      nothingFound: '/investigations?search=nothing-like-this',
      start: '/investigations/new',
      finding: `/investigations/${found}`,
      live: `/investigations/${found}?tab=live`,
      evidence: `/investigations/${found}?tab=evidence`,
      dataSources: '/data-sources',
      connect: '/data-sources/new',
      signIn: '/sign-in',
      setUp: '/set-up?token=x',
      dataSource: `/data-sources/${source}`,
      accuracy: '/accuracy',
      usage: '/usage',
      models: '/settings/models',
      whatTheModelSaw: `/investigations/${found}?tab=model`,
      missing: '/nowhere',
    }
  })

  test.each<Theme>(['light', 'dark'])('has no serious fault for axe in the %s theme', async theme => {
    const page = await openPage(browser, DESKTOP, theme)
    for (const [name, route] of Object.entries(routes)) {
      await settle(page, `${server.address}${route}`)
      const failed = await page.getByText('This did not work').count()
      expect({ name, failed, faults: await seriousFaults(page) }).toEqual({ name, failed: 0, faults: [] })
    }
    await page.context().close()
  })

  test('axe sees a fault where there is one', async () => {
    const page = await openPage(browser)
    await settle(page, `${server.address}/investigations`)
    await page.evaluate(
      'document.querySelector("input").removeAttribute("aria-label"); document.querySelector("input").removeAttribute("placeholder")',
    )
    expect((await seriousFaults(page)).length).toBeGreaterThan(0)
    await page.context().close()
  })

  test('fits a phone: no sideways scroll, and targets for a thumb', async () => {
    const page = await openPage(browser, PHONE)
    for (const [name, route] of Object.entries(routes)) {
      await settle(page, `${server.address}${route}`)
      expect({ name, overflow: await overflow(page), small: await smallTargets(page) }).toEqual({
        name,
        overflow: 0,
        small: [],
      })
    }
    await page.context().close()
  })

  test.each([
    ['a desktop', DESKTOP],
    ['a phone', PHONE],
  ])('a report opens at its top on %s, with the open tab in sight in each row of tabs', async (_name, size) => {
    const page = await openPage(browser, size)
    await settle(page, `${server.address}${routes['finding']}`)
    await page.getByRole('tab', { name: 'dbt' }).waitFor()
    const hidden = `[...document.querySelectorAll('[role=tab][data-state=active]')].filter(tab => {
      const [own, row] = [tab.getBoundingClientRect(), tab.parentElement.getBoundingClientRect()]
      return own.left < row.left - 1 || own.right > row.right + 1
    }).length`
    expect({ y: await page.evaluate('scrollY'), hidden: await page.evaluate(hidden) }).toEqual({ y: 0, hidden: 0 })
    await page.context().close()
  })

  test.each<Theme>(['light', 'dark'])('gives the pictures of the README in the %s theme', async theme => {
    // Written only when asked for (PICTURES=1), so that a run of the tests leaves the tree clean.
    const picture = (name: string) => (process.env['PICTURES'] === '1' ? { path: `docs/${name}-${theme}.png` } : {})
    const page = await openPage(browser, DESKTOP, theme)
    await settle(page, `${server.address}${routes['finding']}`)
    await page.locator('svg[role=img] path').first().waitFor()
    const finding = await page.screenshot(picture('investigation'))
    await settle(page, `${server.address}${routes['investigations']}`)
    const list = await page.screenshot(picture('investigations'))
    expect([finding.length, list.length].every(bytes => bytes > 20_000)).toBe(true)
    await page.context().close()
  })
})

test('the tables of a data source are found by a part of the name, and open to their columns', async () => {
  const page = await openPage(browser)
  await settle(page, `${server.address}/data-sources`)
  await page.getByRole('link', { name: 'Online shop' }).click()
  await page.getByLabel('Search tables and columns').fill('order_items')
  const tables = page.getByRole('tree').getByRole('treeitem').filter({ hasText: 'order_items' })
  await tables.first().click()
  await page.getByText('line_total').first().waitFor()
  await page.context().close()
})

test('the list goes by keyboard, and its filters stay in the address', async () => {
  const page = await openPage(browser)
  await settle(page, `${server.address}/investigations`)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/investigations\/./)
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.waitForURL(/\/investigations$/)
  await page.getByLabel('Status').selectOption('FAILED')
  await page.waitForURL(/status=FAILED/)
  await page.reload()
  expect(await page.getByLabel('Status').inputValue()).toBe('FAILED')
  await page.context().close()
})
