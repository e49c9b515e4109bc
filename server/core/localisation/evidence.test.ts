import { describe, expect, test } from 'vitest'
import { leafTableOf, leafWindow, places, priced, type LeafRow } from '../../testing/leafTables.ts'

const usual = ({ country }: LeafRow) => (country === 'ES' ? 400 : 10)

describe('inUnits', () => {
  test('a factor on cheap rows is seen beside dear ones that sway by more money', () => {
    const today = priced(
      leafWindow(() => 100),
      row => usual(row) * (row.country === 'DE' ? 2 : row.country === 'ES' ? 1.04 : 1),
    )
    expect(
      places(
        leafTableOf(
          today,
          priced(
            leafWindow(() => 100),
            usual,
          ),
        ),
        'mean',
        'up',
      ),
    ).toEqual(['country=DE'])
  })
})
