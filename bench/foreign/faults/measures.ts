import { bare, hasKey, type Measure } from '../business.ts'
import { distinctOf, numbers, shareOf, type Damage, type Fault } from '../fault.ts'
import {
  anyPlace,
  both,
  change,
  clockOf,
  entryOf,
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
  type Place,
  type Scene,
  type Site,
} from '../scene.ts'
import { text } from '../sql.ts'

type Changed = { readonly site: Site; readonly measure: Measure; readonly place: Place; readonly to: (from: string) => string }

const changed = (scene: Scene, { site, measure, place, to }: Changed): Damage => {
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
const anyMeasure = (scene: Scene) => fit(scene.random.shuffle(scene.business.roles.measures)[0])
const factors = { money: [0.01, 100], duration: [60, 1 / 60], weight: [1000, 0.001], percent: [0.01], count: [1000] }

/** A new release that takes devices over within a day or two. */
export const release = (scene: Scene, site: Site, name: string) => {
  const version = fit(scene.business.roles.version)
  const { business, day, hour } = scene
  const ramp = level(scene, [0.02, 0.05, 0.12])
  const clock = clockOf(business, site.side)
  const draw = `hash(concat_ws('|', ${named(business.roles.who, site.side)}, ${text(name)})) % 1000 / 1000.0`
  const taken = `${draw} < 0.15 + ${ramp} * (1 + date_diff('hour', TIMESTAMP '${day}', ${clock}) - ${hour})`
  return { version, edit: change(site, [[version, text(name)]], both(sinceOf(scene), () => taken)), cond: is(version, name) }
}
export const nextVersion = (scene: Scene) => {
  const last = fit(scene.business.roles.version).values.at(-1) ?? '1'
  return last.replace(/\d+$/, number => String(Number(number) + 1))
}

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
      const rate = scene.random.pick(level(scene, [[1.4, 0.62], [4.3, 0.23], [11.4, 152]]))
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
      const damage = changed(scene, { site, measure, place: anyPlace(scene), to: from => `floor(${from} / ${step}) * ${step}` })
      return { ...damage, metrics: [distinctOf(measure), distinctOf(measure), ...numbers(measure)] }
    },
  },
  {
    kind: 'precisionLoss',
    way: 'idsThroughFloat',
    make: scene => {
      const { id } = scene.business.roles
      const site = siteOf(scene)
      fit(id.sort === 'number' && ![scene.business.landing, scene.business.watched].some(name => hasKey(scene.business, name)))
      const cond = sinceOf(scene)
      return {
        edits: [change(site, [[id, `(${named(id, site.side)}::DOUBLE / ${level(scene, [2, 4, 10])})::FLOAT::DOUBLE::BIGINT * ${level(scene, [2, 4, 10])}`]], cond)],
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
      return changed(scene, { site, measure: total, place: anyPlace(scene), to: from => (more ? `${from} + ${of}` : of) })
    },
  },
  {
    kind: 'definitionChange',
    way: 'withTax',
    make: scene => {
      const measure = fit(scene.business.roles.measures.find(({ scale }) => scale === 'money'))
      const rate = level(scene, [1.07, 1.19, 1.25])
      return changed(scene, { site: siteOf(scene), measure, place: anyPlace(scene), to: from => `round(${from} * ${rate}, 2)` })
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
  ...(['byDay', 'neverReset'] as const).map(
    (way): Fault => ({
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
    }),
  ),
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
      const scaled = measure.asText === true && site.side === 'landing' ? `${value} * ${measure.scale === 'money' ? 100 : 1000}` : value
      return {
        ...changed(scene, { site, measure, place, to: from => from }),
        edits: [rewrite(site, measure, { to: () => `(${scaled})`, cond })],
        metrics: [...numbers(measure), { kind: 'share', where: { column: measure.name, operator: '=', value: Number(value) } }],
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
      const cond = both(sinceOf(scene), side => `${named(column, side)} IS NULL`, some(scene.business.roles.id, level(scene, [0.6, 0.8, 1]), 'word'))
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

/** Optional columns that are numbers. */
export const numeric: ReadonlySet<string> = new Set(['temperatur', 'csat', 'agent_id', 'score_pct', 'result_value', 'tip'])
