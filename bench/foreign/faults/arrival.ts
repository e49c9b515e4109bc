import { bare } from '../business.ts'
import { amounts, shareOf, type Damage, type Fault } from '../fault.ts'
import {
  both,
  clockOf,
  dayOf,
  entryOf,
  fit,
  hoursOf,
  inPlace,
  level,
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

export const timed = ({ business }: Scene) => fit(business.roles.time.kind !== 'date')
export const gone = (scene: Scene, site: Site, cond: Cond): Damage => ({
  edits: [remove(site, cond)],
  metrics: amounts(scene),
  segments: [[]],
  origins: [bare(site.table)],
  rows: null,
  lasts: false,
})

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
      ...gone(
        scene,
        siteOf(scene),
        both(dayOf(scene), some(scene.business.roles.id, level(scene, [0.3, 0.5, 0.75]), 'load')),
      ),
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
      const cond = both(
        sinceOf(scene),
        inPlace(place),
        some(scene.business.roles.id, level(scene, [0.95, 0.8, 0.92]), 'out'),
      )
      return {
        ...gone(scene, entryOf(scene), cond),
        metrics: [...amounts(scene), ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        lasts: true,
      }
    },
  },
]
