import type { Metric } from '../../server/core/metric/metric.ts'
import { schemaOf, type Measure } from './business.ts'
import type { Edit, Shape } from './build.ts'
import { numbers } from './fault.ts'
import { entryOf, fit, rewrite, sinceOf, type Scene } from './scene.ts'
import { plusDays, text } from './sql.ts'

export type Calm = {
  readonly edits: readonly Edit[]
  readonly shape: Shape
  readonly metrics: readonly Metric[]
  /** Standard deviations that the value must be off, where that is what the case is about. */
  readonly off?: readonly [number, number]
}
/** A case in which nothing is wrong. */
export type Control = { readonly way: string; readonly make: (scene: Scene) => Calm }

const flat: Shape = () => 1
export const counts = ({ business }: Scene): readonly Metric[] => [
  { kind: 'rowCount' },
  { kind: 'sum', column: business.roles.measures[0]?.name ?? '' },
  { kind: 'distinctCount', column: business.roles.who.name },
]
export const anyMetric = (scene: Scene): readonly Metric[] => {
  const { roles } = scene.business
  const dim = fit(roles.dims[1])
  return scene.random.shuffle([
    ...counts(scene),
    ...numbers(fit(roles.measures[0])).slice(0, 1),
    { kind: 'nullRate', column: fit(roles.optional[0]).name },
    { kind: 'share', where: { column: dim.name, operator: '=', value: dim.values[0] ?? '' } },
    { kind: 'duplicateRate', columns: [roles.id.name] },
    ...(roles.time.kind === 'date' ? [] : [{ kind: 'freshness' } as const]),
  ])
}
/** What changes with a price: the amount, its parts, what it is in the payer's currency. */
export const alike = ({ business }: Scene, measure: Measure): readonly Measure[] => {
  const { parts, currency } = business.roles
  return [
    measure,
    ...(parts?.total.name === measure.name ? [parts.net, parts.other] : []),
    ...(currency?.converted.name === measure.name && currency.local !== null ? [currency.local] : []),
  ]
}
/** A table that tells what was planned. */
export const told = (
  { business }: Scene,
  name: string,
  { columns, rows }: { columns: string; rows: readonly string[] },
): Edit => {
  const schema = schemaOf(business.watched)
  const table = schema === 'main' ? name : `${schema}.${name}`
  return { after: 'end', sql: [`CREATE TABLE ${table} AS SELECT * FROM (VALUES ${rows.join(', ')}) AS v (${columns})`] }
}
export const segmentColumn = ({ business }: Scene) => {
  const [value] = business.segments[0] ?? ['']
  const { dims, code } = business.roles
  return fit([...dims, ...(code === null ? [] : [code])].find(({ values }) => values.includes(value))).name
}
const register = (scene: Scene, dates: (segment: string) => string): Edit =>
  told(scene, 'places_register', {
    columns: `${segmentColumn(scene)}, opened_on, closed_on`,
    rows: scene.business.segments.map(([segment]) => `(${text(segment)}, ${dates(segment)})`),
  })

export const controls: readonly Control[] = [
  { way: 'ordinary', make: scene => ({ edits: [], shape: flat, metrics: anyMetric(scene) }) },
  {
    way: 'campaign',
    make: scene => {
      const factor = scene.random.between(1.3, 1.8)
      const until = plusDays(scene.day, 2)
      return {
        edits: [
          told(scene, 'campaign_calendar', {
            columns: 'campaign, starts_on, ends_on',
            rows: [
              `('spring mailing', DATE '${plusDays(scene.day, -200)}', DATE '${plusDays(scene.day, -196)}')`,
              `('double points', DATE '${scene.day}', DATE '${until}')`,
            ],
          }),
        ],
        shape: day => (day >= scene.day && day <= until ? factor : 1),
        metrics: counts(scene),
      }
    },
  },
  {
    way: 'holiday',
    make: scene => {
      const factor = scene.random.between(0.3, 0.6)
      return {
        edits: [
          told(scene, 'public_holidays', {
            columns: 'holiday, name',
            rows: [
              `(DATE '${scene.day}', 'Founding day')`,
              `(DATE '${plusDays(scene.day, -170)}', 'Harvest day')`,
              `(DATE '${plusDays(scene.day, 90)}', 'Winter day')`,
            ],
          }),
        ],
        shape: day => (day === scene.day ? factor : 1),
        metrics: counts(scene),
      }
    },
  },
  {
    way: 'priceChange',
    make: scene => {
      const measure = fit(
        scene.business.roles.measures.find(({ scale, asText }) => scale === 'money' && asText !== true),
      )
      const percent = scene.random.whole(5, 12)
      const midnight = { ...scene, hour: 0 }
      const edits = alike(scene, measure).map(one =>
        rewrite(entryOf(scene), one, {
          to: from => `${from} * ${1 + percent / 100}`,
          cond: sinceOf(midnight),
        }),
      )
      const list = told(scene, 'price_lists', {
        columns: 'price_list, valid_from, change_percent',
        rows: [`('2025', DATE '${plusDays(scene.day, -365)}', 3)`, `('2026', DATE '${scene.day}', ${percent})`],
      })
      return { edits: [...edits, list], shape: flat, metrics: numbers(measure).slice(0, 2) }
    },
  },
  {
    way: 'opening',
    make: scene => {
      const [fresh] = scene.random.pick(scene.business.segments)
      const old = `DATE '${plusDays(scene.first, -900)}'`
      return {
        edits: [register(scene, segment => `${segment === fresh ? `DATE '${scene.day}'` : old}, NULL::DATE`)],
        shape: (day, segment) => (segment === fresh && day < scene.day ? 0 : 1),
        metrics: [...counts(scene).slice(0, 2), { kind: 'distinctCount', column: segmentColumn(scene) }],
      }
    },
  },
  {
    way: 'closing',
    make: scene => {
      const [shut] = scene.random.pick(scene.business.segments)
      const old = `DATE '${plusDays(scene.first, -900)}'`
      return {
        edits: [register(scene, segment => `${old}, ${segment === shut ? `DATE '${scene.day}'` : 'NULL::DATE'}`)],
        shape: (day, segment) => (segment === shut && day >= scene.day ? 0 : 1),
        metrics: [...counts(scene).slice(0, 2), { kind: 'distinctCount', column: segmentColumn(scene) }],
      }
    },
  },
  {
    way: 'growth',
    make: scene => {
      const daily = scene.random.between(0.008, 0.02)
      const from = plusDays(scene.day, -21)
      const grown = (day: string) => Math.max(0, (Date.parse(day) - Date.parse(from)) / 86_400_000)
      return { edits: [], shape: day => 1 + daily * grown(day), metrics: counts(scene) }
    },
  },
  {
    way: 'atTheEdge',
    make: scene => ({ edits: [], shape: flat, metrics: anyMetric(scene), off: [1.8, 3.2] }),
  },
  {
    way: 'mixShift',
    make: scene => {
      const [grows] = scene.random.pick(scene.business.segments)
      const from = plusDays(scene.day, -scene.random.whole(4, 10))
      const daily = scene.random.between(0.04, 0.09)
      const since = (day: string) => Math.max(0, (Date.parse(day) - Date.parse(from)) / 86_400_000)
      return {
        edits: [],
        shape: (day, segment) => (segment === grows ? 1 + daily * since(day) : Math.max(0.5, 1 - 0.015 * since(day))),
        metrics: [
          { kind: 'share', where: { column: segmentColumn(scene), operator: '=', value: grows } },
          ...counts(scene).slice(0, 2),
        ],
      }
    },
  },
]
