import { bare, isLayered, isView, type Col } from '../business.ts'
import { nullsOf, numbers, shareOf, type Damage, type Fault } from '../fault.ts'
import {
  anyPlace,
  both,
  change,
  entryOf,
  fit,
  inPlace,
  is,
  level,
  named,
  placed,
  placeOf,
  sinceOf,
  siteOf,
  type Cond,
  type Place,
  type Scene,
  type Site,
} from '../scene.ts'
import { text } from '../sql.ts'
import { nextVersion, release } from '../release.ts'
import { numeric } from './sentinels.ts'

/** Columns that may stay empty: optional ones and measures. */
const fillable = ({ business, random }: Scene): Col =>
  random.pick([
    ...business.roles.optional,
    ...business.roles.optional,
    ...business.roles.texts,
    ...business.roles.measures,
  ])
export const emptied = (
  scene: Scene,
  { site, column, cond, place }: { site: Site; column: Col; cond: Cond; place: Place },
): Damage => ({
  edits: [change(site, [[column, 'NULL']], cond)],
  metrics: [
    nullsOf(column),
    nullsOf(column),
    ...(scene.business.roles.measures.some(({ name }) => name === column.name) ? numbers(column).slice(0, 2) : []),
  ],
  segments: placed(place),
  origins: [bare(site.table)],
  rows: cond('watched'),
  lasts: true,
})

export const columns: readonly Fault[] = [
  {
    kind: 'nullFromRelease',
    way: 'newVersion',
    ownRelease: true,
    make: scene => {
      const site = entryOf(scene)
      const name = nextVersion(scene)
      const { version, edit, cond } = release(scene, site, name)
      const damage = emptied(scene, { site, column: fillable(scene), cond, place: [{ column: version, value: name }] })
      return { ...damage, edits: [edit, ...damage.edits] }
    },
  },
  {
    kind: 'nullFromRelease',
    way: 'oneSource',
    make: scene => {
      const site = entryOf(scene)
      const place = placeOf(scene, 1)
      const cond = both(sinceOf(scene), inPlace(place))
      return { ...emptied(scene, { site, column: fillable(scene), cond, place }), alsoRight: ['columnDropped'] }
    },
  },
  {
    kind: 'columnDropped',
    way: 'allNull',
    make: scene => emptied(scene, { site: siteOf(scene), column: fillable(scene), cond: sinceOf(scene), place: [] }),
  },
  {
    kind: 'columnDropped',
    way: 'allDefault',
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(scene.random.shuffle(scene.business.roles.measures)[0])
      return {
        edits: [
          change(site, [[measure, measure.asText === true && site.side === 'landing' ? `'0'` : '0']], sinceOf(scene)),
        ],
        metrics: [...numbers(measure), { kind: 'distinctCount', column: measure.name }],
        segments: [[]],
        origins: [bare(site.table)],
        rows: sinceOf(scene)('watched'),
        alsoRight: ['sentinelValues'],
        lasts: true,
      }
    },
  },
  {
    kind: 'columnDropped',
    way: 'wordForAll',
    make: scene => {
      const site = siteOf(scene)
      const column = fit(scene.random.shuffle(scene.business.roles.dims.filter(({ source }) => source !== null))[0])
      const word = scene.random.pick(['', 'unknown', 'default'])
      const value = scene.random.pick(column.values)
      return {
        edits: [change(site, [[column, text(word)]], sinceOf(scene))],
        metrics: [shareOf(column, value), { kind: 'distinctCount', column: column.name }],
        segments: [[], [[{ column: column.name, value: word }]]],
        origins: [bare(site.table)],
        rows: both(sinceOf(scene), is(column, word))('watched'),
        alsoRight: ['sentinelValues'],
        lasts: true,
      }
    },
  },
  {
    kind: 'columnSwap',
    way: 'measures',
    make: scene => {
      const { measures, parts } = scene.business.roles
      const [one, other] =
        parts !== null && scene.random.chance(0.5) ? [parts.net, parts.other] : scene.random.shuffle(measures)
      return swapped(scene, [fit(one), fit(other)])
    },
  },
  {
    kind: 'columnSwap',
    way: 'dimensions',
    make: scene => {
      const [one, other] = scene.random.shuffle(scene.business.roles.dims.filter(({ source }) => source !== null))
      return swapped(scene, [fit(one), fit(other)])
    },
  },
  {
    kind: 'columnSwap',
    way: 'shifted',
    make: scene => {
      const [one, two, three] = scene.business.roles.dims.filter(({ source }) => source !== null)
      return swapped(scene, [fit(one), fit(two), fit(three)])
    },
  },
  {
    kind: 'typeChange',
    way: 'decimalComma',
    make: scene => {
      const measure = fit(scene.business.roles.measures.find(({ asText }) => asText === true))
      const site = entryOf(scene)
      const column = named(measure, site.side)
      const place = anyPlace(scene)
      const cond = both(sinceOf(scene), inPlace(place))
      const written = scene.random.pick([
        `replace(${column}, '.', ',')`,
        `${column} || ' EUR'`,
        `'"' || ${column} || '"'`,
      ])
      return {
        ...lost(scene, { site, measure, place, cond }),
        edits: [change(site, [[measure, written]], cond)],
        alsoRight: ['formatDrift'],
      }
    },
  },
  {
    kind: 'typeChange',
    way: 'thousandsFail',
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(scene.business.roles.measures.find(({ asText }) => asText !== true))
      const column = named(measure, site.side)
      const limit = `(SELECT quantile_cont(${column}, ${level(scene, [0.85, 0.7, 0.5])}) FROM ${site.table})`
      const cond = both(sinceOf(scene), () => `${column} >= ${limit}`)
      return {
        ...lost(scene, { site, measure, place: [], cond }),
        edits: [change(site, [[measure, 'NULL']], cond)],
        rows: both(sinceOf(scene), () => `${measure.name} IS NULL`)('watched'),
      }
    },
  },
  {
    kind: 'typeChange',
    way: 'zeroWhereCastFails',
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(
        scene.business.roles.measures.find(
          ({ asText, scale }) => asText !== true && (scale === 'money' || scale === 'weight'),
        ),
      )
      const column = named(measure, site.side)
      const place = anyPlace(scene)
      const cond = both(sinceOf(scene), inPlace(place), () => `${column} <> trunc(${column})`)
      return {
        ...lost(scene, { site, measure, place, cond }),
        edits: [change(site, [[measure, '0']], cond)],
        metrics: [...numbers(measure), { kind: 'share', where: { column: measure.name, operator: '=', value: 0 } }],
        rows: both(sinceOf(scene), inPlace(place), () => `${measure.name} = 0`)('watched'),
        alsoRight: ['sentinelValues', 'columnDropped'],
      }
    },
  },
]

