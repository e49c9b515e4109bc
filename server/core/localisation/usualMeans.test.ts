import { describe, expect, test } from 'vitest'
import { leafRows, leafTableOf, leafWindow } from '../../testing/leafTables.ts'
import { usualMeans } from './usualMeans.ts'

describe('usualMeans', () => {
  test('two columns that go together do not count twice', () => {
    // New devices are bought on the web, nine of ten; only the channel has a rate of its own.
    const rows = ({ channel, device }: { channel: string; device: string }) =>
      (channel === 'web') === (device === 'new') ? 900 : 100
    const baseline = leafWindow(
      row => rows(row),
      ({ channel }) => (channel === 'web' ? 0.4 : 0.1),
    )
    const unseen = leafRows.findIndex(
      ({ country, channel, device }) => country === 'DE' && channel === 'web' && device === 'old',
    )
    const known = {
      ...baseline,
      n: baseline.n.map((n, leaf) => (leaf === unseen ? 0 : n)),
      k: baseline.k.map((k, leaf) => (leaf === unseen ? 0 : k)),
    }
    expect(usualMeans(leafTableOf(known, known), known, { parts: known.k })[unseen]).toBeCloseTo(0.4, 2)
  })
})
