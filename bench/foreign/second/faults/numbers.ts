import { bare, type Measure, type Scale } from '../../business.ts'
import { distinctOf, numbers, type Damage, type Fault } from '../../fault.ts'
import { timed } from '../../faults/arrival.ts'
import { changed } from '../../faults/measures.ts'
import { moved } from '../../faults/times.ts'
import { nextVersion, release } from '../../release.ts'
import {
  anyPlace,
  both,
  dayOf,
  entryOf,
  every,
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
  type Scene,
  type Site,
} from '../../scene.ts'
import { list } from '../../sql.ts'

/** Thousands, milliseconds and hours, pounds, miles. */
const factors: Record<Scale, readonly number[]> = {
  money: [1000, 0.001],
  duration: [1000, 1 / 3600],
  weight: [2.2046, 0.4536],
  length: [1.609, 0.6214],
  percent: [100],
  count: [],
}
const measured = ({ business, random }: Scene): Measure =>
  fit(random.shuffle(business.roles.measures.filter(({ scale }) => factors[scale].length > 0))[0])
const money = ({ business }: Scene): Measure =>
  fit(business.roles.measures.find(({ scale, asText }) => scale === 'money' && asText !== true))

/** A number that a query finds in the table as it is then; texts are cast. */
const found = ({ side, table }: Site, measure: Measure, write: (column: string) => string) =>
  `(SELECT ${write(`TRY_CAST(${named(measure, side)} AS DOUBLE)`)} FROM ${table})`

const units: readonly Fault[] = [
  {
    kind: 'unitChange',
    way: 'otherSystem',
    make: scene => {
      const measure = measured(scene)
      const factor = scene.random.pick(factors[measure.scale])
      return changed(scene, { site: siteOf(scene), measure, place: anyPlace(scene), to: from => `${from} * ${factor}` })
    },
  },
  {
    kind: 'unitChange',
    way: 'someSenders',
    make: scene => {
      const measure = measured(scene)
      const site = entryOf(scene)
      const factor = scene.random.pick(factors[measure.scale])
      const cond = both(sinceOf(scene), some(scene.business.roles.who, level(scene, [0.2, 0.4, 0.7]), 'unit'))
      return {
        ...changed(scene, { site, measure, place: [], to: from => from }),
        edits: [rewrite(site, measure, { to: from => `${from} * ${factor}`, cond })],
        rows: cond('watched'),
      }
    },
  },
  {
    kind: 'currencyMix',
    way: 'turnedOver',
    make: scene => {
      const { converted, local, column } = fit(scene.business.roles.currency)
      const site = siteOf(scene)
      const place = [{ column, value: scene.random.pick(column.values.filter(one => one !== 'EUR')) }]
      const there = named(fit(local), site.side)
      const to = (from: string) => `coalesce(round(${there} * ${there} / nullif(${from}, 0), 2), ${from})`
      return { ...changed(scene, { site, measure: converted, place, to }), alsoRight: ['unitChange'] }
    },
  },
  {
    kind: 'currencyMix',
    way: 'oneRateForAll',
    make: scene => {
      const { converted, local, column } = fit(scene.business.roles.currency)
      const site = siteOf(scene)
      const [its, ...others] = scene.random.shuffle(column.values.filter(one => one !== 'EUR'))
      const [here, there] = [named(converted, site.side), named(fit(local), site.side)]
      const rate = `(SELECT median(${there} / ${here}) FROM ${site.table} WHERE ${here} <> 0 AND ${is(column, fit(its))(site.side)})`
      const cond = both(sinceOf(scene), side => `${named(column, side)} IN (${list(others)})`)
      return {
        ...changed(scene, { site, measure: converted, place: [], to: from => from }),
        edits: [rewrite(site, converted, { to: () => `round(${there} / ${rate}, 2)`, cond })],
        segments: [others.map(value => [{ column: column.name, value }])],
        rows: cond('watched'),
        alsoRight: ['unitChange'],
      }
    },
  },
]

const signs: readonly Fault[] = [
  {
    kind: 'signFlip',
    way: 'newReleaseNegates',
    ownRelease: true,
    make: scene => {
      const measure = money(scene)
      const site = entryOf(scene)
      const { version, edit, cond } = release(scene, site, nextVersion(scene))
      return {
        ...changed(scene, { site, measure, place: [], to: from => from }),
        edits: [edit, rewrite(site, measure, { to: from => `-1 * ${from}`, cond })],
        segments: [[[{ column: version.name, value: nextVersion(scene) }]]],
        rows: cond('watched'),
      }
    },
  },
  {
    kind: 'signFlip',
    way: 'creditsOfOnePlace',
    make: scene => {
      const { column, value, measure } = fit(scene.business.roles.credits)
      const place = [...placeOf(scene, 1), { column, value }]
      return changed(scene, { site: siteOf(scene), measure, place, to: from => `abs(${from})` })
    },
  },
  {
    kind: 'signFlip',
    way: 'someSenders',
    make: scene => {
      const measure = scene.business.roles.measures.find(({ scale }) => scale === 'duration') ?? money(scene)
      const site = siteOf(scene)
      const cond = both(sinceOf(scene), some(scene.business.roles.who, level(scene, [0.15, 0.3, 0.6]), 'sign'))
      return {
        ...changed(scene, { site, measure, place: [], to: from => from }),
        edits: [rewrite(site, measure, { to: from => `-1 * ${from}`, cond })],
        rows: cond('watched'),
      }
    },
  },
]

