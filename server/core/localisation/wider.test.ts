import { describe, expect, test } from 'vitest'
import {
  leafRows,
  leafTableOf,
  leafWindow,
  places,
  priced,
  withColumn,
  wobble,
  type LeafRow,
} from '../../testing/leafTables.ts'
import { sumCells } from './cells.ts'
import { makeCuboids } from './cuboid.ts'
import { leafEvidence } from './evidence.ts'
import type { LeafModel, LeafTable } from './leafTable.ts'
import { explain } from './search.ts'
import type { SearchSpace } from './searchSpace.ts'
import { volumeScorer } from './volumeScore.ts'
import { parentMovingAlike } from './wider.ts'

const cities = ['Bonn', 'Kiel', 'Nice', 'Lyon', 'Rome', 'Bari', 'Cadiz', 'Vigo']
const cityOf = ({ country, device }: LeafRow) =>
  cities[2 * ['DE', 'FR', 'IT', 'ES'].indexOf(country) + (device === 'new' ? 0 : 1)] ?? ''

const rateTable = (share: (row: LeafRow) => number) =>
  leafTableOf(
    leafWindow((_, place) => Math.round(2000 * wobble(place)), share),
    leafWindow(
      () => 2000,
      () => 0.02,
    ),
  )

const spaceOf = (table: LeafTable, model: LeafModel, sign: 1 | -1): SearchSpace => {
  const [window, baseline] = table.windows
  if (!window || !baseline) throw new Error('two windows are needed')
  const scorer = volumeScorer(leafEvidence(table, model, [window, baseline]), { dispersion: 1, sigma: 0.02 }, sign)
  return { cuboids: makeCuboids(table, 2), scorer, penalties: [0, 5, 6], minEffect: 0.1, maxCauses: 8, margin: 3 }
}

/** Which columns the segment around `country=DE channel=web` speaks of. */
const around = (table: LeafTable, model: LeafModel = 'rate', sign: 1 | -1 = 1) => {
  const space = spaceOf(table, model, sign)
  const { cuboids, scorer } = space
  const leaves = Int32Array.from(leafRows.keys())
  const tables = cuboids.map(cuboid => sumCells(cuboid, scorer.columns, leaves))
  const child = tables.find(({ cuboid }) => cuboid.dimensions.join() === '0,1')
  if (!child) throw new Error('no such cuboid')
  return parentMovingAlike(tables, space, { table: child, cell: 0 }).table.cuboid.dimensions.map(
    dimension => table.dimensions[dimension]?.column,
  )
}

describe('parentMovingAlike', () => {
  test('is the parent where what lies beside the child moved half as far, or a tenth as far and by as large a factor', () => {
    const beside = (share: number) =>
      around(rateTable(({ country, channel }) => (country !== 'DE' ? 0.02 : channel === 'web' ? 0.8 : share)))
    expect([beside(0.5), beside(0.12), beside(0.05), beside(0.02)]).toEqual([
      ['country'],
      ['country'],
      ['country', 'channel'],
      ['country', 'channel'],
    ])
  })

  test('is the parent where what lies beside moved as far the other way: a sign turned both sales and refunds', () => {
    const usual = ({ channel }: LeafRow) => (channel === 'web' ? 10 : -10)
    const turned = (sign: number) =>
      priced(
        leafWindow(() => 100),
        row => (row.country !== 'DE' ? usual(row) : row.channel === 'web' ? -10 : -10 * sign),
      )
    const columns = (sign: number) =>
      around(
        leafTableOf(
          turned(sign),
          priced(
            leafWindow(() => 100),
            usual,
          ),
        ),
        'mean',
        -1,
      )
    expect([columns(-1), columns(1)]).toEqual([['country'], ['country', 'channel']])
  })

  test('is what the search takes first, so that the child is not torn out of it', () => {
    const table = rateTable(({ country, channel }) => (country !== 'DE' ? 0.02 : channel === 'web' ? 0.95 : 0.12))
    expect(
      explain(spaceOf(table, 'rate', 1), Int32Array.from(leafRows.keys())).map(({ cuboid, leaves }) => [
        cuboid.dimensions,
        leaves.length,
      ]),
    ).toEqual([[[0], 8]])
  })

  test('tells the parent though one child moved most, where the others moved too', () => {
    const hit = rateTable(({ country, channel }) => (country !== 'DE' ? 0.02 : channel === 'web' ? 0.6 : 0.1))
    expect(places(hit, 'rate', 'up')).toEqual(['country=DE'])
  })

  test('tells the child where the others stand still', () => {
    const hit = rateTable(({ country, channel }) => (country === 'DE' && channel === 'web' ? 0.6 : 0.02))
    expect(places(hit, 'rate', 'up')).toEqual(['country=DE channel=web'])
  })

  const byCity = (factor: (row: LeafRow) => number) =>
    withColumn(leafTableOf(leafWindow((row, place) => 100 * factor(row) * wobble(place))), {
      column: 'city',
      values: cities,
      of: cityOf,
    })

  test('tells the country where all of its cities are gone, though the city is the earlier column', () => {
    expect(
      places(
        byCity(({ country }) => (country === 'DE' ? 0 : 1)),
        'count',
        'down',
      ),
    ).toEqual(['country=DE'])
  })

  test('tells the city where its country has others that stand', () => {
    expect(
      places(
        byCity(row => (cityOf(row) === 'Bonn' ? 0 : 1)),
        'count',
        'down',
      ),
    ).toEqual(['city=Bonn'])
  })
})
