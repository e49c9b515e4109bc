import { bare, hasKey, isLayered, type Col } from '../business.ts'
import { distinctOf, nullsOf, rebuilt, shareOf, type Damage, type Fault } from '../fault.ts'
import {
  betweenOf,
  both,
  change,
  clockOf,
  copy,
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
  some,
  type Cond,
  type Scene,
  type Site,
} from '../scene.ts'
import { text } from '../sql.ts'

/** An id of its own for each copied row. */
export const freshId = ({ business }: Scene, site: Site): readonly [Col, string] => {
  const { id } = business.roles
  const column = named(id, site.side)
  return [
    id,
    id.sort === 'number'
      ? `${column} + 60000000`
      : id.sort === 'uuid'
        ? `md5(concat(${column}, 'n'))::UUID`
        : `substr(${column}, 1, 4) || upper(substr(md5(${column}), 1, 9))`,
  ]
}
export const added = (
  scene: Scene,
  site: Site,
  { cond, replaced }: { cond: Cond; replaced: readonly (readonly [Col, string])[] },
) => copy(site, { cond, replaced: [freshId(scene, site), ...replaced] })
export const more = ({ business }: Scene) => [
  { kind: 'rowCount' } as const,
  { kind: 'sum', column: business.roles.measures[0]?.name ?? '' } as const,
  distinctOf(business.roles.id),
]
const floods = (scene: Scene, cond: Cond, col: { column: Col; value: string }): Damage => ({
  edits: [added(scene, entryOf(scene), { cond, replaced: [[col.column, text(col.value)]] })],
  metrics: more(scene),
  segments: placed([{ column: { ...col.column, values: [] }, value: col.value }]),
  origins: [bare(entryOf(scene).table)],
  rows: is(col.column, col.value)('watched'),
  lasts: true,
})
const asHidden = (scene: Scene) => {
  const { column, value } = fit(scene.business.roles.hidden)
  return { column, value, dated: value === '' }
}

