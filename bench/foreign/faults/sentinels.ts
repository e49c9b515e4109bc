import { bare } from '../business.ts'
import { numbers, shareOf, type Fault } from '../fault.ts'
import {
  anyPlace,
  both,
  change,
  clockOf,
  fit,
  inPlace,
  is,
  level,
  named,
  placed,
  placeOf,
  rewrite,
  sinceOf,
  siteOf,
  some,
} from '../scene.ts'
import { text } from '../sql.ts'

import { anyMeasure, changed } from './measures.ts'

/** Optional columns that are numbers. */
export const numeric: ReadonlySet<string> = new Set([
  'temperatur',
  'csat',
  'agent_id',
  'score_pct',
  'result_value',
  'tip',
])

export const sentinels: readonly Fault[] = [
  ...(['byDay', 'neverReset'] as const).map((way): Fault => ({
    kind: 'cumulativeValues',
    way,
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(scene.business.roles.measures.find(({ asText }) => asText !== true))
      const place = placeOf(scene, way === 'byDay' ? 0 : 1)
      const cond = both(sinceOf(scene), inPlace(place))
      const id = named(scene.business.roles.id, site.side)
      const key = named(way === 'byDay' ? scene.business.roles.who : fit(place[0]).column, site.side)
      const column = named(measure, site.side)
      const clock = clockOf(scene.business, site.side)
      const by = way === 'byDay' ? `${key}, ${clock}::DATE` : key
      return {
        edits: [
          {
            after: site.table,
            sql: [
              `UPDATE ${site.table} SET ${column} = running.so_far FROM (SELECT ${id} AS id_of,
                  sum(${column}) OVER (PARTITION BY ${by} ORDER BY ${clock}, ${id} ROWS UNBOUNDED PRECEDING) AS so_far
                  FROM ${site.table} WHERE ${cond(site.side)}) running WHERE running.id_of = ${id}`,
            ],
          },
        ],
        metrics: numbers(measure),
        segments: placed(place),
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  })),
  {
    kind: 'sentinelValues',
    way: 'number',
    make: scene => {
      const measure = anyMeasure(scene)
      const site = siteOf(scene)
      const place = anyPlace(scene)
      const value = scene.random.pick(['-1', '9999', '-999', '99999'])
      const { id } = scene.business.roles
      const cond = both(sinceOf(scene), inPlace(place), some(id, level(scene, [0.08, 0.2, 0.5]), 'sentinel'))
      const scaled =
        measure.asText === true && site.side === 'landing'
          ? `${value} * ${measure.scale === 'money' ? 100 : 1000}`
          : value
      return {
        ...changed(scene, { site, measure, place, to: from => from }),
        edits: [rewrite(site, measure, { to: () => `(${scaled})`, cond })],
        metrics: [
          ...numbers(measure),
          { kind: 'share', where: { column: measure.name, operator: '=', value: Number(value) } },
        ],
        rows: both(sinceOf(scene), () => `${measure.name} = ${value}`)('watched'),
      }
    },
  },
  {
    kind: 'sentinelValues',
    way: 'word',
    make: scene => {
      const { optional, texts } = scene.business.roles
      const site = siteOf(scene)
      const words = [...optional.filter(({ name }) => !numeric.has(name)), ...texts]
      const column = fit(scene.random.shuffle(words)[0])
      const word = scene.random.pick(['N/A', 'unknown', '-', 'NULL'])
      const cond = both(
        sinceOf(scene),
        side => `${named(column, side)} IS NULL`,
        some(scene.business.roles.id, level(scene, [0.6, 0.8, 1]), 'word'),
      )
      return {
        edits: [change(site, [[column, text(word)]], cond)],
        metrics: [{ kind: 'nullRate', column: column.name }, shareOf(column, word)],
        segments: [[], [[{ column: column.name, value: word }]]],
        origins: [bare(site.table)],
        rows: both(sinceOf(scene), is(column, word))('watched'),
        lasts: true,
      }
    },
  },
]
