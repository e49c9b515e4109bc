import { bare, type Dim } from '../../business.ts'
import { alike, segmentColumn } from '../../controls.ts'
import { amounts, shareOf, numbers, type Damage, type Fault } from '../../fault.ts'
import { timed } from '../../faults/arrival.ts'
import { fromDay, moved } from '../../faults/times.ts'
import {
  anyPlace,
  both,
  clockOf,
  entryOf,
  fit,
  hoursOf,
  inPlace,
  level,
  placed,
  rewrite,
  siteOf,
  some,
  type Place,
  type Scene,
  type Site,
} from '../../scene.ts'
import { plusDays } from '../../sql.ts'

const day = (at: string) => [{ at, precision: 'day' }] as const
const shifted = (scene: Scene, { site, place, minutes }: { site: Site; place: Place; minutes: number }): Damage => {
  timed(scene)
  const cond = both(fromDay(scene), inPlace(place))
  return {
    edits: [moved(scene, { site, cond, to: local => `${local} + INTERVAL (${minutes}) MINUTE` })],
    metrics: [
      ...amounts(scene),
      { kind: 'freshness' },
      { kind: 'freshness' },
      ...place.map(({ column, value }) => shareOf(column, value)),
    ],
    segments: placed(place),
    origins: [bare(site.table)],
    rows: cond('watched'),
    onsets: [...day(scene.day), ...(minutes < 0 ? day(plusDays(scene.day, -1)) : [])],
    lasts: true,
  }
}

const clocks: readonly Fault[] = [
  {
    kind: 'timeZoneShift',
    way: 'oneClientInUtc',
    make: scene => {
      const column = fit(scene.business.roles.version)
      const place = [{ column, value: scene.random.pick(column.values) }]
      const hours = level(scene, [3, 6, 9]) * scene.random.pick([1, -1])
      return shifted(scene, { site: entryOf(scene), place, minutes: hours * 60 })
    },
  },
  {
    kind: 'timeZoneShift',
    way: 'halfHours',
    make: scene => {
      const minutes = level(scene, [210, 330, 570]) * scene.random.pick([1, -1])
      return shifted(scene, { site: siteOf(scene), place: anyPlace(scene), minutes })
    },
  },
  {
    kind: 'timeZoneShift',
    way: 'afternoonsLost',
    make: scene => {
      timed(scene)
      const site = siteOf(scene)
      const place = anyPlace(scene)
      const clock = clockOf(scene.business, site.side)
      const cond = both(fromDay(scene), inPlace(place), () => `extract(hour FROM ${clock}) >= 13`)
      return {
        edits: [moved(scene, { site, cond, to: local => `${local} - INTERVAL 12 HOUR` })],
        metrics: [{ kind: 'freshness' }, ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        origins: [bare(site.table)],
        // The moved rows are among those of the mornings.
        rows: null,
        alsoRight: ['formatDrift'],
        onsets: day(scene.day),
        lasts: true,
      }
    },
  },
  {
    kind: 'redatedEvents',
    way: 'wrongYear',
    make: scene => {
      const site = siteOf(scene)
      const years = scene.random.pick([-365, 365, -3652])
      const place = anyPlace(scene)
      const cond = both(
        fromDay(scene),
        inPlace(place),
        some(scene.business.roles.id, level(scene, [0.3, 0.5, 0.85]), 'year'),
      )
      return {
        edits: [moved(scene, { site, cond, to: local => `${local} + INTERVAL (${years}) DAY` })],
        metrics: [...amounts(scene), ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        origins: [bare(site.table)],
        rows: null,
        onsets: day(scene.day),
        lasts: true,
      }
    },
  },
  {
    kind: 'redatedEvents',
    way: 'bookedDaysLater',
    make: scene => {
      const site = siteOf(scene)
      const back = scene.random.whole(1, 2)
      const past = hoursOf({ ...scene, day: plusDays(scene.day, -back) }, 0, back * 24)
      const cond = both(past, some(scene.business.roles.id, level(scene, [0.3, 0.6, 1]), 'booked'))
      const to = (local: string) => `TIMESTAMP '${scene.day}' + (${local} - date_trunc('day', ${local}))`
      return {
        edits: [moved(scene, { site, cond, to })],
        metrics: amounts(scene),
        segments: [[]],
        origins: [bare(site.table)],
        rows: null,
        onsets: [...day(scene.day), ...day(plusDays(scene.day, -back))],
        lasts: false,
      }
    },
  },
]

const outside = ({ business, day: at }: Scene): Omit<Damage, 'shape'> => ({
  edits: [],
  metrics: [],
  segments: [[]],
  origins: [bare(business.watched), bare(business.landing)],
  rows: null,
  onsets: day(at),
  lasts: true,
})

const world: readonly Fault[] = [
  {
    kind: 'externalCause',
    way: 'storm',
    make: scene => {
      const left = level(scene, [0.7, 0.5, 0.3])
      return {
        ...outside(scene),
        metrics: amounts(scene),
        lasts: false,
        shape: at => (at === scene.day ? left : 1),
      }
    },
  },
  {
    kind: 'externalCause',
    way: 'strikeInOnePlace',
    make: scene => {
      const [value] = scene.random.pick(scene.business.segments.slice(0, 3))
      const column: Dim = { name: segmentColumn(scene), source: null, values: [value] }
      const left = level(scene, [0.6, 0.5, 0.4])
      return {
        ...outside(scene),
        metrics: [...amounts(scene), shareOf(column, value)],
        segments: [[[{ column: column.name, value }]]],
        shape: (at, segment) => (segment === value && at >= scene.day ? left : 1),
      }
    },
  },
  {
    kind: 'externalCause',
    way: 'competitorCloses',
    make: scene => {
      const more = level(scene, [0.3, 0.5, 0.9])
      const from = plusDays(scene.day, -2)
      const since = (at: string) => (Date.parse(at) - Date.parse(from)) / 86_400_000 + 1
      return {
        ...outside(scene),
        metrics: amounts(scene),
        onsets: [0, -1, -2].flatMap(days => day(plusDays(scene.day, days))),
        shape: at => 1 + more * Math.min(1, Math.max(0, since(at) / 3)),
      }
    },
  },
  {
    kind: 'externalCause',
    way: 'dearer',
    make: scene => {
      const measure = fit(
        scene.business.roles.measures.find(({ scale, asText }) => scale === 'money' && asText !== true),
      )
      const id = scene.business.roles.id
      const rise = level(scene, [0.12, 0.2, 0.35])
      const own = (from: string) =>
        `round((${from} * (1 + ${rise} * (0.4 + 1.2 * (hash(${id.source ?? id.name}, 31) % 1000) / 1000)))::DOUBLE, 4)`
      return {
        ...outside(scene),
        edits: alike(scene, measure).map(one => rewrite(entryOf(scene), one, { to: own, cond: fromDay(scene) })),
        metrics: numbers(measure).slice(0, 2),
      }
    },
  },
]

export const times: readonly Fault[] = [...clocks, ...world]
