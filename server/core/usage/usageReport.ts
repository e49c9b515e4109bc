import type { Micros } from './money.ts'

/** A line of the ledger of usage. Ids are NONE for notifications that belong to no case or data source; their `resource` is channel and kind. */
export type UsageLine = {
  readonly investigationId: string
  readonly kind: 'investigation' | 'query' | 'model' | 'notification'
  readonly resource: string
  readonly dataSourceId: string
  readonly trigger: string
  /** The person or the key that opened the case, as `trigger` says. */
  readonly actorId: string | null
  /** Who opened it, or whose key did. */
  readonly personId: string | null
  readonly teamId: string | null
  readonly inputTokens: bigint
  readonly outputTokens: bigint
  readonly cachedTokens: bigint
  readonly rows: bigint
  readonly bytes: bigint
  readonly ms: bigint
  readonly cost: Micros
  /** False where the price book had nothing that it is paid by: its cost is missing. */
  readonly priced: boolean
  readonly at: Date
}

/** What some lines come to. `unpriced` and `unpricedQueries`: calls of models and queries for which the price book had nothing. */
export type UsageSum = {
  readonly cost: Micros
  readonly investigations: number
  readonly queries: number
  readonly notifications: number
  readonly inputTokens: bigint
  readonly outputTokens: bigint
  readonly cachedTokens: bigint
  readonly rows: bigint
  readonly bytes: bigint
  readonly ms: bigint
  readonly unpriced: number
  readonly unpricedQueries: number
}

export type UsageGrouping =
  'model' | 'dataSource' | 'team' | 'person' | 'key' | 'trigger' | 'notification' | 'investigation' | 'day'

/** Work of the warehouse belongs to no model, work that nobody asked for to no person, an invitation to no case, and many a case to no team. */
export const NONE = ''

const keys: Readonly<Record<UsageGrouping, (line: UsageLine) => string>> = {
  model: ({ kind, resource }) => (kind === 'model' ? resource : NONE),
  dataSource: ({ dataSourceId }) => dataSourceId,
  team: ({ teamId }) => teamId ?? NONE,
  person: ({ personId }) => personId ?? NONE,
  key: ({ trigger, actorId }) => (trigger === 'key' ? (actorId ?? NONE) : NONE),
  trigger: ({ trigger }) => trigger,
  notification: ({ kind, resource }) => (kind === 'notification' ? resource : NONE),
  investigation: ({ investigationId }) => investigationId,
  day: ({ at }) => at.toISOString().slice(0, 10),
}

export const sumUsage = (lines: readonly UsageLine[]): UsageSum =>
  lines.reduce<UsageSum>(
    (sum, line) => ({
      cost: sum.cost + line.cost,
      investigations: sum.investigations + (line.kind === 'investigation' ? 1 : 0),
      queries: sum.queries + (line.kind === 'query' ? 1 : 0),
      notifications: sum.notifications + (line.kind === 'notification' ? 1 : 0),
      inputTokens: sum.inputTokens + line.inputTokens,
      outputTokens: sum.outputTokens + line.outputTokens,
      cachedTokens: sum.cachedTokens + line.cachedTokens,
      rows: sum.rows + line.rows,
      bytes: sum.bytes + line.bytes,
      ms: sum.ms + line.ms,
      unpriced: sum.unpriced + (line.kind === 'model' && !line.priced ? 1 : 0),
      unpricedQueries: sum.unpricedQueries + (line.kind === 'query' && !line.priced ? 1 : 0),
    }),
    nothing,
  )

const nothing: UsageSum = {
  cost: 0n,
  investigations: 0,
  queries: 0,
  notifications: 0,
  inputTokens: 0n,
  outputTokens: 0n,
  cachedTokens: 0n,
  rows: 0n,
  bytes: 0n,
  ms: 0n,
  unpriced: 0,
  unpricedQueries: 0,
}

/** The lines in groups that add up to the whole, the dearest first; days in their order. */
export const groupUsage = (
  lines: readonly UsageLine[],
  by: UsageGrouping,
): readonly { readonly key: string; readonly sum: UsageSum }[] => {
  const groups = Map.groupBy(lines, keys[by])
  const summed = [...groups].map(([key, own]) => ({ key, sum: sumUsage(own) }))
  return by === 'day'
    ? summed.sort((a, b) => a.key.localeCompare(b.key))
    : summed.sort((a, b) => compare(b.sum.cost, a.sum.cost) || a.key.localeCompare(b.key))
}

const compare = (a: bigint, b: bigint) => (a > b ? 1 : a < b ? -1 : 0)

const DAY_MS = 86_400_000
const leastDays = 3
const mostDays = 14

/** What a month comes to, and what its days from today on are going to add to what was spent. */
export type Forecast = {
  readonly cost: Micros
  readonly days: number
  readonly ahead: readonly { readonly day: string; readonly cost: Micros }[]
}

/** What the month comes to if its days go on as the last full ones did (at most fourteen); null before there are three. */
export const forecastMonth = (lines: readonly UsageLine[], now: Date): Forecast | null => {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  const first = lines.reduce((least, { at }) => Math.min(least, at.getTime()), Infinity)
  const days = Math.min(mostDays, Math.floor((today - first) / DAY_MS) + (first % DAY_MS === 0 ? 0 : 1))
  if (!Number.isFinite(first) || days < leastDays) return null
  const within = (from: number, to: number) =>
    sumUsage(lines.filter(({ at }) => at.getTime() >= from && at.getTime() < to)).cost
  const rest = (Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - today) / DAY_MS
  const usual = within(today - days * DAY_MS, today)
  const spentToday = within(today, today + DAY_MS)
  // Shares of a whole that add up to it, whatever their fractions.
  const upTo = (count: number) => (usual * BigInt(count)) / BigInt(days)
  // Today counts as a whole day of the usual kind, unless it came to more already.
  const ahead = Array.from({ length: rest }, (_, index) => {
    const cost = upTo(index + 1) - upTo(index) - (index === 0 ? spentToday : 0n)
    return { day: new Date(today + index * DAY_MS).toISOString().slice(0, 10), cost: cost > 0n ? cost : 0n }
  })
  const spent = within(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1), today) + spentToday
  return { cost: ahead.reduce((sum, { cost }) => sum + cost, spent), days, ahead }
}
