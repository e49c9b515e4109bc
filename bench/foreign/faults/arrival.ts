import { bare, isLayered } from '../business.ts'
import { amounts, shareOf, type Damage, type Fault } from '../fault.ts'
import {
  anyPlace,
  betweenOf,
  both,
  clockOf,
  dayOf,
  entryOf,
  fit,
  hoursOf,
  inPlace,
  level,
  named,
  placed,
  placeOf,
  remove,
  sinceOf,
  siteOf,
  some,
  type Cond,
  type Scene,
  type Site,
} from '../scene.ts'

const timed = ({ business }: Scene) => fit(business.roles.time.kind !== 'date')
const gone = (scene: Scene, site: Site, cond: Cond): Damage => ({
  edits: [remove(site, cond)],
  metrics: amounts(scene),
  segments: [[]],
  origins: [bare(site.table)],
  rows: null,
  lasts: false,
})

/** Rows that a query does not keep, by their rank within something. */
const ranked = (scene: Scene, { side, table }: Site, { by, order, most }: { by: string; order: string; most: number }) => {
  const id = named(scene.business.roles.id, side)
  const since = sinceOf(scene)(side)
  return {
    after: table,
    sql: [
      `DELETE FROM ${table} WHERE ${since} AND ${id} IN (SELECT ${id} FROM ${table} WHERE ${since}
        QUALIFY row_number() OVER (PARTITION BY ${by} ORDER BY ${order}) > ${most})`,
    ],
  }
}

/** About a day's rows of a business. */
const usual = ({ business }: Scene) => (business.rows[0] + business.rows[1]) / (business.days[0] + business.days[1])

