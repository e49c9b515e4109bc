import { bare, isView } from '../business.ts'
import { nullsOf, rebuilt, shareOf, type Fault } from '../fault.ts'
import { betweenOf, both, change, entryOf, fit, inPlace, is, level, named, placed, sinceOf } from '../scene.ts'
import { list, text } from '../sql.ts'

export const lookups: readonly Fault[] = [
  ...(['keysGone', 'tableEmpty'] as const).map((way): Fault => ({
    kind: 'lookupMiss',
    way,
    make: scene => {
      const site = betweenOf(scene)
      const { table, key, keyThere, brings } = fit(scene.business.roles.lookup)
      const keys =
        way === 'tableEmpty' ? key.values : scene.random.shuffle(key.values).slice(0, level(scene, [1, 1, 2]))
      const since = sinceOf(scene)('watched')
      const some = brings[0]?.name ?? ''
      return {
        edits: [
          {
            after: 'end',
            sql: [`DELETE FROM ${table} WHERE ${way === 'tableEmpty' ? 'true' : `${keyThere} IN (${list(keys)})`}`],
          },
          rebuilt(scene, since),
        ],
        metrics: brings.flatMap(column => [
          nullsOf(column),
          nullsOf(column),
          { kind: 'distinctCount', column: column.name } as const,
        ]),
        segments: [
          way === 'tableEmpty' ? [] : keys.map(value => [{ column: key.name, value }]),
          [[{ column: some, value: null }]],
        ],
        origins: [bare(table), bare(site.table)],
        rows: `${since} AND ${some} IS NULL`,
        alsoRight: ['orphanKeys'],
        lasts: true,
      }
    },
  })),
  {
    kind: 'lookupMiss',
    way: 'defaultInstead',
    make: scene => {
      const site = betweenOf(scene)
      const { key, brings } = fit(scene.business.roles.lookup)
      const column = fit(brings[0])
      const word = scene.random.pick(['unknown', 'n/a', '?'])
      const value = scene.random.pick(key.values)
      const cond = both(sinceOf(scene), is(key, value))
      return {
        edits: [
          change(
            site,
            brings.map(one => [one, text(word)] as const),
            cond,
          ),
        ],
        metrics: [shareOf(column, word), { kind: 'distinctCount', column: column.name }],
        segments: [[[{ column: key.name, value }]], [[{ column: column.name, value: word }]]],
        origins: [bare(site.table)],
        rows: both(sinceOf(scene), is(column, word))('watched'),
        alsoRight: ['sentinelValues'],
        lasts: true,
      }
    },
  },
  {
    kind: 'orphanKeys',
    way: 'parentGone',
    make: scene => {
      const site = betweenOf(scene)
      const { table, key, keyThere, brings } = fit(scene.business.roles.lookup)
      fit(!isView(scene.business))
      const value = scene.random.pick(key.values)
      const since = sinceOf(scene)('watched')
      const inner = (sql: string) => sql.replace(`LEFT JOIN ${table}`, `JOIN ${table}`)
      return {
        edits: [
          { after: 'end', sql: [`DELETE FROM ${table} WHERE ${keyThere} = ${text(value)}`] },
          rebuilt(scene, since, inner),
        ],
        metrics: [
          { kind: 'rowCount' },
          shareOf(key, value),
          ...brings.map(one => ({ kind: 'distinctCount', column: one.name }) as const),
        ],
        segments: [[[{ column: key.name, value }]]],
        origins: [bare(table), bare(site.table)],
        rows: null,
        alsoRight: ['restrictiveFilter', 'lookupMiss'],
        lasts: true,
      }
    },
  },
  {
    kind: 'orphanKeys',
    way: 'otherSystemsKeys',
    make: scene => {
      const { lookup } = scene.business.roles
      const { key, brings } = fit(lookup)
      const site = entryOf(scene)
      const place = level(scene, [1, 1, 0]) === 1 ? [{ column: key, value: scene.random.pick(key.values) }] : []
      const cond = both(sinceOf(scene), inPlace(place))
      const column = named(key, site.side)
      const fresh = `'EXT' || (1000 + hash(${column}, ${text(scene.day)}) % 9000)`
      return {
        edits: [change(site, [[key, fresh]], cond)],
        metrics: [...brings.map(nullsOf), ...key.values.slice(0, 1).map(value => shareOf(key, value))],
        segments:
          place.length === 0 ? [[]] : [placed(place)[0] ?? [], [[{ column: brings[0]?.name ?? '', value: null }]]],
        origins: [bare(site.table), bare(scene.business.watched)],
        rows: both(sinceOf(scene), () => `${key.name} LIKE 'EXT%'`)('watched'),
        alsoRight: ['lookupMiss', 'valueRecoded', 'formatDrift'],
        lasts: true,
      }
    },
  },
]
