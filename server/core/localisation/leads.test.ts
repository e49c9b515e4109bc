import { expect, test } from 'vitest'
import { leafTableOf, leafWindow, withColumn, wobble, type LeafRow } from '../../testing/leafTables.ts'
import { localise } from './localise.ts'

const today = leafWindow(
  (row, place) =>
    (row.country === 'DE' && row.channel === 'web' ? 5 : row.channel === 'phone' ? 90 : 100) * wobble(place),
)
const table = leafTableOf(today)
const named = (of: (row: LeafRow) => string, values: readonly string[]) =>
  withColumn(table, { column: 'twin', values, of })
const leads = (given: typeof table) =>
  localise(given, 'count', { direction: 'down' }).leads.map(({ segment }) =>
    segment.map(({ column, value }) => `${column}=${value ?? ''}`).join(' '),
  )

test('the next of kin of the cause come before all others', () => {
  expect(localise(table, 'count', { direction: 'down' }).causes.map(({ segment }) => segment.length)).toEqual([2])
  expect(leads(table).slice(0, 4).toSorted()).toEqual([
    'channel=web',
    'country=DE',
    'country=DE channel=web device=new',
    'country=DE channel=web device=old',
  ])
})

test('the same rows are told once, under the shortest name', () => {
  const twin = leads(named(({ channel }) => (channel === 'web' ? 'w' : 'x'), ['w', 'x']))
  expect(
    twin.filter(text => text === 'twin=w' || text === 'channel=web' || text === 'twin=w channel=web'),
  ).toHaveLength(1)
})

test('other rows are told beside them', () => {
  const other = leads(named(({ channel, country }) => (channel === 'web' && country !== 'ES' ? 'w' : 'x'), ['w', 'x']))
  expect([other.includes('channel=web'), other.includes('twin=w')]).toEqual([true, true])
})