export const arrival: readonly Fault[] = [
  {
    kind: 'missingSlice',
    way: 'hours',
    make: scene => {
      timed(scene)
      const hours = level(scene, [3, 5, 8])
      const from = scene.random.whole(8, 19 - hours)
      const place = scene.random.chance(0.3) ? placeOf(scene, 1) : []
      return {
        ...gone(scene, siteOf(scene), both(hoursOf(scene, from, from + hours), inPlace(place))),
        segments: placed(place),
        onsets: [{ at: `${scene.day}T${String(from).padStart(2, '0')}`, precision: 'hour' }],
        newest: false,
      }
    },
  },
  {
    kind: 'missingSlice',
    way: 'file',
    make: scene => ({
      ...gone(
        scene,
        siteOf(scene),
        both(dayOf(scene), some(scene.business.roles.who, level(scene, [0.25, 0.4, 0.6]), `file${scene.day}`)),
      ),
      newest: false,
      onsets: [{ at: scene.day, precision: 'day' }],
    }),
  },
  {
    kind: 'missingSlice',
    way: 'day',
    make: scene => ({
      ...gone(scene, siteOf(scene), dayOf(scene)),
      metrics: [{ kind: 'rowCount' }],
      newest: false,
      onsets: [{ at: scene.day, precision: 'day' }],
    }),
  },
  {
    kind: 'partialLoad',
    way: 'stillLoading',
    make: scene => ({
      ...gone(scene, siteOf(scene), both(dayOf(scene), some(scene.business.roles.id, level(scene, [0.3, 0.5, 0.75]), 'load'))),
      newest: true,
      onsets: [{ at: scene.day, precision: 'day' }],
    }),
  },
  {
    kind: 'partialLoad',
    way: 'lateHours',
    make: scene => {
      timed(scene)
      const from = level(scene, [17, 14, 11])
      return {
        ...gone(scene, siteOf(scene), both(hoursOf(scene, from, 24), some(scene.business.roles.id, 0.85, 'late'))),
        newest: true,
        onsets: [{ at: `${scene.day}T${from}`, precision: 'hour' }],
      }
    },
  },
  {
    kind: 'staleReplica',
    way: 'stoppedThatDay',
    make: scene => {
      timed(scene)
      const from = level(scene, [18, 15, 10])
      return {
        ...gone(scene, siteOf(scene), hoursOf(scene, from, 24)),
        metrics: [...amounts(scene), { kind: 'freshness' }, { kind: 'freshness' }],
        alsoRight: ['partialLoad'],
        newest: true,
        onsets: [{ at: `${scene.day}T${from}`, precision: 'hour' }],
      }
    },
  },
  {
    kind: 'staleReplica',
    way: 'stoppedDaysAgo',
    make: scene => {
      const ago = level(scene, [0, 1, 2])
      return {
        ...gone(
          scene,
          siteOf(scene),
          side => `${clockOf(scene.business, side)} >= TIMESTAMP '${scene.day}' - INTERVAL ${ago * 24} HOUR`,
        ),
        metrics: [{ kind: 'rowCount' }],
        newest: true,
        onsets: [ago, ago + 1].map(days => ({
          at: new Date(Date.parse(scene.day) - days * 86_400_000).toISOString().slice(0, 10),
          precision: 'day',
        })),
      }
    },
  },
  {
    kind: 'feedOutage',
    way: 'wholly',
    make: scene => {
      const place = placeOf(scene, 1)
      return {
        ...gone(scene, entryOf(scene), both(sinceOf(scene), inPlace(place))),
        metrics: [...amounts(scene), ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        lasts: true,
      }
    },
  },
  {
    kind: 'feedOutage',
    way: 'mostly',
    make: scene => {
      const place = placeOf(scene, level(scene, [2, 1, 1]))
      const cond = both(sinceOf(scene), inPlace(place), some(scene.business.roles.id, level(scene, [0.95, 0.8, 0.92]), 'out'))
      return {
        ...gone(scene, entryOf(scene), cond),
        metrics: [...amounts(scene), ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        lasts: true,
      }
    },
  },
  {
    kind: 'rowCap',
    way: 'limitADay',
    make: scene => {
      const site = siteOf(scene)
      const most = Math.round((usual(scene) * level(scene, [0.75, 0.6, 0.4])) / 100) * 100
      const clock = clockOf(scene.business, site.side)
      const edit = ranked(scene, site, { by: `${clock}::DATE`, order: `hash(${named(scene.business.roles.id, site.side)})`, most })
      return { ...gone(scene, site, () => 'false'), edits: [edit], lasts: true, onsets: [{ at: scene.day, precision: 'day' }] }
    },
  },
  {
    kind: 'rowCap',
    way: 'pageAnHour',
    make: scene => {
      timed(scene)
      const site = siteOf(scene)
      const most = Math.round((usual(scene) * level(scene, [0.05, 0.035, 0.02])) / 5) * 5
      const hour = `date_trunc('hour', ${clockOf(scene.business, site.side)})`
      const edit = ranked(scene, site, { by: hour, order: clockOf(scene.business, site.side), most })
      return { ...gone(scene, site, () => 'false'), edits: [edit], lasts: true }
    },
  },
  {
    kind: 'rowCap',
    way: 'sampled',
    make: scene => {
      fit(isLayered(scene.business))
      const share = level(scene, [0.3, 0.5, 0.8])
      return {
        ...gone(scene, betweenOf(scene), both(sinceOf(scene), some(scene.business.roles.id, share, 'sample'))),
        lasts: true,
      }
    },
  },
  {
    kind: 'restrictiveFilter',
    way: 'value',
    make: scene => {
      const place = anyPlaceOf(scene)
      return {
        ...gone(scene, betweenOf(scene), both(sinceOf(scene), inPlace(place))),
        metrics: [...amounts(scene), ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        lasts: true,
      }
    },
  },
  {
    kind: 'restrictiveFilter',
    way: 'threshold',
    make: scene => {
      const site = betweenOf(scene)
      const measure = fit(scene.random.shuffle(scene.business.roles.measures)[0])
      const limit = `(SELECT quantile_cont(${measure.name}, ${level(scene, [0.2, 0.35, 0.6])}) FROM ${site.table})`
      return {
        ...gone(scene, site, both(sinceOf(scene), () => `${measure.name} < ${limit}`)),
        metrics: [...amounts(scene), { kind: 'average', column: measure.name }, { kind: 'minimum', column: measure.name }],
        lasts: true,
      }
    },
  },
  {
    kind: 'restrictiveFilter',
    way: 'innerJoin',
    make: scene => {
      const column = fit(scene.random.shuffle([...scene.business.roles.optional, ...scene.business.roles.texts])[0])
      return {
        ...gone(scene, betweenOf(scene), both(sinceOf(scene), () => `${column.name} IS NULL`)),
        metrics: [...amounts(scene), { kind: 'nullRate', column: column.name }],
        segments: [[], [[{ column: column.name, value: null }]]],
        lasts: true,
      }
    },
  },
]

const anyPlaceOf = (scene: Scene) => {
  const place = anyPlace(scene)
  return place.length === 0 ? placeOf(scene, 1) : place
}
