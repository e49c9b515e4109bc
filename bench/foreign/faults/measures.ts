import { bare, hasKey, type Measure } from '../business.ts'
import { distinctOf, numbers, type Damage, type Fault } from '../fault.ts'
import {
  anyPlace,
  both,
  change,
  entryOf,
  fit,
  inPlace,
  level,
  named,
  placed,
  placeOf,
  rewrite,
  sinceOf,
  siteOf,
  type Place,
  type Scene,
  type Site,
} from '../scene.ts'

type Changed = {
  readonly site: Site
  readonly measure: Measure
  readonly place: Place
  readonly to: (from: string) => string
}

export const changed = (scene: Scene, { site, measure, place, to }: Changed): Damage => {
  const cond = both(sinceOf(scene), inPlace(place))
  return {
    edits: [rewrite(site, measure, { to, cond })],
    metrics: numbers(measure),
    segments: placed(place),
    origins: [bare(site.table)],
    rows: cond('watched'),
    lasts: true,
  }
}
export const anyMeasure = (scene: Scene) => fit(scene.random.shuffle(scene.business.roles.measures)[0])
const factors = {
  money: [0.01, 100],
  duration: [60, 1 / 60],
  weight: [1000, 0.001],
  length: [1000, 0.001],
  percent: [0.01],
  count: [1000],
}

import { nextVersion, release } from '../release.ts'
export const measuring: readonly Fault[] = [
  {
    kind: 'unitChange',
    way: 'sourceSwitches',
    make: scene => {
      const measure = anyMeasure(scene)
      const factor = scene.random.pick(factors[measure.scale])
      return changed(scene, { site: siteOf(scene), measure, place: anyPlace(scene), to: from => `${from} * ${factor}` })
    },
  },
  {
    kind: 'unitChange',
    way: 'newRelease',
    ownRelease: true,
    make: scene => {
      const measure = anyMeasure(scene)
      const site = entryOf(scene)
      const { version, edit, cond } = release(scene, site, nextVersion(scene))
      const factor = scene.random.pick(factors[measure.scale])
      return {
        ...changed(scene, { site, measure, place: [], to: from => from }),
        edits: [edit, rewrite(site, measure, { to: from => `${from} * ${factor}`, cond })],
        segments: [[[{ column: version.name, value: nextVersion(scene) }]]],
        rows: cond('watched'),
      }
    },
  },
  {
    kind: 'currencyMix',
    way: 'notConverted',
    make: scene => {
      const { converted, local, column } = fit(scene.business.roles.currency)
      const site = siteOf(scene)
      const value = scene.random.pick(column.values.filter(one => !['USD', 'EUR'].includes(one)))
      const place = [{ column, value }]
      return {
        ...changed(scene, { site, measure: converted, place, to: () => named(fit(local), site.side) }),
        alsoRight: ['unitChange'],
      }
    },
  },
  {
    kind: 'currencyMix',
    way: 'labelLeft',
    make: scene => {
      const { local, converted } = fit(scene.business.roles.currency)
      const site = entryOf(scene)
      const measure = scene.random.pick([fit(local), converted])
      const rate = scene.random.pick(
        level(scene, [
          [1.4, 0.62],
          [4.3, 0.23],
          [11.4, 152],
        ]),
      )
      const place = placeOf(scene, 1)
      return changed(scene, { site, measure, place, to: from => `round(${from} * ${rate}, 2)` })
    },
  },
  {
    kind: 'signFlip',
    way: 'creditsPositive',
    make: scene => {
      const { column, value, measure } = fit(scene.business.roles.credits)
      return changed(scene, { site: siteOf(scene), measure, place: [{ column, value }], to: from => `abs(${from})` })
    },
  },
  {
    kind: 'signFlip',
    way: 'allNegated',
    make: scene => {
      const measure = fit(scene.business.roles.measures.find(({ scale }) => scale === 'money'))
      const place = placeOf(scene, level(scene, [2, 1, 1]))
      return changed(scene, { site: siteOf(scene), measure, place, to: from => `-1 * ${from}` })
    },
  },
  {
    kind: 'precisionLoss',
    way: 'roundedOff',
    make: scene => {
      const measure = anyMeasure(scene)
      const site = siteOf(scene)
      const middle = `(SELECT pow(10, floor(log10(nullif(median(abs(TRY_CAST(${named(measure, site.side)} AS DOUBLE))), 0)))) FROM ${site.table})`
      const step = level(scene, [`(${middle} * 0.5)`, middle, `(${middle} * 5)`])
      const damage = changed(scene, {
        site,
        measure,
        place: anyPlace(scene),
        to: from => `floor(${from} / ${step}) * ${step}`,
      })
      return { ...damage, metrics: [distinctOf(measure), distinctOf(measure), ...numbers(measure)] }
    },
  },
  {
    kind: 'precisionLoss',
    way: 'idsThroughFloat',
    make: scene => {
      const { id } = scene.business.roles
      const site = siteOf(scene)
      fit(
        id.sort === 'number' &&
          ![scene.business.landing, scene.business.watched].some(name => hasKey(scene.business, name)),
      )
      const cond = sinceOf(scene)
      return {
        edits: [
          change(
            site,
            [
              [
                id,
                `(${named(id, site.side)}::DOUBLE / ${level(scene, [2, 4, 10])})::FLOAT::DOUBLE::BIGINT * ${level(scene, [2, 4, 10])}`,
              ],
            ],
            cond,
          ),
        ],
        metrics: [distinctOf(id), { kind: 'duplicateRate', columns: [id.name] }],
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'definitionChange',
    way: 'netForTotal',
    make: scene => {
      const { total, net, other } = fit(scene.business.roles.parts)
      const site = siteOf(scene)
      const of = named(scene.random.pick([net, other]), site.side)
      const more = scene.random.chance(0.5)
      return changed(scene, {
        site,
        measure: total,
        place: anyPlace(scene),
        to: from => (more ? `${from} + ${of}` : of),
      })
    },
  },
  {
    kind: 'definitionChange',
    way: 'withTax',
    make: scene => {
      const measure = fit(scene.business.roles.measures.find(({ scale }) => scale === 'money'))
      const rate = level(scene, [1.07, 1.19, 1.25])
      return changed(scene, {
        site: siteOf(scene),
        measure,
        place: anyPlace(scene),
        to: from => `round(${from} * ${rate}, 2)`,
      })
    },
  },
  {
    kind: 'definitionChange',
    way: 'includesWaiting',
    make: scene => {
      const measure = fit(scene.business.roles.measures.find(({ scale }) => scale === 'duration'))
      const part = level(scene, [0.12, 0.3, 0.6])
      const to = (from: string) => `round(${from} * (1 + ${part} * (0.5 + hash(${from}) % 100 / 100)), 1)`
      return changed(scene, { site: siteOf(scene), measure, place: [], to })
    },
  },
]
