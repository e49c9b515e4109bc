import { bare, schemaOf } from '../../business.ts'
import { alike } from '../../controls.ts'
import { distinctOf, numbers, rebuilt, repeats, shareOf, type Fault } from '../../fault.ts'
import { timed } from '../../faults/arrival.ts'
import { keyless, later } from '../../faults/repeats.ts'
import { fromDay } from '../../faults/times.ts'
import {
  asTime,
  betweenOf,
  both,
  change,
  clockOf,
  copy,
  dayOf,
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
  some,
  type Scene,
} from '../../scene.ts'
import { list, plusDays, text } from '../../sql.ts'

const repeated = ({ business }: Scene) => {
  const { name } = business.roles.id
  return `${name} IN (SELECT ${name} FROM ${business.watched} GROUP BY 1 HAVING count(*) > 1)`
}
const onDay = ({ day }: Scene) => [{ at: day, precision: 'day' }] as const

const copies: readonly Fault[] = [
  {
    kind: 'duplicatedLoad',
    way: 'overlappingWindows',
    make: scene => {
      timed(scene)
      fit(scene.business.roles.loaded)
      const site = keyless(scene, siteOf(scene))
      const from = scene.random.whole(9, 13)
      const hour = (side: typeof site.side) => `extract(hour FROM ${clockOf(scene.business, side)})`
      const cond = both(
        fromDay(scene),
        side => `${hour(side)} >= ${from} AND ${hour(side)} < ${from + level(scene, [2, 3, 5])}`,
      )
      return {
        edits: [copy(site, { cond, replaced: later(scene, site, 61) })],
        metrics: repeats(scene),
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        onsets: [{ at: `${scene.day}T${String(from).padStart(2, '0')}`, precision: 'hour' }],
        lasts: true,
      }
    },
  },
  {
    kind: 'duplicatedLoad',
    way: 'twoJobs',
    make: scene => {
      fit(scene.business.roles.loaded)
      const site = keyless(scene, siteOf(scene))
      const place = placeOf(scene, 1)
      const cond = both(sinceOf(scene), inPlace(place))
      return {
        edits: [copy(site, { cond, replaced: later(scene, site, 6) })],
        metrics: [...repeats(scene), ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'scatteredDuplicates',
    way: 'someSecondsLater',
    make: scene => {
      timed(scene)
      const { business } = scene
      const site = keyless(scene, siteOf(scene))
      const { id, time } = business.roles
      const cond = both(sinceOf(scene), some(id, level(scene, [0.05, 0.1, 0.2]), 'tap'))
      const at = `${clockOf(business, site.side)} + to_seconds((2 + hash(${named(id, site.side)}, 5) % 40)::BIGINT)`
      const replaced = [[time, asTime(business, site.side, at)] as const, ...later(scene, site, 1)]
      return {
        edits: [copy(site, { cond, replaced })],
        metrics: repeats(scene),
        segments: [[]],
        origins: [bare(site.table)],
        rows: `${sinceOf(scene)('watched')} AND ${repeated(scene)}`,
        lasts: true,
      }
    },
  },
  {
    kind: 'scatteredDuplicates',
    way: 'oneClientRetries',
    make: scene => {
      const site = keyless(scene, siteOf(scene))
      const column = fit(scene.business.roles.version)
      const value = scene.random.pick(column.values)
      const cond = both(
        sinceOf(scene),
        is(column, value),
        some(scene.business.roles.id, level(scene, [0.12, 0.25, 0.45]), 'again'),
      )
      return {
        edits: [copy(site, { cond, replaced: later(scene, site, 2) })],
        metrics: repeats(scene),
        segments: [[[{ column: column.name, value }]]],
        origins: [bare(site.table)],
        rows: `${both(sinceOf(scene), is(column, value))('watched')} AND ${repeated(scene)}`,
        lasts: true,
      }
    },
  },
]

const joins: readonly Fault[] = [
  {
    kind: 'joinFanOut',
    way: 'otherAttributes',
    make: scene => {
      const site = betweenOf(scene)
      const { table, key, keyThere, brings } = fit(scene.business.roles.lookup)
      const keys = scene.random
        .shuffle(key.values.slice(0, 8))
        .slice(0, level(scene, [1, 2, Math.ceil(key.values.length / 2)]))
      const since = sinceOf(scene)('watched')
      const other = brings.map(({ name }) => `${name} || ' (alt)' AS ${name}`).join(', ')
      const again = `INSERT INTO ${table} SELECT * REPLACE (${other}) FROM ${table} WHERE ${keyThere} IN (${list(keys)})`
      return {
        edits: [{ after: 'end', sql: [again] }, rebuilt(scene, since)],
        metrics: [...repeats(scene), ...brings.slice(0, 1).map(distinctOf)],
        segments: [keys.map(value => [{ column: key.name, value }])],
        origins: [bare(table), bare(site.table)],
        rows: `${since} AND ${key.name} IN (${list(keys)})`,
        lasts: true,
      }
    },
  },
  {
    kind: 'joinFanOut',
    way: 'bridge',
    make: scene => {
      const site = betweenOf(scene)
      const column = fit(scene.random.shuffle(scene.business.roles.dims)[0])
      const many = scene.random.shuffle(column.values.slice(0, 4)).slice(0, level(scene, [1, 1, 2]))
      const bridge = `${schemaOf(site.table)}.program_bridge`
      const pairs = column.values.flatMap(value =>
        (many.includes(value) ? ['basic', 'plus', 'night'] : ['basic']).map(one => `(${text(value)}, '${one}')`),
      )
      const since = sinceOf(scene)('watched')
      const joined = (sql: string) =>
        `SELECT fact.* FROM (${sql}) fact LEFT JOIN ${bridge} b ON b.member = fact.${column.name}`
      return {
        edits: [
          {
            after: 'end',
            sql: [`CREATE TABLE ${bridge} AS SELECT * FROM (VALUES ${pairs.join(', ')}) AS v (member, program)`],
          },
          rebuilt(scene, since, joined),
        ],
        metrics: repeats(scene),
        segments: [many.map(value => [{ column: column.name, value }])],
        origins: [bare(site.table), bare(bridge)],
        rows: `${since} AND ${column.name} IN (${list(many)})`,
        lasts: true,
      }
    },
  },
]

const corrections: readonly Fault[] = [
  {
    kind: 'restatement',
    way: 'correctedDay',
    make: scene => {
      const site = entryOf(scene)
      const loaded = fit(scene.business.roles.loaded)
      const measure = fit(scene.business.roles.measures.find(({ asText }) => asText !== true))
      const id = named(scene.business.roles.id, site.side)
      const factor = `(${level(scene, [0.8, 1.35, 0.5])} + 0.1 * (hash(${id}, 9) % 100) / 100)`
      const cond = dayOf(scene)
      const sets = alike(scene, measure).map(
        one => [one, `round((${named(one, site.side)} * ${factor})::DOUBLE, 2)`] as const,
      )
      return {
        edits: [change(site, [...sets, [loaded, `${named(loaded, site.side)} + INTERVAL 26 HOUR`]], cond)],
        metrics: numbers(measure).slice(0, 2),
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        onsets: onDay(scene),
        newest: false,
        lasts: false,
      }
    },
  },
  {
    kind: 'restatement',
    way: 'reversalAndCorrection',
    make: scene => {
      const site = keyless(scene, entryOf(scene))
      const { id, measures } = scene.business.roles
      fit(id.sort === 'number')
      const loaded = named(fit(scene.business.roles.loaded), site.side)
      const measure = fit(measures.find(({ scale, asText }) => scale === 'money' && asText !== true))
      const key = named(id, site.side)
      const news = [
        `${key} + 1000000000 * k AS ${key}`,
        `${loaded} + INTERVAL 30 HOUR AS ${loaded}`,
        ...alike(scene, measure).map(one => {
          const column = named(one, site.side)
          return `round(${column} * f, 2) AS ${column}`
        }),
      ].join(', ')
      const cond = both(dayOf(scene), some(id, level(scene, [0.12, 0.25, 0.5]), 'book'))(site.side)
      return {
        edits: [
          {
            after: site.table,
            sql: [
              `INSERT INTO ${site.table} SELECT fact.* REPLACE (${news}) FROM ${site.table} fact, (VALUES (1, -1), (2, 0.92)) AS v (k, f) WHERE ${cond}`,
            ],
          },
        ],
        metrics: [{ kind: 'rowCount' }, distinctOf(id), ...numbers(measure).slice(0, 3)],
        segments: [[]],
        origins: [bare(site.table)],
        rows: `${dayOf(scene)('watched')} AND ${id.name} >= 1000000000`,
        onsets: onDay(scene),
        newest: false,
        lasts: false,
      }
    },
  },
  ...(['oldReopened', 'expired'] as const).map((way): Fault => ({
    kind: 'validityOverlap',
    way,
    make: scene => {
      const { table, key, keyThere, from, to, brings, strict } = fit(scene.business.roles.history)
      const values = scene.random.shuffle(key.values).slice(0, level(scene, [1, 1, 2]))
      const whose = `${keyThere} IN (${list(values)})`
      const dates = `DATE '${scene.day}' AS ${from}, DATE '9999-12-31' AS ${to}`
      const sql =
        way === 'oldReopened'
          ? `INSERT INTO ${table} SELECT * REPLACE (${dates}) FROM ${table} WHERE ${whose} AND ${to} < DATE '${scene.first}'`
          : `UPDATE ${table} SET ${to} = DATE '${plusDays(scene.day, -1)}' WHERE ${whose} AND ${to} >= DATE '${scene.day}'`
      const lost = way === 'expired' && strict
      const kept =
        way === 'oldReopened' ? repeats(scene) : brings.map(({ name }) => ({ kind: 'nullRate', column: name }) as const)
      return {
        edits: [{ after: table, sql: [sql] }],
        metrics: lost ? [...repeats(scene).slice(0, 2), shareOf(key, values[0] ?? '')] : kept,
        segments: [values.map(value => [{ column: key.name, value }])],
        origins: [bare(table), bare(scene.business.watched)],
        rows: lost ? null : `${fromDay(scene)('watched')} AND ${key.name} IN (${list(values)})`,
        alsoRight: way === 'oldReopened' ? ['joinFanOut'] : strict ? ['restrictiveFilter'] : ['lookupMiss'],
        onsets: onDay(scene),
        lasts: true,
      }
    },
  })),
]

export const repeating: readonly Fault[] = [...copies, ...joins, ...corrections]
