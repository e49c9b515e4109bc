import { isLayered } from '../business.ts'
import { type Fault } from '../fault.ts'
import { betweenOf, both, clockOf, fit, level, named, sinceOf, siteOf, some, type Scene, type Site } from '../scene.ts'

import { gone, timed } from './arrival.ts'
/** Rows that a query does not keep, by their rank within something. */
export const ranked = (
  scene: Scene,
  { side, table }: Site,
  { by, order, most }: { by: string; order: string; most: number },
) => {
  const id = named(scene.business.roles.id, side)
  const since = sinceOf(scene)(side)
  return {
    after: table,
    sql: [
      `DELETE FROM ${table} WHERE ${since} AND ${id} IN (SELECT ${id} FROM ${table} WHERE ${since}
        QUALIFY row_number() OVER (PARTITION BY ${by} ORDER BY ${order}) > ${most})`,
    ],
  }
}

/** About a day's rows of a business. */
export const usual = ({ business }: Scene) =>
  (business.rows[0] + business.rows[1]) / (business.days[0] + business.days[1])

export const caps: readonly Fault[] = [
  {
    kind: 'rowCap',
    way: 'limitADay',
    make: scene => {
      const site = siteOf(scene)
      const most = Math.round((usual(scene) * level(scene, [0.75, 0.6, 0.4])) / 100) * 100
      const clock = clockOf(scene.business, site.side)
      const edit = ranked(scene, site, {
        by: `${clock}::DATE`,
        order: `hash(${named(scene.business.roles.id, site.side)})`,
        most,
      })
      return {
        ...gone(scene, site, () => 'false'),
        edits: [edit],
        lasts: true,
        onsets: [{ at: scene.day, precision: 'day' }],
      }
    },
  },
  {
    kind: 'rowCap',
    way: 'pageAnHour',
    make: scene => {
      timed(scene)
      const site = siteOf(scene)
      const most = Math.round((usual(scene) * level(scene, [0.05, 0.035, 0.02])) / 5) * 5
      const hour = `date_trunc('hour', ${clockOf(scene.business, site.side)})`
      const edit = ranked(scene, site, { by: hour, order: clockOf(scene.business, site.side), most })
      return { ...gone(scene, site, () => 'false'), edits: [edit], lasts: true }
    },
  },
  {
    kind: 'rowCap',
    way: 'sampled',
    make: scene => {
      fit(isLayered(scene.business))
      const share = level(scene, [0.3, 0.5, 0.8])
      return {
        ...gone(scene, betweenOf(scene), both(sinceOf(scene), some(scene.business.roles.id, share, 'sample'))),
        lasts: true,
      }
    },
  },
]
