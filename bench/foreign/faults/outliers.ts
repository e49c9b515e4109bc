import { bare } from '../business.ts'
import { type Damage, type Fault } from '../fault.ts'
import { anyPlace, both, fit, hoursOf, inPlace, level, named, siteOf, type Scene, type Site } from '../scene.ts'

export const outliers: readonly Fault[] = [
  {
    kind: 'outliers',
    way: 'absurdFew',
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(scene.random.shuffle(scene.business.roles.measures)[0])
      const huge = level(scene, [8_000_000, 30_000_000, 99_999_999])
      return extremes(scene, site, {
        measure,
        value: String(huge),
        rows: side => (side === 'watched' ? `${measure.name} >= ` : ''),
      })
    },
  },
  {
    kind: 'outliers',
    way: 'deviceGoesWrong',
    make: scene => {
      const site = siteOf(scene)
      const measure = fit(scene.random.shuffle(scene.business.roles.measures)[0])
      return extremes(scene, site, {
        measure,
        value: `-${level(scene, [400_000, 2_000_000, 9_000_000])}`,
        rows: () => `${measure.name} <= `,
      })
    },
  },
]

/** A handful of rows of the day with a value that cannot be. */
const extremes = (
  scene: Scene,
  site: Site,
  {
    measure,
    value,
    rows,
  }: { measure: Scene['business']['roles']['measures'][number]; value: string; rows: (side: 'watched') => string },
): Damage => {
  const id = named(scene.business.roles.id, site.side)
  const place = anyPlace(scene)
  const within = both(hoursOf(scene, 0, 24), inPlace(place))(site.side)
  const few = `${id} IN (SELECT ${id} FROM ${site.table} WHERE ${within} ORDER BY hash(${id}) LIMIT ${level(scene, [2, 4, 8])})`
  const factor = measure.asText === true && site.side === 'landing' ? 1000 : 1
  const column = named(measure, site.side)
  const high = `(${value} * ${factor} + hash(${id}) % 997)`
  const to = measure.asText === true && site.side === 'landing' ? `${high}::VARCHAR` : high
  return {
    edits: [{ after: site.table, sql: [`UPDATE ${site.table} SET ${column} = ${to} WHERE ${few}`] }],
    metrics: [
      { kind: 'average', column: measure.name },
      { kind: 'sum', column: measure.name },
      { kind: value.startsWith('-') ? 'minimum' : 'maximum', column: measure.name },
    ],
    segments: [[]],
    origins: [bare(site.table)],
    rows: `${rows('watched')}${value.startsWith('-') ? '-10000' : '1000000'}`,
    onsets: [{ at: scene.day, precision: 'day' }],
    lasts: false,
  }
}
