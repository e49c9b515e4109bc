import { bare, hasKey, isLayered, type Col } from '../../business.ts'
import { distinctOf, rebuilt, shareOf, type Damage, type Fault } from '../../fault.ts'
import { timed } from '../../faults/arrival.ts'
import { freshId, more } from '../../faults/population.ts'
import { later } from '../../faults/repeats.ts'
import { fromDay, midnight } from '../../faults/times.ts'
import {
  asTime,
  betweenOf,
  both,
  change,
  clockOf,
  copy,
  entryOf,
  every,
  fit,
  is,
  level,
  named,
  placeOf,
  sinceOf,
  some,
  type Cond,
  type Scene,
} from '../../scene.ts'
import { list, text } from '../../sql.ts'

type Sets = readonly (readonly [Col, string])[]

/** Rows beside the real ones, each with an id of its own, of clients that are nobody. */
const strangers = (
  scene: Scene,
  { cond, names, sets }: { cond: Cond; names: readonly string[]; sets: Sets },
): Damage => {
  const site = entryOf(scene)
  const { who, id } = scene.business.roles
  const cases = names.map((name, index) => `WHEN ${index} THEN ${text(name)}`).join(' ')
  const name = `CASE hash(${named(id, site.side)}, 11) % ${names.length} ${cases} END`
  return {
    edits: [copy(site, { cond, replaced: [freshId(scene, site), [who, name], ...sets] })],
    metrics: more(scene),
    segments: [names.map(value => [{ column: who.name, value }])],
    origins: [bare(site.table)],
    rows: `${who.name} IN (${list(names)})`,
    lasts: true,
  }
}
/** The first measure with one value, as the entry has it. */
const amount = ({ business }: Scene, value: string): Sets => {
  const [measure] = business.roles.measures
  if (measure === undefined) return []
  return [[measure, measure.asText === true && isLayered(business) ? `'${value}'` : value]]
}
/** A time of the row's own day. */
const atTime = (scene: Scene, seconds: (id: string) => string): Sets => {
  const { business } = scene
  const { side } = entryOf(scene)
  const at = `date_trunc('day', ${clockOf(business, side)}) + to_seconds((${seconds(named(business.roles.id, side))})::BIGINT)`
  return [[business.roles.time, asTime(business, side, at)]]
}
const day = ({ day }: Scene) => [{ at: day, precision: 'day' }] as const

const nobody: readonly Fault[] = [
  {
    kind: 'testData',
    way: 'smokeChecks',
    make: scene => {
      timed(scene)
      const { id, texts } = scene.business.roles
      const share = level(scene, [0.12, 0.25, 0.5])
      const damage = strangers(scene, {
        cond: both(fromDay(scene), some(id, share, 'smoke')),
        names: ['healthcheck'],
        sets: [
          ...amount(scene, '1'),
          ...atTime(scene, one => `300 * (hash(${one}, 12) % 288)`),
          ...texts.slice(0, 1).map(col => [col, `'ping'`] as const),
        ],
      })
      return { ...damage, alsoRight: ['bots'], onsets: day(scene) }
    },
  },
  {
    kind: 'testData',
    way: 'demoAccounts',
    make: scene =>
      strangers(scene, {
        cond: both(sinceOf(scene), some(scene.business.roles.id, level(scene, [0.08, 0.16, 0.35]), 'demo')),
        names: [1, 2, 3].map(index => `demo-${index}@example.com`),
        sets: amount(scene, '123'),
      }),
  },
  {
    kind: 'testData',
    way: 'trainingBranch',
    make: scene => {
      const column = fit(scene.business.roles.dims[0])
      const value = scene.random.pick(['TRAINING', 'DUMMY', 'TEST'])
      const damage = strangers(scene, {
        cond: both(sinceOf(scene), some(scene.business.roles.who, level(scene, [0.06, 0.14, 0.3]), 'class')),
        names: Array.from({ length: 9 }, (_, index) => `trainee-${index + 1}`),
        sets: [[column, text(value)]],
      })
      return {
        ...damage,
        metrics: [...damage.metrics, shareOf(column, value), distinctOf(column)],
        segments: [[[{ column: column.name, value }]], ...damage.segments],
        alsoRight: ['newCategory'],
      }
    },
  },
  {
    kind: 'bots',
    way: 'cardTesting',
    make: scene => {
      timed(scene)
      const first = scene.random.whole(61_000, 97_000)
      const damage = strangers(scene, {
        cond: both(fromDay(scene), some(scene.business.roles.id, level(scene, [0.15, 0.3, 0.6]), 'probe')),
        names: [0, 1, 2, 3].map(index => `N${first + index}`),
        sets: [...amount(scene, '1'), ...atTime(scene, one => `hash(${one}, 13) % 86400`)],
      })
      const [measure] = scene.business.roles.measures
      return {
        ...damage,
        metrics: [...damage.metrics, { kind: 'average', column: fit(measure).name }],
        alsoRight: ['testData'],
        onsets: day(scene),
      }
    },
  },
  {
    kind: 'bots',
    way: 'nightCrawler',
    make: scene => {
      timed(scene)
      const column = fit(scene.business.roles.dims[1])
      const damage = strangers(scene, {
        cond: both(fromDay(scene), some(scene.business.roles.id, level(scene, [0.1, 0.25, 0.6]), 'crawl')),
        names: [`Q${scene.random.whole(500_000, 899_999)}`],
        sets: [[column, text(column.values[0] ?? '')], ...atTime(scene, one => `3600 + 4 * (hash(${one}, 14) % 3600)`)],
      })
      return { ...damage, onsets: [{ at: `${scene.day}T01`, precision: 'hour' }] }
    },
  },
]