export const lost = (
  scene: Scene,
  { site, measure, place, cond }: { site: Site; measure: Col; place: Place; cond: Cond },
): Damage => ({
  ...emptied(scene, { site, column: measure, cond, place }),
  rows: both(sinceOf(scene), inPlace(place))('watched'),
})

/** Each column has what the next one had, the last what the first had. */
const swapped = (scene: Scene, cols: readonly Col[]): Damage => {
  const site = siteOf(scene)
  const place = placeAside(scene, cols)
  const cond = both(sinceOf(scene), inPlace(place))
  const sets = cols.map((col, index) => [col, named(cols[(index + 1) % cols.length] ?? col, site.side)] as const)
  const { dims, measures } = scene.business.roles
  return {
    edits: [change(site, sets, cond)],
    metrics: cols.flatMap(col => {
      const dim = dims.find(({ name }) => name === col.name)
      if (dim) return [shareOf(dim, dim.values[0] ?? ''), { kind: 'distinctCount', column: dim.name } as const]
      return measures.some(({ name }) => name === col.name) || !numeric.has(col.name) ? numbers(col) : []
    }),
    segments: placed(place),
    origins: [bare(site.table)],
    rows: cond('watched'),
    lasts: true,
  }
}

/** A place that none of the columns makes. */
const placeAside = (scene: Scene, cols: readonly Col[]): Place => {
  const place = scene.random.chance(0.4) ? placeOf(scene, 1) : []
  const implied = place.some(({ column }) => cols.some(({ name }) => name === column.name))
  fit(!implied && (isLayered(scene.business) || !isView(scene.business)))
  return place
}
