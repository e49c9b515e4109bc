import type { Metric } from '../../../server/core/metric/metric.ts'
import { anyMetric, counts, segmentColumn, told, type Calm, type Control } from '../controls.ts'
import { distinctOf, nullsOf, shareOf } from '../fault.ts'
import { nextVersion, release } from '../release.ts'
import { both, change, entryOf, fit, some, sinceOf, type Scene } from '../scene.ts'
import type { Shape } from '../build.ts'
import { plusDays, text } from '../sql.ts'

const flat: Shape = () => 1
const between = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000
const segment = (scene: Scene) => ({ name: segmentColumn(scene), source: null })
const before = ({ first }: Scene) => `DATE '${plusDays(first, -700)}'`
const rowsAndSum = (scene: Scene): readonly Metric[] => counts(scene).slice(0, 2)

const busier: readonly Control[] = [
  {
    way: 'saleInOnePlace',
    make: scene => {
      const [place] = scene.random.pick(scene.business.segments.slice(0, 4))
      const factor = scene.random.between(1.5, 2.2)
      const until = plusDays(scene.day, 4)
      return {
        edits: [
          told(scene, 'promotion_plan', {
            columns: `promotion, ${segmentColumn(scene)}, starts_on, ends_on`,
            rows: [
              `('two for one', ${text(place)}, DATE '${scene.day}', DATE '${until}')`,
              `('newsletter', ${text(place)}, DATE '${plusDays(scene.day, -120)}', DATE '${plusDays(scene.day, -115)}')`,
            ],
          }),
        ],
        shape: (day, of) => (of === place && day >= scene.day && day <= until ? factor : 1),
        metrics: [...counts(scene), shareOf(segment(scene), place)],
      }
    },
  },
  {
    way: 'payday',
    make: scene => {
      // Every tenth day is such a day, the asked one too.
      const factor = scene.random.between(1.3, 1.7)
      return {
        edits: [],
        shape: day => (between(day, scene.day) % 10 === 0 ? factor : 1),
        metrics: counts(scene),
      }
    },
  },
  {
    way: 'seasonBegins',
    make: scene => {
      const from = plusDays(scene.day, -14)
      const daily = scene.random.between(0.015, 0.03)
      return {
        edits: [
          told(scene, 'season_calendar', {
            columns: 'season, starts_on, ends_on',
            rows: [`('high', DATE '${from}', DATE '${plusDays(from, 60)}')`],
          }),
        ],
        shape: day => 1 + daily * Math.max(0, between(from, day)),
        metrics: counts(scene),
      }
    },
  },
  {
    way: 'backInStock',
    make: scene => {
      const [place] = scene.random.pick(scene.business.segments.slice(0, 5))
      const from = plusDays(scene.day, -scene.random.whole(5, 9))
      return {
        edits: [
          told(scene, 'supply_log', {
            columns: `${segmentColumn(scene)}, out_of_stock_on, restocked_on`,
            rows: [`(${text(place)}, DATE '${from}', DATE '${scene.day}')`],
          }),
        ],
        shape: (day, of) => (of === place && day >= from && day < scene.day ? 0.04 : 1),
        metrics: [...rowsAndSum(scene), shareOf(segment(scene), place)],
      }
    },
  },
]

const quieter: readonly Control[] = [
  {
    way: 'longWeekend',
    make: scene => {
      const factor = scene.random.between(0.35, 0.65)
      const next = plusDays(scene.day, 1)
      return {
        edits: [
          told(scene, 'closing_days', {
            columns: 'closed_on, reason',
            rows: [
              `(DATE '${scene.day}', 'public holiday')`,
              `(DATE '${next}', 'bridge day')`,
              `(DATE '${plusDays(scene.day, -130)}', 'public holiday')`,
            ],
          }),
        ],
        shape: day => (day === scene.day || day === next ? factor : 1),
        metrics: counts(scene),
      }
    },
  },
  {
    way: 'plannedMaintenance',
    make: scene => {
      const factor = scene.random.between(0.55, 0.8)
      return {
        edits: [
          told(scene, 'maintenance_windows', {
            columns: 'starts_on, hours, what',
            rows: [
              `(DATE '${scene.day}', 6, 'till network renewed')`,
              `(DATE '${plusDays(scene.day, -60)}', 2, 'backup power')`,
            ],
          }),
        ],
        shape: day => (day === scene.day ? factor : 1),
        metrics: rowsAndSum(scene),
      }
    },
  },
]

