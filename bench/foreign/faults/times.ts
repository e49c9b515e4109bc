import { bare, type Col } from '../business.ts'
import { amounts, shareOf, type Damage, type Fault } from '../fault.ts'
import {
  asTime,
  both,
  change,
  clockOf,
  dayOf,
  entryOf,
  fit,
  hoursOf,
  inPlace,
  level,
  placed,
  placeOf,
  anyPlace,
  siteOf,
  some,
  type Cond,
  type Scene,
  type Site,
} from '../scene.ts'
import { plusDays } from '../sql.ts'

const day = (at: string) => [{ at, precision: 'day' }] as const
export const midnight = (scene: Scene): Scene => ({ ...scene, hour: 0 })
export const fromDay =
  ({ business, day }: Scene): Cond =>
  side =>
    `${clockOf(business, side)} >= TIMESTAMP '${day}'`

export const moved = (scene: Scene, { site, cond, to }: { site: Site; cond: Cond; to: (local: string) => string }) => {
  const time: Col = scene.business.roles.time
  return change(site, [[time, asTime(scene.business, site.side, to(clockOf(scene.business, site.side)))]], cond)
}

const shifted = (scene: Scene, site: Site, hours: number): Damage => {
  fit(scene.business.roles.time.kind !== 'date')
  const place = anyPlace(scene)
  const cond = both(fromDay(scene), inPlace(place))
  return {
    edits: [moved(scene, { site, cond, to: local => `${local} + INTERVAL (${hours}) HOUR` })],
    metrics: [
      ...amounts(scene),
      { kind: 'freshness' },
      { kind: 'freshness' },
      ...place.map(({ column, value }) => shareOf(column, value)),
    ],
    segments: placed(place),
    origins: [bare(site.table)],
    rows: both(fromDay(scene), inPlace(place))('watched'),
    onsets: [...day(scene.day), ...(hours < 0 ? day(plusDays(scene.day, -1)) : [])],
    lasts: true,
  }
}

export const times: readonly Fault[] = [
  {
    kind: 'timeZoneShift',
    way: 'someHours',
    make: scene => shifted(scene, siteOf(scene), level(scene, [3, 5, 8]) * scene.random.pick([1, -1])),
  },
  {
    kind: 'timeZoneShift',
    way: 'zoneTwice',
    make: scene => {
      const hours = { 'Europe/Berlin': level(scene, [2, 2, 4]), 'America/New_York': -4 }[scene.business.zone]
      return shifted(scene, entryOf(scene), hours ?? level(scene, [-6, 9, -10]))
    },
  },
  {
    kind: 'redatedEvents',
    way: 'processingTime',
    make: scene => {
      const site = siteOf(scene)
      const place = scene.random.chance(0.4) ? placeOf(scene, 1) : []
      const back = scene.random.whole(2, 4)
      const past = hoursOf({ ...scene, day: plusDays(scene.day, -back) }, 0, back * 24)
      const cond = both(past, inPlace(place), some(scene.business.roles.id, level(scene, [0.2, 0.35, 0.6]), 'backlog'))
      const at = scene.business.roles.time.kind === 'date' ? 0 : 4
      const to = (local: string) =>
        `TIMESTAMP '${scene.day}' + INTERVAL ${at} HOUR + to_seconds(extract(second FROM ${local})::BIGINT)`
      return {
        edits: [moved(scene, { site, cond, to })],
        metrics: amounts(scene),
        segments: placed(place),
        origins: [bare(site.table)],
        rows:
          at === 0
            ? null
            : `${hoursOf(scene, 4, 5)('watched')} AND ${clockOf(scene.business, 'watched')} < TIMESTAMP '${scene.day} 04:01:00'`,
        onsets: [...day(scene.day), ...day(plusDays(scene.day, -back))],
        lasts: false,
      }
    },
  },
  {
    kind: 'redatedEvents',
    way: 'defaultDate',
    make: scene => {
      const site = siteOf(scene)
      const share = level(scene, [0.3, 0.5, 0.8])
      const first = scene.random.pick(['1970-01-01', '2000-01-01', scene.first])
      const cond = both(fromDay(scene), some(scene.business.roles.id, share, 'default'))
      return {
        edits: [moved(scene, { site, cond, to: () => `TIMESTAMP '${first}'` })],
        metrics: amounts(scene),
        segments: [[]],
        origins: [bare(site.table)],
        rows: null,
        onsets: day(scene.day),
        lasts: true,
      }
    },
  },
  {
    kind: 'redatedEvents',
    way: 'dayBefore',
    make: scene => {
      const site = siteOf(scene)
      const cond = both(dayOf(scene), some(scene.business.roles.id, level(scene, [0.3, 0.5, 0.8]), 'before'))
      return {
        edits: [moved(scene, { site, cond, to: local => `${local} - INTERVAL 1 DAY` })],
        metrics: amounts(scene),
        segments: [[]],
        origins: [bare(site.table)],
        rows: null,
        onsets: [...day(scene.day), ...day(plusDays(scene.day, -1))],
        lasts: false,
      }
    },
  },
  ...(['fewer', 'more'] as const).map((way): Fault => ({
    kind: 'externalCause',
    way,
    make: scene => {
      const factor = way === 'fewer' ? level(scene, [0.75, 0.6, 0.4]) : level(scene, [1.3, 1.6, 2.1])
      return {
        edits: [],
        metrics: amounts(midnight(scene)),
        segments: [[]],
        origins: [bare(scene.business.watched), bare(scene.business.landing)],
        rows: null,
        onsets: day(scene.day),
        lasts: true,
        shape: at => (at >= scene.day ? factor : 1),
      }
    },
  })),
  {
    kind: 'externalCause',
    way: 'otherValues',
    make: scene => {
      const measure = fit(
        scene.business.roles.measures.find(({ scale, asText }) => scale === 'duration' && asText !== true),
      )
      const site = entryOf(scene)
      const factor = level(scene, [1.12, 1.3, 0.6])
      const column = site.side === 'watched' ? measure.name : fit(measure.source)
      const id = scene.business.roles.id
      const own = `(0.85 + 0.3 * (hash(${site.side === 'watched' ? id.name : fit(id.source)}, 7) % 1000) / 1000)`
      return {
        edits: [change(site, [[measure, `round(${column} * ${factor} * ${own})`]], fromDay(scene))],
        metrics: [{ kind: 'average', column: measure.name }],
        segments: [[]],
        origins: [bare(scene.business.watched), bare(scene.business.landing)],
        rows: null,
        onsets: day(scene.day),
        lasts: true,
      }
    },
  },
]
