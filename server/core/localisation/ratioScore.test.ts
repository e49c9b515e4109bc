import { describe, expect, test } from 'vitest'
import type { LeafTable, LeafWindow } from './leafTable.ts'
import { localise } from './localise.ts'

const codes = Array.from({ length: 400 }, (_, leaf) => [Math.floor(leaf / 20), leaf % 20] as const)
const values = (letter: string) => Array.from({ length: 20 }, (_, value) => `${letter}${value}`)

/** One row per leaf and day, in cents; `factor` is what today makes of yesterday, beside a wobble of both signs. */
const tableOf = (
  factor: (a: number, b: number) => number,
  amount: (leaf: number) => number = leaf => 50 + leaf,
  phase = 0,
): LeafTable => {
  const day = (value: (leaf: number) => number): LeafWindow => {
    const s = Float64Array.from(codes, (_, leaf) => Math.round(value(leaf) * 100) / 100)
    return { n: s.map(() => 1), k: s.map(() => 0), s, ss: s.map(x => x * x), scale: 1 }
  }
  const today = (leaf: number) =>
    amount(leaf) * factor(codes[leaf]?.[0] ?? 0, codes[leaf]?.[1] ?? 0) * (1 + 0.02 * Math.sin(leaf * 2.3 + phase))
  return {
    dimensions: [
      { column: 'a', values: values('a') },
      { column: 'b', values: values('b') },
    ],
    codes: [Int32Array.from(codes, ([a]) => a), Int32Array.from(codes, ([, b]) => b)],
    windows: [day(today), day(amount)],
  }
}

const places = (table: LeafTable) =>
  localise(table, 'sum')
    .causes.map(({ segment }) => segment.map(({ value }) => value ?? '').join(' '))
    .toSorted()

describe('a table of one row per leaf and day', () => {
  test('two days are enough for causes of several elements and strengths', () => {
    expect(places(tableOf((a, b) => (a === 3 ? 0.5 : b === 7 ? 0.2 : a === 8 && b === 9 ? 0.1 : 1)))).toEqual([
      'a3',
      'a8 b9',
      'b7',
    ])
  })

  test('what rounding makes of tiny amounts is no segment', () => {
    expect(
      places(
        tableOf(
          (a, b) => (a === 3 ? 0.5 : a === 8 && b === 9 ? 0.49 : 1),
          leaf => (leaf === 169 ? 0.02 : 50 + leaf),
        ),
      ),
    ).toEqual(['a3'])
  })

  test('the same change of an amount that is not tiny is one', () => {
    expect(places(tableOf((a, b) => (a === 3 ? 0.5 : a === 8 && b === 9 ? 0.49 : 1)))).toEqual(['a3', 'a8 b9'])
  })

  test('a cause explains all where the rest of the change, though larger, is no more than noise', () => {
    const amount = (leaf: number) => (leaf === 169 ? 2 : 50 + leaf)
    expect(
      localise(
        tableOf((a, b) => (a === 8 && b === 9 ? 0.1 : 1), amount, 5),
        'sum',
      ),
    ).toMatchObject({ verdict: 'located', coverage: 1 })
  })

  test('all leaves together are no segment', () => {
    expect(
      localise(
        tableOf(() => 0.7),
        'sum',
      ),
    ).toMatchObject({ verdict: 'everywhere', causes: [] })
  })
})
