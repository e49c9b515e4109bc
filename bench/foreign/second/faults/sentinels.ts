import { bare } from '../../business.ts'
import { distinctOf, numbers, nullsOf, shareOf, type Fault } from '../../fault.ts'
import {
  both,
  change,
  clockOf,
  fit,
  is,
  level,
  named,
  placeOf,
  sinceOf,
  siteOf,
  some,
  type Scene,
} from '../../scene.ts'
import { text } from '../../sql.ts'

const notText = ({ business, random }: Scene) =>
  fit(random.shuffle(business.roles.measures.filter(({ asText }) => asText !== true))[0])

export const sentinels: readonly Fault[] = [
  ...(['counterReading', 'monthToDate'] as const).map((way): Fault => ({
    kind: 'cumulativeValues',
    way,
    make: scene => {
      const site = siteOf(scene)
      const measure = notText(scene)
      const { id, who } = scene.business.roles
      const [place] = placeOf(scene, 1)
      const clock = clockOf(scene.business, site.side)
      const [key, column] = [named(id, site.side), named(measure, site.side)]
      const by =
        way === 'counterReading'
          ? named(who, site.side)
          : `${named(fit(place).column, site.side)}, date_trunc('month', ${clock})`
      const cond = sinceOf(scene)
      return {
        edits: [
          {
            after: site.table,
            sql: [
              `UPDATE ${site.table} SET ${column} = running.reading FROM (SELECT ${key} AS of_id,
                sum(${column}) OVER (PARTITION BY ${by} ORDER BY ${clock}, ${key} ROWS UNBOUNDED PRECEDING) AS reading
                FROM ${site.table}) running WHERE running.of_id = ${key} AND ${cond(site.side)}`,
            ],
          },
        ],
        metrics: numbers(measure),
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  })),
  {
    kind: 'sentinelValues',
    way: 'emptyForNull',
    make: scene => {
      const { optional, texts } = scene.business.roles
      const site = siteOf(scene)
      const column = fit(scene.random.shuffle([...optional, ...texts])[0])
      const empty = both(
        sinceOf(scene),
        side => `${named(column, side)} IS NULL`,
        some(scene.business.roles.id, level(scene, [0.4, 0.7, 1]), 'empty'),
      )
      return {
        edits: [change(site, [[column, `''`]], empty)],
        metrics: [nullsOf(column), shareOf(column, '')],
        segments: [[], [[{ column: column.name, value: '' }]]],
        origins: [bare(site.table)],
        rows: both(sinceOf(scene), is(column, ''))('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'sentinelValues',
    way: 'dateDefault',
    make: scene => {
      const site = siteOf(scene)
      const column = fit(scene.business.roles.dates?.[0])
      const value = scene.random.pick(['1900-01-01', '9999-12-31', '1970-01-01'])
      const cond = both(sinceOf(scene), some(scene.business.roles.id, level(scene, [0.1, 0.3, 0.6]), 'default'))
      return {
        edits: [change(site, [[column, text(value)]], cond)],
        metrics: [shareOf(column, value), nullsOf(column), distinctOf(column)],
        segments: [[], [[{ column: column.name, value }]]],
        origins: [bare(site.table)],
        rows: is(column, value)('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'sentinelValues',
    way: 'nobodysKey',
    make: scene => {
      const site = siteOf(scene)
      const { who, id } = scene.business.roles
      const value = scene.random.pick(['0', '-1', 'UNKNOWN'])
      const cond = both(sinceOf(scene), some(id, level(scene, [0.15, 0.35, 0.7]), 'guest'))
      return {
        edits: [change(site, [[who, text(value)]], cond)],
        metrics: [distinctOf(who), shareOf(who, value)],
        segments: [[], [[{ column: who.name, value }]]],
        origins: [bare(site.table)],
        rows: is(who, value)('watched'),
        lasts: true,
      }
    },
  },
]
