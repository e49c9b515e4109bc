import { describe, expect, test } from 'vitest'
import {
  countries,
  leafRows as rows,
  leafTableOf as tableOf,
  leafWindow as windowOf,
  places,
  priced,
  wobble,
  type LeafRow,
} from '../../testing/leafTables.ts'
import { localise } from './localise.ts'

describe('localise', () => {
  test('names the one value whose rows are gone', () => {
    const table = tableOf(windowOf((row, place) => (row.country === 'DE' ? 0 : 100 * wobble(place))))
    const {
      verdict,
      causes: [cause, ...others],
    } = localise(table, 'count', { direction: 'down' })
    expect([verdict, cause?.segment, others]).toEqual(['located', [{ column: 'country', value: 'DE' }], []])
    expect(cause).toMatchObject({ observed: 0, expected: 800, effect: -1, rowsObserved: 0, rowsExpected: 800 })
  })

  test('names two segments of different columns', () => {
    const table = tableOf(
      windowOf((row, place) =>
        (row.country === 'DE' && row.channel === 'web') || row.channel === 'phone' ? 5 : 100 * wobble(place),
      ),
    )
    expect(places(table, 'count', 'down').toSorted()).toEqual(['channel=phone', 'country=DE channel=web'])
  })

  test('names the child when only the child moves, and the parent when its children move alike', () => {
    const child = tableOf(
      windowOf((row, place) => (row.country === 'DE' && row.channel === 'web' ? 10 : 100 * wobble(place))),
    )
    const parent = tableOf(windowOf((row, place) => (row.country === 'DE' ? 50 : 100) * wobble(place)))
    expect([places(child, 'count', 'down'), places(parent, 'count', 'down')]).toEqual([
      ['country=DE channel=web'],
      ['country=DE'],
    ])
  })

  test('names two children rather than the parent whose other children stand still', () => {
    const hit = (row: LeafRow) => row.country === 'DE' && (row.channel === 'web' || row.channel === 'app')
    const table = tableOf(windowOf((row, place) => (hit(row) ? 5 : 100 * wobble(place))))
    expect(places(table, 'count', 'down').toSorted()).toEqual(['country=DE channel=app', 'country=DE channel=web'])
  })

  test('names a cause that crosses another only once', () => {
    const table = tableOf(
      windowOf(
        (_, place) => Math.round(100 * wobble(place)),
        row => (row.country === 'DE' ? 0.5 : row.channel === 'web' && row.device === 'new' ? 0.9 : 0),
      ),
    )
    expect(places(table, 'rate', 'up').toSorted()).toEqual(['channel=web device=new', 'country=DE'])
  })

  test('finds a factor on amounts though dear and cheap rows are mixed and two columns go together', () => {
    const amount = (row: LeafRow) => 10 * 4 ** countries.indexOf(row.country)
    const usual = windowOf(() => 100)
    const table = tableOf(
      priced(usual, row => amount(row) * (row.channel === 'web' ? 2 : 1)),
      priced(usual, amount),
    )
    const twin = { column: 'currency', values: ['EUR', 'CHF'] }
    const doubled = {
      ...table,
      dimensions: [...table.dimensions, twin],
      codes: [...table.codes, Int32Array.from(rows, row => (row.country === 'ES' ? 1 : 0))],
    }
    expect(places(doubled, 'mean', 'up')).toEqual(['channel=web'])
  })

  test('names no segment when everything moves alike', () => {
    const table = tableOf(windowOf((_, place) => 200 * wobble(place)))
    expect(localise(table, 'count', { direction: 'up' })).toMatchObject({ verdict: 'everywhere', causes: [] })
  })

  test('finds nothing where nothing but noise is', () => {
    const table = tableOf(windowOf((_, place) => 100 * wobble(place)))
    expect(localise(table, 'count', { direction: 'up' })).toMatchObject({ verdict: 'nothing', causes: [] })
  })

  test('finds a rate that was never above zero and now is, in one segment', () => {
    const table = tableOf(
      windowOf(
        (_, place) => Math.round(100 * wobble(place)),
        row => (row.channel === 'app' ? 0.8 : 0),
      ),
    )
    const { verdict, causes, complementObserved } = localise(table, 'rate', { direction: 'up' })
    expect([verdict, causes.map(({ segment }) => segment), complementObserved]).toEqual([
      'located',
      [[{ column: 'channel', value: 'app' }]],
      0,
    ])
  })

  test('says everywhere when the rate rises alike in all segments', () => {
    const table = tableOf(
      windowOf(
        (_, place) => Math.round(100 * wobble(place)),
        () => 0.4,
      ),
    )
    expect(localise(table, 'rate', { direction: 'up' })).toMatchObject({ verdict: 'everywhere', causes: [] })
  })

  test('finds a value the baseline never had', () => {
    const usual = windowOf(row => (row.country === 'ES' ? 0 : 100))
    const table = tableOf(
      windowOf((_, place) => 100 * wobble(place)),
      usual,
    )
    expect(places(table, 'count', 'up')).toEqual(['country=ES'])
  })

  test('names the earlier of two columns that hold the same rows', () => {
    const table = tableOf(windowOf((row, place) => (row.country === 'DE' ? 0 : 100 * wobble(place))))
    const twin = { column: 'code', values: ['49', '33', '39', '34'] }
    const doubled = {
      ...table,
      dimensions: [...table.dimensions, twin],
      codes: [...table.codes, table.codes[0] ?? new Int32Array(0)],
    }
    expect(places(doubled, 'count', 'down')).toEqual(['country=DE'])
  })

  test('reports how loud the placebo day is', () => {
    const table = tableOf(windowOf((row, place) => (row.country === 'DE' ? 0 : 100 * wobble(place))))
    const { placeboScore, causes } = localise(
      { ...table, windows: [...table.windows, windowOf((_, place) => 100 * wobble(place + 5))] },
      'count',
      { direction: 'down' },
    )
    expect([placeboScore, (causes[0]?.score ?? 0) > 100]).toEqual([0, true])
  })
})
