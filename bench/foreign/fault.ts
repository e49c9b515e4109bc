import type { Onset, Segment } from '../../server/core/finding/finding.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import type { Truth } from '../accuracy/truth.ts'
import type { Col, Measure } from './business.ts'
import { selectOf, type Edit, type Shape } from './build.ts'
import { watchedTable } from './business.ts'
import type { Scene } from './scene.ts'

export type TrueKind = Truth['causes'][0]

export type Damage = {
  readonly edits: readonly Edit[]
  /** The metrics in which it may be asked about; those that do not show it fall away. */
  readonly metrics: readonly Metric[]
  readonly segments: readonly (readonly Segment[])[]
  readonly origins: readonly string[]
  /** The damaged rows as they are now. */
  readonly rows: string | null
  /** Other kinds that name the same thing as well. */
  readonly alsoRight?: readonly TrueKind[]
  /** Where it is not the scene's day and hour. */
  readonly onsets?: readonly Onset[]
  /** Whether the day after shows it as well. */
  readonly lasts: boolean
  /** Whether the data must end with the day, or go on after it. */
  readonly newest?: boolean
  readonly shape?: Shape
}

/** One way in which a fault comes about. */
export type Fault = {
  readonly kind: TrueKind
  readonly way: string
  /** It brings a release, or a program, of its own. */
  readonly ownRelease?: boolean
  readonly make: (scene: Scene) => Damage
}

export const numbers = ({ name }: Col): readonly Metric[] =>
  (['average', 'sum', 'minimum', 'maximum', 'average'] as const).map(kind => ({ kind, column: name }))
export const shareOf = ({ name }: Col, value: string): Metric => ({
  kind: 'share',
  where: { column: name, operator: '=', value },
})
export const nullsOf = ({ name }: Col): Metric => ({ kind: 'nullRate', column: name })
export const distinctOf = ({ name }: Col): Metric => ({ kind: 'distinctCount', column: name })
export const amounts = ({ business }: Scene): readonly Metric[] => [
  { kind: 'rowCount' },
  ...business.roles.measures.slice(0, 2).map(({ name }: Measure) => ({ kind: 'sum', column: name }) as const),
  distinctOf(business.roles.id),
]
export const repeats = (scene: Scene): readonly Metric[] => [
  { kind: 'rowCount' },
  ...amounts(scene).slice(1, 2),
  { kind: 'duplicateRate', columns: [scene.business.roles.id.name] },
  { kind: 'duplicateRate', columns: [scene.business.roles.id.name] },
]

/** The watched table's rows since a moment made anew from the tables it is built of, as they are then. */
export const rebuilt = (
  { business, first }: Scene,
  since: string,
  change: (sql: string) => string = sql => sql,
): Edit => {
  const table = watchedTable(business, first)
  return {
    after: 'end',
    sql: [
      `DELETE FROM ${table.name} WHERE ${since}`,
      `INSERT INTO ${table.name} SELECT * FROM (${change(selectOf(table))}) WHERE ${since}`,
    ],
  }
}