const precision: readonly Fault[] = [
  {
    kind: 'precisionLoss',
    way: 'saturated',
    make: scene => {
      const site = siteOf(scene)
      const measure = measured(scene)
      const reach = level(scene, [0.93, 0.8, 0.5])
      const cap = found(site, measure, column => `pow(2, floor(log2(quantile_cont(${column}, ${reach}))))`)
      const since = sinceOf(scene)('watched')
      return {
        ...changed(scene, { site, measure, place: [], to: from => `least(${from}, ${cap})` }),
        metrics: [
          { kind: 'maximum', column: measure.name },
          { kind: 'maximum', column: measure.name },
          ...numbers(measure),
        ],
        rows: `${since} AND ${measure.name} = (SELECT max(${measure.name}) FROM ${scene.business.watched} WHERE ${since})`,
      }
    },
  },
  {
    kind: 'precisionLoss',
    way: 'oneDigit',
    make: scene => {
      const measure = measured(scene)
      const to = (from: string) => {
        const power = `pow(10, floor(log10(abs(nullif(${from}, 0)))))`
        return `coalesce(round(${from} / ${power}) * ${power}, 0)`
      }
      return {
        ...changed(scene, { site: siteOf(scene), measure, place: anyPlace(scene), to }),
        metrics: [distinctOf(measure), distinctOf(measure), { kind: 'duplicateRate', columns: [measure.name] }],
      }
    },
  },
  {
    kind: 'precisionLoss',
    way: 'timesToTheHour',
    make: scene => {
      timed(scene)
      const site = siteOf(scene)
      const { time } = scene.business.roles
      const place = anyPlace(scene)
      const cond = both(sinceOf(scene), inPlace(place))
      return {
        edits: [moved(scene, { site, cond, to: local => `date_trunc('hour', ${local})` })],
        metrics: [distinctOf(time), { kind: 'duplicateRate', columns: [time.name] }],
        segments: placed(place),
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
]

const definitions: readonly Fault[] = [
  {
    kind: 'definitionChange',
    way: 'fixedFee',
    make: scene => {
      const site = siteOf(scene)
      const measure = money(scene)
      const fee = found(
        site,
        measure,
        column => `round(median(abs(${column})) * ${level(scene, [0.15, 0.35, 0.8])}, 4)`,
      )
      return changed(scene, { site, measure, place: anyPlace(scene), to: from => `${from} + ${fee}` })
    },
  },
  {
    kind: 'definitionChange',
    way: 'perUnit',
    make: scene => {
      const site = siteOf(scene)
      const count = fit(scene.business.roles.measures.find(({ scale }) => scale === 'count'))
      const to = (from: string) => `round(${from} / ${named(count, site.side)}, 2)`
      return changed(scene, { site, measure: money(scene), place: anyPlace(scene), to })
    },
  },
  {
    kind: 'definitionChange',
    way: 'firstSecondsNotCounted',
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(scene.business.roles.measures.find(({ scale }) => scale === 'duration'))
      const free = found(site, measure, column => `round(quantile_cont(${column}, ${level(scene, [0.1, 0.25, 0.5])}))`)
      return changed(scene, { site, measure, place: anyPlace(scene), to: from => `greatest(${from} - ${free}, 0)` })
    },
  },
]

/** A few rows of the day, each of at least the usual size. */
const slips = (
  scene: Scene,
  { measure, to, rows }: { measure: Measure; to: (from: string) => string; rows: string },
): Damage => {
  const site = siteOf(scene)
  const id = named(scene.business.roles.id, site.side)
  const size = `TRY_CAST(${named(measure, site.side)} AS DOUBLE)`
  const place = anyPlace(scene)
  const within = both(dayOf(scene), inPlace(place))(site.side)
  const few = `SELECT ${id} FROM ${site.table} WHERE ${within} AND ${size} >= ${found(site, measure, column => `median(${column})`)}
    ORDER BY hash(${id}, 21) LIMIT ${level(scene, [2, 4, 9])}`
  return {
    edits: [rewrite(site, measure, { to, cond: both(every, () => `${id} IN (${few})`) })],
    metrics: (['average', 'sum', 'maximum'] as const).map(kind => ({ kind, column: measure.name })),
    segments: [[]],
    origins: [bare(site.table)],
    rows,
    onsets: [{ at: scene.day, precision: 'day' }],
    lasts: false,
  }
}

const few: readonly Fault[] = [
  {
    kind: 'outliers',
    way: 'decimalSlip',
    make: scene => {
      const measure = measured(scene)
      const { name } = measure
      return slips(scene, {
        measure,
        to: from => `${from} * 10000`,
        rows: `${name} >= (SELECT 500 * median(${name}) FROM ${scene.business.watched})`,
      })
    },
  },
  {
    kind: 'outliers',
    way: 'barcodeScanned',
    make: scene => {
      const measure = measured(scene)
      return slips(scene, {
        measure,
        to: from => `40123455 + 7 * (hash(${from}) % 9000)`,
        rows: `${measure.name} >= 40000000`,
      })
    },
  },
]

export const numeric: readonly Fault[] = [...units, ...signs, ...precision, ...definitions, ...few]
