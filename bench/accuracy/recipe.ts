import type { Segment } from '../../server/core/finding/finding.ts'
import type { Finding, Onset } from '../../server/core/finding/finding.ts'
import type { Metric } from '../../server/core/metric/metric.ts'
import type { Random } from './random.ts'

export type FaultKind = NonNullable<Finding['cause']>
export type Strength = 'strong' | 'mild'
/** `one`: a value of one dimension. `two`: a pair of dimensions together, or two values of one dimension. */
export type Scope = 'everywhere' | 'one' | 'two'

/** What was drawn before the recipe speaks: when and where. Times are 'YYYY-MM-DD HH:MM:SS', UTC as in the data. */
export type Setting = {
  readonly random: Random
  readonly strength: Strength
  readonly scope: Scope
  readonly onset: string
  /** First moment that is healthy again. */
  readonly until: string
  readonly segments: readonly Segment[]
  /** SQL: the rows within onset..until and the segments. */
  readonly where: string
}

/** What is right to answer. `segments`: every acceptable answer, the plainest first; each is the whole list, [] for everywhere. */
export type Truth = {
  readonly cause: FaultKind
  readonly segments: readonly (readonly Segment[])[]
  readonly onset: Onset
  readonly note: string | null
}

export type Injection = {
  readonly metric: Metric
  readonly statements: readonly string[]
  /** Where the drawn segments are not the whole answer. */
  readonly segments?: readonly (readonly Segment[])[]
  readonly onset?: Onset
  readonly note?: string
}

/** One kind of fault as it happens to a table. Knows nothing of how anybody might find it. */
export type Recipe = {
  readonly id: string
  readonly kind: FaultKind
  readonly scopes: readonly Scope[]
  /** The dimensions a segment may be drawn from; all of them by default. */
  readonly dimensions?: readonly Dimension[]
  /** `pulse` ends with its day; `lasting` may go on for up to three days; `permanent` reaches the end of the data. */
  readonly lasts: 'pulse' | 'lasting' | 'permanent'
  readonly inject: (setting: Setting) => Injection
}

export const dimensions = {
  source: ['amadeus', 'sabre', 'direct', 'partner'],
  channel: ['web', 'mobile', 'agency', 'counter'],
  origin_region: ['South', 'West', 'Midwest', 'Northeast'],
  payment_method: ['card', 'wallet', 'invoice', 'voucher'],
  cabin: ['economy', 'premium', 'business'],
  haul: ['short', 'medium', 'long'],
} as const
export type Dimension = keyof typeof dimensions

const two = (random: Random, names: readonly Dimension[]): readonly Segment[] => {
  const [first, second] = random.shuffle(names)
  if (first === undefined) throw new Error('No dimension to draw from')
  if (second !== undefined && random.chance(0.5)) {
    return [[{ column: first, value: random.pick(dimensions[first]) }, { column: second, value: random.pick(dimensions[second]) }]]
  }
  return random.shuffle(dimensions[first]).slice(0, 2).map(value => [{ column: first, value }])
}

export const drawSegments = (random: Random, scope: Scope, names: readonly Dimension[]): readonly Segment[] => {
  if (scope === 'everywhere') return []
  if (scope === 'two') return two(random, names)
  const column = random.pick(names)
  return [[{ column, value: random.pick(dimensions[column]) }]]
}

export const quote = (text: string) => `'${text.replaceAll('\'', '\'\'')}'`

export const segmentsSql = (segments: readonly Segment[]) => segments.length === 0
  ? 'true'
  : `(${segments.map(segment => segment.map(({ column, value }) => `${column} = ${quote(value ?? '')}`).join(' AND ')).join(' OR ')})`

/** A share of the rows (or keys), by hash: the same rows whenever it is asked. */
export const drawn = (random: Random, share: number, key = 'flight_id') =>
  `hash(${key}, ${quote(String(random.next()))}) % 100000 < ${Math.round(share * 100_000)}`

export const moment = (time: string) => `TIMESTAMP ${quote(time)}`