const mix: readonly Control[] = [
  {
    way: 'movedHouse',
    make: scene => {
      const [[old], [fresh]] = [fit(scene.business.segments[1]), fit(scene.business.segments[2])]
      const rows = scene.business.segments.map(([value]) => {
        const from = value === fresh ? `DATE '${scene.day}'` : before(scene)
        return `(${text(value)}, ${from}, ${value === old ? `DATE '${scene.day}'` : 'NULL::DATE'})`
      })
      return {
        edits: [told(scene, 'site_register', { columns: `${segmentColumn(scene)}, opened_on, closed_on`, rows })],
        shape: (day, of) => (of === (day < scene.day ? fresh : old) ? 0 : 1),
        metrics: [...rowsAndSum(scene), shareOf(segment(scene), fresh), shareOf(segment(scene), old)],
      }
    },
  },
  {
    way: 'launched',
    make: scene => {
      const { lookup, history, id } = scene.business.roles
      const column = fit(
        scene.random.shuffle(
          scene.business.roles.dims.filter(
            ({ name, source }) =>
              source !== null && ![lookup?.key.name, history?.key.name, segmentColumn(scene)].includes(name),
          ),
        )[0],
      )
      const value = scene.random.pick(['spring line', 'Mini', 'E-2'])
      const cond = both(sinceOf({ ...scene, hour: 0 }), some(id, scene.random.between(0.04, 0.1), 'launch'))
      const rows = [
        ...column.values.map(one => `(${text(one)}, ${before(scene)}, 'listed')`),
        `(${text(value)}, DATE '${scene.day}', 'launch approved')`,
      ]
      return {
        edits: [
          change(entryOf(scene), [[column, text(value)]], cond),
          told(scene, `${column.name}_register`, { columns: `${column.name}, listed_on, remark`, rows }),
        ],
        shape: flat,
        metrics: [shareOf(column, value), shareOf(column, column.values[0] ?? ''), distinctOf(column)],
      }
    },
  },
  {
    way: 'customersMove',
    make: scene => {
      const [one, other] = scene.random.shuffle(scene.business.segments.slice(0, 3))
      const [[from], [to]] = [fit(one), fit(other)]
      const start = plusDays(scene.day, -scene.random.whole(8, 16))
      const daily = scene.random.between(0.02, 0.04)
      const gone = (day: string) => Math.min(0.6, daily * Math.max(0, between(start, day)))
      return {
        edits: [],
        shape: (day, of) => (of === from ? 1 - gone(day) : of === to ? 1 + gone(day) : 1),
        metrics: [shareOf(segment(scene), from), shareOf(segment(scene), to), ...rowsAndSum(scene)],
      }
    },
  },
  {
    way: 'releaseOnly',
    make: scene => {
      const { edit } = release(scene, entryOf(scene), nextVersion(scene))
      const column = fit(scene.business.roles.optional[0])
      return { edits: [edit], shape: flat, metrics: [...anyMetric(scene), nullsOf(column)] }
    },
  },
]

const ordinary = (scene: Scene): Calm => ({ edits: [], shape: flat, metrics: anyMetric(scene) })

export const controls: readonly Control[] = [
  { way: 'quietDay', make: ordinary },
  { way: 'nearTheLimit', make: scene => ({ ...ordinary(scene), off: [2, 3.4] }) },
  ...busier,
  ...quieter,
  ...mix,
]
