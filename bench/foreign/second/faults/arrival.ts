import { amounts, shareOf, type Fault } from '../../fault.ts'
import { gone, timed } from '../../faults/arrival.ts'
import { midnight } from '../../faults/times.ts'
import {
  betweenOf,
  both,
  clockOf,
  dayOf,
  entryOf,
  fit,
  hoursOf,
  inPlace,
  is,
  level,
  named,
  placed,
  placeOf,
  sinceOf,
  siteOf,
  some,
  type Cond,
  type Scene,
} from '../../scene.ts'
import { list } from '../../sql.ts'

const hourOf =
  ({ business }: Scene): Cond =>
  side =>
    `extract(hour FROM ${clockOf(business, side)})`

export const arrival: readonly Fault[] = [
  {
    kind: 'missingSlice',
    way: 'everyThirdHour',
    make: scene => {
      timed(scene)
      const step = level(scene, [4, 3, 2])
      const cond = both(dayOf(scene), side => `${hourOf(scene)(side)} % ${step} = 1`)
      return {
        ...gone(scene, siteOf(scene), cond),
        newest: false,
        onsets: [{ at: scene.day, precision: 'day' }],
      }
    },
  },
  {
    kind: 'missingSlice',
    way: 'oneBranchOneDay',
    make: scene => {
      const place = placeOf(scene, 1)
      return {
        ...gone(scene, siteOf(scene), both(dayOf(scene), inPlace(place))),
        metrics: [...amounts(scene), ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        alsoRight: ['feedOutage'],
        newest: false,
        onsets: [{ at: scene.day, precision: 'day' }],
      }
    },
  },
  {
    kind: 'partialLoad',
    way: 'arrivalCurve',
    make: scene => {
      timed(scene)
      const from = level(scene, [15, 12, 8])
      // Of each later hour a greater part is still on its way.
      const cond = both(hoursOf(scene, from, 24), side => {
        const id = named(scene.business.roles.id, side)
        return `hash(concat_ws('|', ${id}, 'way')) % 100 < 14 * (${hourOf(scene)(side)} - ${from - 1})`
      })
      return {
        ...gone(scene, siteOf(scene), cond),
        newest: true,
        onsets: [{ at: scene.day, precision: 'day' }],
      }
    },
  },
  {
    kind: 'partialLoad',
    way: 'keyOrder',
    make: scene => {
      const site = siteOf(scene)
      const who = named(scene.business.roles.who, site.side)
      const reached = `(SELECT quantile_disc(${who}, ${level(scene, [0.75, 0.5, 0.25])}) FROM ${site.table})`
      return {
        ...gone(
          scene,
          site,
          both(dayOf(scene), () => `${who} > ${reached}`),
        ),
        metrics: [
          { kind: 'rowCount' },
          ...amounts(scene),
          { kind: 'distinctCount', column: scene.business.roles.who.name },
        ],
        alsoRight: ['missingSlice'],
        newest: true,
        onsets: [{ at: scene.day, precision: 'day' }],
      }
    },
  },
  {
    kind: 'staleReplica',
    way: 'byLoadTime',
    make: scene => {
      timed(scene)
      const loaded = fit(scene.business.roles.loaded)
      const hour = level(scene, [18, 15, 11])
      const last = `TIMESTAMP '${scene.day}' + INTERVAL ${hour} HOUR`
      return {
        ...gone(scene, entryOf(scene), side => `${named(loaded, side)} > ${last}`),
        metrics: [...amounts(scene), { kind: 'freshness' }, { kind: 'freshness' }],
        alsoRight: ['partialLoad'],
        newest: true,
        // The last rows loaded are up to three hours old.
        onsets: [hour, hour - 2].map(at => ({ at: `${scene.day}T${String(at).padStart(2, '0')}`, precision: 'hour' })),
      }
    },
  },
  {
    kind: 'staleReplica',
    way: 'martNotRefreshed',
    make: scene => {
      timed(scene)
      const hour = level(scene, [16, 12, 5])
      return {
        ...gone(scene, betweenOf(scene), hoursOf(scene, hour, 24)),
        metrics: [{ kind: 'rowCount' }, ...amounts(scene), { kind: 'freshness' }],
        alsoRight: ['partialLoad'],
        newest: true,
        onsets: [{ at: `${scene.day}T${String(hour).padStart(2, '0')}`, precision: 'hour' }],
      }
    },
  },
  {
    kind: 'feedOutage',
    way: 'oldClientsRefused',
    make: scene => {
      const column = fit(scene.business.roles.version)
      const value = scene.random.pick(column.values)
      return {
        ...gone(scene, entryOf(scene), both(sinceOf(scene), is(column, value))),
        metrics: [...amounts(scene), shareOf(column, value)],
        segments: [[[{ column: column.name, value }]]],
        lasts: true,
      }
    },
  },
  {
    kind: 'feedOutage',
    way: 'severalSites',
    make: scene => {
      const at = midnight(scene)
      const column = fit(scene.business.roles.dims[0])
      const values = scene.random.shuffle(column.values.slice(0, 5)).slice(0, level(scene, [2, 2, 3]))
      const cond = both(
        sinceOf(at),
        side => `${named(column, side)} IN (${list(values)})`,
        some(scene.business.roles.id, 0.97, 'site'),
      )
      return {
        ...gone(scene, entryOf(scene), cond),
        metrics: [...amounts(scene), ...values.map(value => shareOf(column, value))],
        segments: [values.map(value => [{ column: column.name, value }])],
        lasts: true,
        onsets: [{ at: scene.day, precision: 'day' }],
      }
    },
  },
]