export const population: readonly Fault[] = [
  {
    kind: 'testData',
    way: 'loadTest',
    make: scene => {
      fit(scene.business.roles.time.kind !== 'date')
      const { who, measures, texts } = scene.business.roles
      const site = entryOf(scene)
      const from = scene.random.whole(9, 15)
      const name = scene.random.pick(['loadtest', 'TEST-USER', 'perf-test-01'])
      const flat = fit(measures.find(({ asText }) => asText !== true || site.side === 'watched') ?? measures[0])
      const cond = both(
        side => `${clockOf(scene.business, side)} >= TIMESTAMP '${scene.day}'`,
        hoursOf(scene, 0, 24),
        some(who, level(scene, [0.3, 0.5, 0.9]), 'lt'),
      )
      const at = `${named(scene.business.roles.time, site.side)}`
      const burst = `date_trunc('day', ${clockOf(scene.business, site.side)}) + INTERVAL ${from} HOUR + to_seconds((hash(${at}, 1) % 3600)::BIGINT)`
      const { time } = scene.business.roles
      const kind = site.side === 'watched' ? time.kind : time.sourceKind
      const moved =
        kind === 'text'
          ? `strftime(${burst}, '%Y-%m-%dT%H:%M:%S')`
          : kind === 'timestamptz'
            ? `(${burst}) AT TIME ZONE '${scene.business.zone}'`
            : burst
      return {
        edits: [
          added(scene, site, {
            cond,
            replaced: [
              [who, text(name)],
              [flat, '1'],
              [time, moved],
              ...texts.slice(0, 1).map(col => [col, `'load test'`] as const),
            ],
          }),
        ],
        metrics: [...more(scene), { kind: 'average', column: flat.name }, { kind: 'minimum', column: flat.name }],
        segments: placed([{ column: { ...who, values: [] }, value: name }]),
        origins: [bare(site.table)],
        rows: is(who, name)('watched'),
        alsoRight: ['bots'],
        onsets: [{ at: `${scene.day}T${String(from).padStart(2, '0')}`, precision: 'hour' }],
        lasts: false,
      }
    },
  },
  {
    kind: 'testData',
    way: 'stagingLeak',
    ownRelease: true,
    make: scene => {
      const { version, texts, who, id } = scene.business.roles
      const site = entryOf(scene)
      const build = fit(version)
      const cond = both(sinceOf(scene), some(id, level(scene, [0.15, 0.3, 0.6]), 'qa'))
      const replaced: (readonly [Col, string])[] = [
        [build, `'0.0.0-test'`],
        [who, `'qa-test-' || (hash(${named(who, site.side)}) % 7)`],
        ...texts.slice(0, 1).map(col => [col, `'TEST bitte ignorieren / test, please ignore'`] as const),
      ]
      return {
        edits: [added(scene, site, { cond, replaced })],
        metrics: more(scene),
        segments: placed([{ column: build, value: '0.0.0-test' }]),
        origins: [bare(site.table)],
        rows: is(build, '0.0.0-test')('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'bots',
    way: 'oneClient',
    make: scene => {
      const { who, dims } = scene.business.roles
      const dim = fit(dims[1])
      const cond = both(
        sinceOf(scene),
        is(dim, scene.random.pick(dim.values.slice(0, 2))),
        some(who, level(scene, [0.4, 0.7, 1]), 'bot'),
      )
      return floods(scene, cond, { column: who, value: `X${scene.random.whole(70_000, 99_999)}` })
    },
  },
  {
    kind: 'bots',
    way: 'oneProgram',
    ownRelease: true,
    make: scene => {
      const version = fit(scene.business.roles.version)
      const cond = both(sinceOf(scene), some(scene.business.roles.id, level(scene, [0.2, 0.4, 0.8]), 'bot'))
      return floods(scene, cond, {
        column: version,
        value: scene.random.pick(['python-requests/2.31', 'curl/8.5', 'HeadlessChrome']),
      })
    },
  },
  {
    kind: 'deletesKept',
    way: 'filterLost',
    make: scene => {
      const site = betweenOf(scene)
      const { column, value } = asHidden(scene)
      const since = sinceOf(scene)('watched')
      return {
        edits: [rebuilt(scene, since, sql => sql.slice(0, sql.lastIndexOf(' WHERE ')))],
        metrics: [...more(scene), shareOf(column, value), shareOf(column, value)],
        segments: [[[{ column: column.name, value }]], [[]], []],
        origins: [bare(site.table)],
        rows: is(column, value)('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'deletesKept',
    way: 'tombstonesArrive',
    make: scene => {
      fit(
        (!isLayered(scene.business) && !hasKey(scene.business, scene.business.landing)) ||
          scene.business.roles.id.sort === 'number',
      )
      const { column, value, dated } = asHidden(scene)
      const site = entryOf(scene)
      fit(!isLayered(scene.business))
      const cond = both(sinceOf(scene), some(scene.business.roles.id, level(scene, [0.14, 0.22, 0.4]), 'tomb'))
      const mark = dated ? `${clockOf(scene.business, 'watched')} + INTERVAL 5 HOUR` : text(value)
      return {
        edits: [added(scene, site, { cond, replaced: [[column, mark]] })],
        metrics: [...more(scene), dated ? nullsOf(column) : shareOf(column, value)],
        segments: [[], ...(dated ? [] : [[[{ column: column.name, value }]]])],
        origins: [bare(site.table)],
        rows: dated ? `${column.name} IS NOT NULL` : is(column, value)('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'newCategory',
    way: 'takesOver',
    make: scene => {
      const place = placeOf(scene, 1)
      const { column, value } = fit(place[0])
      const site = entryOf(scene)
      const fresh = scene.random.pick(['XQ-NEW', 'hybrid', 'ZZ9', 'unmapped_17'])
      const cond = both(
        sinceOf(scene),
        inPlace(place),
        some(scene.business.roles.id, level(scene, [0.4, 0.6, 0.9]), 'nc'),
      )
      return {
        edits: [change(site, [[column, text(fresh)]], cond)],
        metrics: [distinctOf(column), distinctOf(column), shareOf(column, value)],
        segments: [[[{ column: column.name, value: fresh }]], placed(place)[0] ?? []],
        origins: [bare(site.table)],
        rows: is(column, fresh)('watched'),
        alsoRight: ['valueRecoded'],
        lasts: true,
      }
    },
  },
  {
    kind: 'newCategory',
    way: 'unmapped',
    make: scene => {
      const { key, brings } = fit(scene.business.roles.lookup)
      const site = entryOf(scene)
      const fresh = scene.random.pick(['0999', 'NEWB', 'X77'])
      const cond = both(
        sinceOf(scene),
        some(scene.business.roles.id, level(scene, [0.05, 0.1, 0.25]), 'nu'),
        some(key, 1, 'k'),
      )
      return {
        edits: [added(scene, site, { cond, replaced: [[key, text(fresh)]] })],
        metrics: [...brings.map(nullsOf), distinctOf(key), ...more(scene).slice(0, 1)],
        segments: [[[{ column: key.name, value: fresh }]]],
        origins: [bare(site.table)],
        rows: is(key, fresh)('watched'),
        alsoRight: ['lookupMiss', 'orphanKeys'],
        lasts: true,
      }
    },
  },
]
