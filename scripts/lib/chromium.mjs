import { existsSync } from 'node:fs'
import { background, must, say } from './run.mjs'

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

// A file is not enough: some distributions put a stub there that only tells where to get the browser.
const starts = async path => (await background(path, ['--version']).catch(() => ({ code: 1 }))).code === 0

const find = async () => {
  for (const path of PLACES.filter(place => place && existsSync(place))) if (await starts(path)) return path
  return null
}

/** A Chromium for the browser tests: the machine's own, or Debian's where we may install it; null, and a line saying why, where there is none. */
export const ensureChromium = async () => {
  const there = await find()
  if (there) return there
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    say(
      'Browser tests need Chromium, and there is none. Install it (Debian: sudo apt-get install chromium) or set CHROMIUM_PATH.',
    )
    return null
  }
  say("Installing Chromium from the distribution's packages …")
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  await must('Package lists', ['apt-get', 'update', '-qq'], quiet)
  await must('Chromium', ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet)
  const made = await find()
  if (!made) say('Chromium was installed and does not start; set CHROMIUM_PATH to one that does.')
  return made
}