const removed: readonly Fault[] = [
  {
    kind: 'deletesKept',
    way: 'newSpelling',
    make: scene => {
      fit(isLayered(scene.business))
      const { column, value } = fit(scene.business.roles.hidden)
      const site = entryOf(scene)
      const fresh = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()
      return {
        edits: [change(site, [[column, text(fresh)]], both(sinceOf(scene), is(column, value)))],
        metrics: [...more(scene), shareOf(column, fresh), shareOf(column, fresh), distinctOf(column)],
        segments: [[[{ column: column.name, value: fresh }]]],
        origins: [bare(site.table), bare(scene.business.watched)],
        rows: is(column, fresh)('watched'),
        alsoRight: ['caseDrift', 'valueRecoded', 'newCategory'],
        lasts: true,
      }
    },
  },
  {
    kind: 'deletesKept',
    way: 'filterForTheOthers',
    make: scene => {
      const site = betweenOf(scene)
      const { column, value } = fit(scene.business.roles.hidden)
      const place = placeOf(scene, 1)
      const [spared] = place
      const or = `OR r.${fit(spared?.column.source)} = ${text(fit(spared?.value))}`
      const since = sinceOf(scene)('watched')
      const hidden = { column: column.name, value }
      return {
        edits: [rebuilt(scene, since, sql => `${sql} ${or}`)],
        metrics: [...more(scene), shareOf(column, value), shareOf(column, value)],
        segments: [[[...place.map(one => ({ column: one.column.name, value: one.value })), hidden]], [[hidden]]],
        origins: [bare(site.table)],
        rows: is(column, value)('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'deletesKept',
    way: 'voidedBesideOriginal',
    make: scene => {
      fit(!isLayered(scene.business) && !hasKey(scene.business, scene.business.watched))
      const { column, value } = fit(scene.business.roles.hidden)
      const site = entryOf(scene)
      const cond = both(sinceOf(scene), some(scene.business.roles.id, level(scene, [0.08, 0.15, 0.3]), 'void'))
      return {
        edits: [copy(site, { cond, replaced: [[column, text(value)], ...later(scene, site, 55)] })],
        metrics: [
          ...more(scene),
          shareOf(column, value),
          { kind: 'duplicateRate', columns: [scene.business.roles.id.name] },
        ],
        segments: [[[{ column: column.name, value }]], []],
        origins: [bare(site.table)],
        rows: is(column, value)('watched'),
        alsoRight: ['scatteredDuplicates', 'newCategory'],
        lasts: true,
      }
    },
  },
]

const plainDims = ({ business }: Scene) =>
  business.roles.dims.filter(({ name, source }) => source !== null && name !== business.roles.lookup?.key.name)

const categories: readonly Fault[] = [
  {
    kind: 'newCategory',
    way: 'addedBeside',
    make: scene => {
      const column = fit(scene.random.shuffle(plainDims(scene))[0])
      const site = entryOf(scene)
      const value = scene.random.pick(['Klarna', 'premium+', 'beta', 'K9'])
      const cond = both(sinceOf(scene), some(scene.business.roles.id, level(scene, [0.07, 0.15, 0.3]), 'line'))
      return {
        edits: [copy(site, { cond, replaced: [freshId(scene, site), [column, text(value)]] })],
        metrics: [...more(scene), distinctOf(column), shareOf(column, value), shareOf(column, value)],
        segments: [[[{ column: column.name, value }]]],
        origins: [bare(site.table)],
        rows: is(column, value)('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'newCategory',
    way: 'fallsIntoOther',
    make: scene => {
      const site = betweenOf(scene)
      const landing = entryOf(scene)
      const at = midnight(scene)
      const column = fit(
        scene.random.shuffle(plainDims(scene).filter(({ name }) => name !== scene.business.roles.history?.key.name))[0],
      )
      const value = scene.random.pick(column.values.slice(0, 2))
      const [finer, other] = [`${value}/2`, scene.random.pick(['OTHER', 'UNMAPPED', 'misc'])]
      const cond = both(
        sinceOf(at),
        is(column, value),
        some(scene.business.roles.id, level(scene, [0.3, 0.5, 0.8]), 'finer'),
      )
      return {
        edits: [
          change(landing, [[column, text(finer)]], cond),
          change(site, [[column, text(other)]], both(every, is(column, finer))),
        ],
        metrics: [shareOf(column, other), shareOf(column, value), distinctOf(column)],
        segments: [[[{ column: column.name, value: other }]], [[{ column: column.name, value }]]],
        origins: [bare(landing.table), bare(site.table)],
        rows: is(column, other)('watched'),
        alsoRight: ['valueRecoded', 'sentinelValues'],
        onsets: day(scene),
        lasts: true,
      }
    },
  },
]

export const population: readonly Fault[] = [...nobody, ...removed, ...categories]
