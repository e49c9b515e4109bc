import { bare, isLayered, type Col } from '../../business.ts'
import { distinctOf, nullsOf, numbers, shareOf, type Fault } from '../../fault.ts'
import { emptied, lost } from '../../faults/columns.ts'
import { nextVersion, release } from '../../release.ts'
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
  sinceOf,
  siteOf,
  some,
  type Scene,
} from '../../scene.ts'

/** Texts that may stay empty. */
const fields = ({ business, random }: Scene): readonly Col[] =>
  random.shuffle([...business.roles.optional, ...business.roles.texts, ...(business.roles.dates ?? [])])

const emptying: readonly Fault[] = [
  {
    kind: 'nullFromRelease',
    way: 'severalFields',
    ownRelease: true,
    make: scene => {
      const site = entryOf(scene)
      const name = nextVersion(scene)
      const { version, edit, cond } = release(scene, site, name)
      const [one, other] = fields(scene)
      const column = fit(one)
      const damage = emptied(scene, { site, column, cond, place: [{ column: version, value: name }] })
      const beside = fit(other)
      return {
        ...damage,
        edits: [
          edit,
          change(
            site,
            [column, beside].map(col => [col, 'NULL'] as const),
            cond,
          ),
        ],
        metrics: [nullsOf(column), nullsOf(beside), distinctOf(column)],
      }
    },
  },
  {
    kind: 'nullFromRelease',
    way: 'flagOnOldClients',
    make: scene => {
      const site = entryOf(scene)
      const version = fit(scene.business.roles.version)
      const value = scene.random.pick(version.values)
      const cond = both(
        sinceOf(scene),
        is(version, value),
        some(scene.business.roles.id, level(scene, [0.5, 0.75, 1]), 'flag'),
      )
      return emptied(scene, { site, column: fit(fields(scene)[0]), cond, place: [{ column: version, value }] })
    },
  },
  {
    kind: 'columnDropped',
    way: 'renamedBeside',
    make: scene => {
      // The view names its columns: a new one is in sight of nobody but the landing table.
      const site = entryOf(scene)
      const column = fit(fields(scene)[0])
      const old = named(column, site.side)
      const cond = sinceOf(scene)
      const damage = emptied(scene, { site, column, cond, place: [] })
      return {
        ...damage,
        edits: [
          {
            after: site.table,
            sql: [
              `ALTER TABLE ${site.table} ADD COLUMN ${old}_v2 VARCHAR`,
              `UPDATE ${site.table} SET ${old}_v2 = ${old}, ${old} = NULL WHERE ${cond(site.side)}`,
            ],
          },
        ],
      }
    },
  },
  {
    kind: 'columnDropped',
    way: 'severalGone',
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(scene.random.shuffle(scene.business.roles.measures)[0])
      const column = fit(fields(scene)[0])
      const cond = sinceOf(scene)
      return {
        ...emptied(scene, { site, column, cond, place: [] }),
        edits: [
          change(
            site,
            [column, measure].map(col => [col, 'NULL'] as const),
            cond,
          ),
        ],
        metrics: [nullsOf(column), nullsOf(measure), { kind: 'sum', column: measure.name }],
      }
    },
  },
]

const moving: readonly Fault[] = [
  {
    kind: 'columnSwap',
    way: 'unquotedDelimiter',
    make: scene => {
      const site = siteOf(scene)
      const [one, two] = scene.random.shuffle(scene.business.roles.dims.filter(({ source }) => source !== null))
      const [first, second] = [fit(one), fit(two)]
      const third = fit(scene.business.roles.optional[0])
      const share = level(scene, [0.08, 0.2, 0.45])
      const cond = both(sinceOf(scene), some(scene.business.roles.id, share, 'comma'))
      const of = (col: Col) => named(col, site.side)
      return {
        edits: [
          change(
            site,
            [
              [first, of(second)],
              [second, of(third)],
              [third, of(first)],
            ],
            cond,
          ),
        ],
        metrics: [
          shareOf(first, first.values[0] ?? ''),
          shareOf(second, second.values[0] ?? ''),
          distinctOf(first),
          distinctOf(second),
          nullsOf(third),
        ],
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'columnSwap',
    way: 'identifierForText',
    make: scene => {
      const site = siteOf(scene)
      const { who, texts, optional } = scene.business.roles
      const other = fit(scene.random.shuffle([...texts, ...optional])[0])
      const place = anyPlace(scene)
      const cond = both(sinceOf(scene), inPlace(place))
      const of = (col: Col) => named(col, site.side)
      return {
        edits: [
          change(
            site,
            [
              [who, of(other)],
              [other, of(who)],
            ],
            cond,
          ),
        ],
        metrics: [distinctOf(who), nullsOf(who), nullsOf(other), distinctOf(other)],
        segments: place.length === 0 ? [[]] : [[place.map(({ column, value }) => ({ column: column.name, value }))]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
]

const types: readonly Fault[] = [
  {
    kind: 'typeChange',
    way: 'unitSuffix',
    make: scene => {
      const measure = fit(scene.business.roles.measures.find(({ asText }) => asText === true))
      const site = entryOf(scene)
      fit(isLayered(scene.business))
      const column = named(measure, site.side)
      const place = anyPlace(scene)
      const cond = both(sinceOf(scene), inPlace(place))
      const written = scene.random.pick([`${column} || ' kWh/u'`, `'~' || ${column}`, `'#N/A ' || ${column}`])
      return {
        ...lost(scene, { site, measure, place, cond }),
        edits: [change(site, [[measure, written]], cond)],
        alsoRight: ['formatDrift'],
      }
    },
  },
  {
    kind: 'typeChange',
    way: 'unsigned',
    make: scene => {
      const { column, value, measure } = fit(scene.business.roles.credits)
      const site = siteOf(scene)
      const of = named(measure, site.side)
      const cond = both(sinceOf(scene), () => `${of} < 0`)
      return {
        ...lost(scene, { site, measure, place: [{ column, value }], cond }),
        edits: [change(site, [[measure, 'NULL']], cond)],
        metrics: [nullsOf(measure), nullsOf(measure), ...numbers(measure).slice(0, 3)],
        rows: both(sinceOf(scene), () => `${measure.name} IS NULL`)('watched'),
      }
    },
  },
  {
    kind: 'typeChange',
    way: 'integerParser',
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(
        scene.random.shuffle(
          scene.business.roles.measures.filter(({ asText, scale }) => asText !== true && scale !== 'count'),
        )[0],
      )
      const place = anyPlace(scene)
      const column = named(measure, site.side)
      const cond = both(sinceOf(scene), inPlace(place), () => `${column} <> trunc(${column})`)
      return {
        ...lost(scene, { site, measure, place, cond }),
        edits: [change(site, [[measure, 'NULL']], cond)],
        rows: both(sinceOf(scene), inPlace(place), () => `${measure.name} IS NULL`)('watched'),
        alsoRight: ['columnDropped'],
      }
    },
  },
]

export const columns: readonly Fault[] = [...emptying, ...moving, ...types]
