import { amounts, distinctOf, shareOf, type Fault } from '../../fault.ts'
import { gone } from '../../faults/arrival.ts'
import { ranked, usual } from '../../faults/caps.ts'
import { midnight } from '../../faults/times.ts'
import { betweenOf, both, clockOf, fit, level, named, sinceOf, siteOf } from '../../scene.ts'
import { list } from '../../sql.ts'

export const filters: readonly Fault[] = [
  {
    kind: 'restrictiveFilter',
    way: 'allowList',
    make: scene => {
      const column = fit(scene.random.shuffle(scene.business.roles.dims.filter(({ values }) => values.length > 2))[0])
      const { length } = column.values
      const kept = Math.min(length - 1, Math.max(1, Math.round(length * level(scene, [0.6, 0.4, 0.15]))))
      const dropped = column.values.slice(kept)
      return {
        ...gone(
          scene,
          betweenOf(scene),
          both(sinceOf(scene), () => `${column.name} IN (${list(dropped)})`),
        ),
        metrics: [...amounts(scene), distinctOf(column), shareOf(column, column.values[0] ?? '')],
        segments: [dropped.map(value => [{ column: column.name, value }])],
        lasts: true,
      }
    },
  },
  {
    kind: 'restrictiveFilter',
    way: 'creditsDropped',
    make: scene => {
      const { column, value, measure } = fit(scene.business.roles.credits)
      return {
        ...gone(
          scene,
          betweenOf(scene),
          both(sinceOf(scene), () => `${measure.name} < 0`),
        ),
        metrics: [
          shareOf(column, value),
          ...amounts(scene),
          { kind: 'average', column: measure.name },
          { kind: 'minimum', column: measure.name },
        ],
        segments: [[[{ column: column.name, value }]]],
        alsoRight: ['feedOutage'],
        lasts: true,
      }
    },
  },
  {
    kind: 'restrictiveFilter',
    way: 'lateRowsDropped',
    make: scene => {
      const site = betweenOf(scene)
      const loaded = fit(scene.business.roles.loaded)
      const lag = `date_diff('second', ${clockOf(scene.business, 'watched')}, ${loaded.name})`
      const limit = `(SELECT quantile_cont(${lag}, ${level(scene, [0.7, 0.5, 0.3])}) FROM ${site.table})`
      return {
        ...gone(
          scene,
          site,
          both(sinceOf(scene), () => `${lag} > ${limit}`),
        ),
        lasts: true,
      }
    },
  },
  {
    kind: 'rowCap',
    way: 'aFileEach',
    make: scene => {
      const { business } = scene
      const site = siteOf(scene)
      const column = fit(business.roles.dims[0])
      const total = business.segments.reduce((sum, [, weight]) => sum + weight, 0)
      const [, greatest] = fit(business.segments[0])
      const most = Math.round((usual(scene) * (greatest / total) * level(scene, [0.55, 0.4, 0.25])) / 50) * 50
      const clock = clockOf(business, site.side)
      const capped = business.segments.filter(([, weight]) => (usual(scene) * weight) / total > most)
      const by = `${clock}::DATE, ${named(column, site.side)}`
      return {
        ...gone(scene, site, () => 'false'),
        edits: [ranked(midnight(scene), site, { by, order: `${clock}, ${named(business.roles.id, site.side)}`, most })],
        segments: [[], capped.map(([value]) => [{ column: column.name, value }])],
        lasts: true,
        onsets: [{ at: scene.day, precision: 'day' }],
      }
    },
  },
  {
    kind: 'rowCap',
    way: 'perClient',
    make: scene => {
      const { business } = scene
      const site = siteOf(scene)
      const clock = clockOf(business, site.side)
      const by = `${clock}::DATE, ${named(business.roles.who, site.side)}`
      const order = `${clock}, ${named(business.roles.id, site.side)}`
      return {
        ...gone(scene, site, () => 'false'),
        edits: [ranked(midnight(scene), site, { by, order, most: level(scene, [10, 5, 1]) })],
        lasts: true,
        onsets: [{ at: scene.day, precision: 'day' }],
      }
    },
  },
]
