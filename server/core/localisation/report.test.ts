import { describe, expect, test } from 'vitest'
import { leafTableOf, leafWindow, wobble, type LeafRow } from '../../testing/leafTables.ts'
import { localise } from './localise.ts'

const found = (factor: (row: LeafRow) => number, usual: (row: LeafRow) => number = () => 100) =>
  localise(
    leafTableOf(
      leafWindow((row, place) => usual(row) * factor(row) * wobble(place)),
      leafWindow(usual),
    ),
    'count',
    { direction: 'down' },
  )

describe('the verdict', () => {
  test('is everywhere where what did not move is too little to tell them apart', () => {
    const usual = ({ country }: LeafRow) => (country === 'ES' ? 10 : 100)
    expect(found(({ country }) => (country === 'ES' ? 1 : 0.4), usual)).toMatchObject({
      verdict: 'everywhere',
      causes: [],
    })
  })

  test('is located where the same rest is large enough', () => {
    const { verdict, causes } = found(({ country }) => (country === 'ES' ? 1 : 0.4))
    expect([verdict, causes.map(({ segment }) => segment.map(({ value }) => value).join()).toSorted()]).toEqual([
      'located',
      ['DE', 'FR', 'IT'],
    ])
  })

  test('is diffuse where segments moved and yet explain less than half', () => {
    const { verdict, coverage } = found(({ country }) => (country === 'DE' ? 0.35 : 0.78))
    expect([verdict, coverage < 0.5]).toEqual(['diffuse', true])
  })

  test('is nothing where the day is like the day before', () => {
    expect(found(() => 1)).toMatchObject({ verdict: 'nothing', causes: [], coverage: 0 })
  })

  test('is located where a handful of events all fall into one small segment', () => {
    const rows = (row: LeafRow) => (row.country === 'DE' && row.channel === 'web' ? 10 : 20)
    const hit = (row: LeafRow) => (row.country === 'DE' && row.channel === 'web' ? 0.2 : 0)
    const { verdict, causes } = localise(
      leafTableOf(
        leafWindow(rows, hit),
        leafWindow(row => 5 * rows(row)),
      ),
      'rate',
      { direction: 'up' },
    )
    expect([verdict, causes.map(({ segment }) => segment.map(({ value }) => value))]).toEqual([
      'located',
      [['DE', 'web']],
    ])
  })
})
