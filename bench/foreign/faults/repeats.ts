import { bare, hasKey, type Col } from '../business.ts'
import { distinctOf, rebuilt, repeats, type Fault } from '../fault.ts'
import {
  anyPlace,
  asTime,
  betweenOf,
  both,
  clockOf,
  copy,
  dayOf,
  entryOf,
  fit,
  hoursOf,
  inPlace,
  level,
  named,
  placed,
  sinceOf,
  siteOf,
  some,
  type Scene,
  type Site,
} from '../scene.ts'
import { list, plusDays } from '../sql.ts'

export const keyless = (scene: Scene, site: Site): Site => {
  fit(!hasKey(scene.business, site.table) && !hasKey(scene.business, scene.business.watched))
  return site
}
/** Loaded again some minutes later. */
export const later = ({ business }: Scene, site: Site, minutes: number): readonly (readonly [Col, string])[] =>
  business.roles.loaded === null
    ? []
    : [[business.roles.loaded, `${named(business.roles.loaded, site.side)} + INTERVAL ${minutes} MINUTE`]]
const day = (at: string) => [{ at, precision: 'day' }] as const

export const repeating: readonly Fault[] = [
  {
    kind: 'duplicatedLoad',
    way: 'dayOrHours',
    make: scene => {
      const site = keyless(scene, siteOf(scene))
      const whole = scene.business.roles.time.kind === 'date' || scene.random.chance(0.4)
      const hours = level(scene, [4, 6, 9])
      const from = scene.random.whole(7, 18 - hours)
      const place = whole ? anyPlace(scene) : []
      const cond = both(whole ? dayOf(scene) : hoursOf(scene, from, from + hours), inPlace(place))
      return {
        edits: [copy(site, { cond, replaced: later(scene, site, 47) })],
        metrics: repeats(scene),
        segments: placed(place),
        origins: [bare(site.table)],
        rows: cond('watched'),
        onsets: whole ? day(scene.day) : [{ at: `${scene.day}T${String(from).padStart(2, '0')}`, precision: 'hour' }],
        lasts: false,
      }
    },
  },
  {
    kind: 'duplicatedLoad',
    way: 'newIds',
    make: scene => {
      const { id, time, measures, who } = scene.business.roles
      const site = siteOf(scene)
      fit(id.sort === 'number')
      const cond = both(dayOf(scene), some(who, level(scene, [0.35, 0.6, 1]), 'again'))
      return {
        edits: [
          copy(site, { cond, replaced: [[id, `${named(id, site.side)} + 40000000`], ...later(scene, site, 180)] }),
        ],
        metrics: [
          { kind: 'rowCount' },
          distinctOf(id),
          { kind: 'duplicateRate', columns: [time.name, who.name, fit(measures[0]).name] },
        ],
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        onsets: day(scene.day),
        lasts: false,
      }
    },
  },
  ...(['once', 'severalTimes'] as const).map((way): Fault => ({
    kind: 'scatteredDuplicates',
    way,
    make: scene => {
      const site = keyless(scene, siteOf(scene))
      const place = way === 'once' ? [] : anyPlace(scene)
      const { id } = scene.business.roles
      const cond = both(sinceOf(scene), inPlace(place), some(id, level(scene, [0.06, 0.12, 0.25]), 'retry'))
      const times = (n: number) =>
        copy(site, { cond: both(cond, some(id, n === 0 ? 1 : 0.5, `again${n}`)), replaced: later(scene, site, 3) })
      const marked = `${id.name} IN (SELECT ${id.name} FROM ${scene.business.watched} GROUP BY 1 HAVING count(*) > 1)`
      return {
        edits: way === 'once' ? [times(0)] : [times(0), times(1)],
        metrics: repeats(scene),
        segments: placed(place),
        origins: [bare(site.table)],
        rows: `${sinceOf(scene)('watched')} AND ${marked}`,
        lasts: true,
      }
    },
  })),
  ...(['someKeys', 'allKeys'] as const).map((way): Fault => ({
    kind: 'joinFanOut',
    way,
    make: scene => {
      const site = betweenOf(scene)
      fit(!hasKey(scene.business, site.table))
      const { table, key, keyThere } = fit(scene.business.roles.lookup)
      const keys =
        way === 'allKeys'
          ? key.values
          : scene.random.shuffle(key.values).slice(0, level(scene, [1, 2, Math.max(2, key.values.length - 2)]))
      const since = sinceOf(scene)('watched')
      const again = `INSERT INTO ${table} SELECT * FROM ${table} WHERE ${keyThere} IN (${list(keys)})`
      return {
        edits: [{ after: 'end', sql: [again] }, rebuilt(scene, since)],
        metrics: repeats(scene),
        segments: way === 'allKeys' ? [[]] : [keys.map(value => [{ column: key.name, value }])],
        origins: [bare(table), bare(site.table)],
        rows: `${since} AND ${key.name} IN (${list(keys)})`,
        lasts: true,
      }
    },
  })),
  {
    kind: 'restatement',
    way: 'redelivered',
    make: scene => {
      const site = keyless(scene, entryOf(scene))
      const { business } = scene
      const back = scene.random.whole(2, 6)
      const { loaded, id, time } = business.roles
      const moved = asTime(business, site.side, `${clockOf(business, site.side)} + INTERVAL ${back} DAY`)
      const past = hoursOf({ ...scene, day: plusDays(scene.day, -back) }, 0, 24)
      const cond = both(past, some(id, level(scene, [0.3, 0.6, 1]), 'old'))
      const stamped = loaded === null ? [] : [[loaded, `${named(loaded, site.side)} + INTERVAL ${back} DAY`] as const]
      const twice = `${id.name} IN (SELECT ${id.name} FROM ${business.watched} GROUP BY 1 HAVING count(*) > 1)`
      return {
        edits: [copy(site, { cond, replaced: [[time, moved], ...stamped] })],
        metrics: [...repeats(scene).slice(0, 2), distinctOf(id)],
        segments: [[]],
        origins: [bare(site.table)],
        rows: `${dayOf(scene)('watched')} AND ${twice}`,
        onsets: day(scene.day),
        lasts: false,
      }
    },
  },
  {
    kind: 'restatement',
    way: 'versionsBeside',
    make: scene => {
      const site = keyless(scene, siteOf(scene))
      const { measures, id } = scene.business.roles
      const loaded = fit(scene.business.roles.loaded)
      const measure = fit(measures.find(({ asText, scale }) => asText !== true && scale === 'money'))
      const cond = both(dayOf(scene), some(id, level(scene, [0.2, 0.45, 0.8]), 'late'))
      const corrected = `round(${named(measure, site.side)} * (0.9 + 0.2 * (hash(${named(id, site.side)}) % 100) / 100), 2)`
      return {
        edits: [
          copy(site, {
            cond,
            replaced: [
              [measure, corrected],
              [loaded, `${named(loaded, site.side)} + INTERVAL 30 HOUR`],
            ],
          }),
        ],
        metrics: repeats(scene),
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        onsets: day(scene.day),
        newest: false,
        lasts: false,
      }
    },
  },
  ...(['overlap', 'gap'] as const).map((way): Fault => ({
    kind: 'validityOverlap',
    way,
    make: scene => {
      const { table, key, keyThere, from, to, brings, strict } = fit(scene.business.roles.history)
      const values = scene.random.shuffle(key.values).slice(0, level(scene, [1, 1, 2]))
      const whose = `${keyThere} IN (${list(values)})`
      const current = `${whose} AND ${to} >= DATE '${scene.day}'`
      const group = fit(brings[0])
      const sql =
        way === 'overlap'
          ? [`INSERT INTO ${table} SELECT * REPLACE (DATE '${scene.day}' AS ${from}) FROM ${table} WHERE ${current}`]
          : [
              `INSERT INTO ${table} SELECT * REPLACE (DATE '${plusDays(scene.day, 5)}' AS ${from}) FROM ${table} WHERE ${current}`,
              `UPDATE ${table} SET ${to} = DATE '${plusDays(scene.day, -1)}' WHERE ${current} AND ${from} < DATE '${scene.day}'`,
            ]
      const lost = way === 'gap' && strict
      return {
        edits: [{ after: table, sql }],
        metrics:
          way === 'overlap'
            ? repeats(scene)
            : strict
              ? [
                  ...repeats(scene).slice(0, 2),
                  { kind: 'share', where: { column: key.name, operator: '=', value: values[0] ?? '' } },
                ]
              : [{ kind: 'nullRate', column: group.name }],
        segments: [values.map(value => [{ column: key.name, value }])],
        origins: [bare(table), bare(scene.business.watched)],
        rows: lost ? null : `${dayOf(scene)('watched').split(' AND ')[0] ?? ''} AND ${key.name} IN (${list(values)})`,
        alsoRight: way === 'overlap' ? ['joinFanOut'] : strict ? [] : ['lookupMiss'],
        onsets: day(scene.day),
        lasts: true,
      }
    },
  })),
]
