import type { Finding, Onset, Segment } from '../../server/core/finding/finding.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import type { Assignments, Base } from './base.ts'
import type { Random } from './random.ts'

/** Every kind of the catalogue, whether the product knows it or not: one it does not know can only be got wrong. */
export type TrueKind =
  | NonNullable<Finding['cause']>
  | 'missingSlice'
  | 'partialLoad'
  | 'staleReplica'
  | 'feedOutage'
  | 'restrictiveFilter'
  | 'duplicatedLoad'
  | 'scatteredDuplicates'
  | 'joinFanOut'
  | 'restatement'
  | 'rowCap'
  | 'testData'
  | 'bots'
  | 'deletesKept'
  | 'validityOverlap'
  | 'cumulativeValues'
  | 'nullFromRelease'
  | 'columnDropped'
  | 'lookupMiss'
  | 'sentinelValues'
  | 'valueRecoded'
  | 'caseDrift'
  | 'newCategory'
  | 'truncatedText'
  | 'encodingDamage'
  | 'formatDrift'
  | 'columnSwap'
  | 'typeChange'
  | 'unitChange'
  | 'currencyMix'
  | 'signFlip'
  | 'precisionLoss'
  | 'outliers'
  | 'definitionChange'
  | 'timeZoneShift'
  | 'redatedEvents'
  | 'orphanKeys'
  | 'externalCause'

export type Strength = 'mild' | 'medium' | 'strong'
/** `one`: a value of one dimension. `two`: a pair of dimensions together, or two values of one dimension. */
export type Scope = 'everywhere' | 'one' | 'two'

/** What was drawn before the recipe speaks: when and where. Times are 'YYYY-MM-DD HH:MM:SS', UTC as in the data. */
export type Setting = {
  readonly random: Random
  readonly base: Base
  readonly strength: Strength
  readonly scope: Scope
  readonly onset: string
  /** First moment that is healthy again. */
  readonly until: string
  readonly segments: readonly Segment[]
  /** SQL: the rows within onset..until and the segments; and the segments alone. */
  readonly where: string
  readonly inSegments: string
}

export type Injection = {
  readonly metric: Metric
  readonly statements: readonly string[]
  /** Every acceptable answer where the drawn segments are not the whole of it, the plainest first; [] is everywhere. */
  readonly segments?: readonly (readonly Segment[])[]
  /** Every acceptable onset, where the drawn one is not it. */
  readonly onsets?: readonly Onset[]
  /** SQL that holds for the damaged rows, as they are afterwards. */
  readonly rows?: string
  /** Other kinds that are as right here, each with the reason. */
  readonly alsoRight?: readonly { readonly kind: TrueKind; readonly because: string }[]
}

/** One kind of fault as it happens to a table. Knows nothing of how anybody might find it. */
export type Recipe = {
  readonly id: string
  readonly kind: TrueKind
  readonly scopes: readonly Scope[]
  readonly fits: (base: Base) => boolean
  /** The dimensions a segment may be drawn from; all of them by default. */
  readonly dimensions?: (base: Base) => readonly string[]
  /** `pulse` ends with its day; `lasting` may go on for up to three days; `permanent` reaches the end of the data. */
  readonly lasts: 'pulse' | 'lasting' | 'permanent'
  /** `source`: the table before shows it as well, where there is one. `here`: between that table, which is healthy, and the alerted one. */
  readonly born: 'source' | 'here' | 'either'
  /** The tables that are right to name as the origin, where that is neither the alerted one nor the one before. */
  readonly origins?: (base: Base) => readonly string[]
  /** The question is about the newest day: nothing lies behind it. */
  readonly newest?: boolean
  /** Nothing comes any more from a moment on: the table before gives its deleted rows no more either. */
  readonly stops?: boolean
  readonly inject: (setting: Setting) => Injection
}

export const feeds = ({ feeds: names }: Base) => names

const two = (random: Random, dimensions: Base['dimensions'], names: readonly string[]): readonly Segment[] => {
  const [first, second] = random.shuffle(names)
  if (first === undefined) throw new Error('No dimension to draw from')
  if (second !== undefined && random.chance(0.5))
    return [[valueOf(random, dimensions, first), valueOf(random, dimensions, second)]]
  return random
    .shuffle(dimensions[first] ?? [])
    .slice(0, 2)
    .map(value => [{ column: first, value }])
}

const valueOf = (random: Random, dimensions: Base['dimensions'], column: string) => ({
  column,
  value: random.pick(dimensions[column] ?? []),
})

export const drawSegments = (
  random: Random,
  scope: Scope,
  { dimensions, names }: { dimensions: Base['dimensions']; names: readonly string[] },
): readonly Segment[] => {
  if (scope === 'everywhere') return []
  return scope === 'two' ? two(random, dimensions, names) : [[valueOf(random, dimensions, random.pick(names))]]
}

export const quote = (text: string) => `'${text.replaceAll("'", "''")}'`

export const segmentsSql = (segments: readonly Segment[]) =>
  segments.length === 0
    ? 'true'
    : `(${segments
        .map(segment =>
          segment
            .map(({ column, value }) => (value === null ? `${column} IS NULL` : `${column} = ${quote(value)}`))
            .join(' AND '),
        )
        .join(' OR ')})`

/** A share of the rows (or of a key's values), by hash: the same rows whenever it is asked. */
export const drawn = (random: Random, share: number, key: string) => `hash(${key},
  ${quote(String(random.next()))}) % 100000 < ${Math.round(share * 100_000)}`

export const moment = (time: string) => `TIMESTAMP ${quote(time)}`

/** A number between two bounds for each strength. */
export const sized = (
  { random, strength }: Pick<Setting, 'random' | 'strength'>,
  bounds: Readonly<Record<Strength, readonly [number, number]>>,
) => random.between(...bounds[strength])

export const assigned = (set: Assignments) =>
  Object.entries(set)
    .map(([column, sql]) => `${column} = ${sql}`)
    .join(', ')
export const replaced = (set: Assignments) =>
  Object.entries(set)
    .map(([column, sql]) => `${sql} AS ${column}`)
    .join(', ')

/** The amount and what is computed from the same, times an SQL factor: nothing contradicts anything. */
export const amountsTimes = ({ roles, amount }: Base, factor: string): Assignments =>
  roles.units.map(({ set }) => set(factor)).find(set => amount in set) ?? { [amount]: `${amount} * ${factor}` }

/** SQL: the rows of the day before as if they came a day later; what is added from there repeats no row of its own day. */
export const dayLater = ({ table, time, loaded, id, idStep }: Base) =>
  `(SELECT * REPLACE (${time} + INTERVAL 1 DAY AS ${time}, ${loaded} + INTERVAL 1 DAY AS ${loaded}) FROM ${table} WHERE ${id} < ${idStep})`

/** Each acceptable segment by itself and narrowed further by values that only the damaged rows have. */
export const withOwn = (segments: readonly Segment[], own: Segment): readonly (readonly Segment[])[] =>
  segments.length === 0 ? [[], [own]] : [segments, segments.map(segment => [...segment, ...own])]

/** The truth of an hour, or of the whole day where it began at midnight. */
export const onsetAt = (time: string): Onset =>
  time.endsWith(' 00:00:00')
    ? { at: time.slice(0, 10), precision: 'day' }
    : { at: `${time.slice(0, 13).replace(' ', 'T')}:00:00Z`, precision: 'hour' }
