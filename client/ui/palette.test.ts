import { expect, test } from 'vitest'
import { pageActions, paletteEntries, paletteMatches } from './palette.ts'

const labels = (typed: string, may: (permission: string) => boolean = () => true) =>
  paletteMatches(paletteEntries(may), typed).map(({ label }) => label)

test('finds by any part of the name, those that begin so first', () => {
  expect(labels('data')).toEqual(['Data sources', 'Connect a data source', 'Settings: data and privacy'])
  expect(labels('set team')).toEqual(['Settings: team'])
  expect(labels('zzz')).toEqual([])
})

test('what a person may not do is not offered', () => {
  expect(labels('audit', permission => permission !== 'audit:read')).toEqual([])
  expect(labels('audit')).toEqual(['Settings: audit trail'])
})

test('without a word everything is there', () => {
  expect(labels('')).toHaveLength(17)
})

test('the actions of the page are those of its head, and do what a click does', () => {
  const page = document.createElement('main')
  page.innerHTML =
    '<header><button>Stop</button><button disabled>Not now</button><a href="#x" aria-label="Edit it">…</a></header><button>Elsewhere</button>'
  let clicks = 0
  page.querySelector('button')?.addEventListener('click', () => {
    clicks += 1
  })
  const actions = pageActions(page)
  expect(actions.map(({ label }) => label)).toEqual(['Stop', 'Edit it'])
  actions[0]?.run?.()
  expect(clicks).toBe(1)
})
