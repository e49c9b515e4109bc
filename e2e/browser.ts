import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type Page } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: FLAGS })

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

export type Theme = 'light' | 'dark'

/** A page of a person of their own, whose system wishes this theme. */
export const openPage = async (browser: Browser, viewport = DESKTOP, colorScheme: Theme = 'light'): Promise<Page> => {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    bypassCSP: true,
  })
  return context.newPage()
}

/** Waits until the page has what it asked for. */
export const settle = async (page: Page, url: string) => {
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.locator('h1').first().waitFor()
  await page.evaluate('document.fonts.ready')
}

/** What axe calls serious or critical, as 'rule: where'. */
export const seriousFaults = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe)
  return page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`)
}

/** How many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** The buttons, links and fields that are lower than a thumb needs, counting the area that catches the touch. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('a, button, input, select, summary')]
  .filter(element => {
    const { width, height } = element.getBoundingClientRect()
    const grown = ['::before', '::after'].some(part => getComputedStyle(element, part).position === 'absolute')
    return width > 1 && height > 1 && height < 43.5 && !grown && !['checkbox', 'radio'].includes(element.type)
  })
  .map(element => element.tagName + ' ' + (element.textContent || element.ariaLabel || '').trim())`)
