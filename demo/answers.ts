import type { Conclusion, Finding, Onset, Segment } from '../server/core/finding/finding.ts'

/**
 * What happened in each scenario, for tests and benchmarks only; nothing that runs may import it.
 * `segments`: every acceptable answer, the plainest first; each is a whole list, [] for everywhere.
 */
export type DemoAnswer = {
  readonly conclusion: Conclusion
  readonly cause: Finding['cause']
  readonly segments: readonly (readonly Segment[])[]
  readonly onset: Onset | null
  readonly why: string
}

const day = (at: string): Onset => ({ at, precision: 'day' })
const hour = (at: string): Onset => ({ at: `${at}:00:00Z`, precision: 'hour' })
const is = (column: string, value: string) => ({ column, value })
const everywhere: readonly (readonly Segment[])[] = [[]]
const one = (column: string, value: string): readonly (readonly Segment[])[] => [[[is(column, value)]]]
const found = (
  cause: NonNullable<Finding['cause']>,
  rest: Pick<DemoAnswer, 'segments' | 'onset' | 'why'>,
): DemoAnswer => ({ conclusion: 'causeFound', cause, ...rest })

export const demoAnswers: Readonly<Record<string, DemoAnswer>> = {
  'orders-user-id': found('nullFromRelease', {
    // Only the app sends a version, so naming the channel besides says the same.
    segments: [[[is('app_version', '7.4.0')]], [[is('app_version', '7.4.0'), is('channel', 'app')]]],
    onset: hour('2026-11-12T09'),
    why: 'App 7.4.0 appears at 09:00 and leaves user_id out of 85 % of its orders.',
  }),
  'orders-fewer-rows': found('missingSlice', {
    segments: everywhere,
    onset: hour('2026-11-10T13'),
    why: 'The hours 13 to 16 are missing.',
  }),
  'orders-today': found('partialLoad', {
    segments: everywhere,
    onset: hour('2026-11-15T15'),
    why: 'Sunday is loaded up to 16:00; of the last hour half is there.',
  }),
  'orders-revenue': found('feedOutage', {
    segments: one('country', 'FR'),
    onset: hour('2026-11-12T08'),
    why: 'No order from France from Thursday 08:00 to the end of Friday.',
  }),
  'orders-customer-tier': found('lookupMiss', {
    segments: one('channel', 'marketplace'),
    onset: day('2026-11-12'),
    why: 'Marketplace customer ids lost their leading zeros, so the look-up finds nobody.',
  }),
  'orders-shipping-days': found('sentinelValues', {
    segments: everywhere,
    onset: day('2026-11-13'),
    why: '40 % of shipping_days are -1.',
  }),
  'orders-cancelled': found('valueRecoded', {
    segments: [[], [[is('status', 'voided')]]],
    onset: day('2026-11-12'),
    why: 'cancelled is now spelt voided.',
  }),
  'orders-average-amount': found('unitChange', {
    segments: one('country', 'GB'),
    onset: day('2026-11-12'),
    why: 'British amounts come in pence.',
  }),
  'orders-record-day': {
    conclusion: 'expectedChange',
    cause: 'expectedChange',
    segments: everywhere,
    onset: day('2026-11-11'),
    why: 'Singles’ Day: sessions, orders and payments rise alike.',
  },
  'orders-saturday': {
    conclusion: 'noAnomaly',
    cause: null,
    segments: everywhere,
    onset: null,
    why: 'An ordinary Saturday.',
  },
  'payments-sum': found('duplicatedLoad', {
    segments: everywhere,
    onset: day('2026-11-12'),
    why: 'Thursday was loaded again three hours later, with new ids.',
  }),
  'payments-amount': found('typeChange', {
    segments: one('provider', 'cardia'),
    onset: hour('2026-11-12T10'),
    why: 'cardia sends amounts as $12.30.',
  }),
  'payments-net': found('signFlip', {
    // Only refunds can lose their minus, so with and without kind = refund it is the same rows.
    segments: [[[is('kind', 'refund')]], []],
    onset: day('2026-11-13'),
    why: 'Refunds come as positive amounts.',
  }),
  'items-line-total': found('joinFanOut', {
    segments: everywhere,
    onset: day('2026-11-12'),
    why: 'A fifth of the products stand in products twice, so their lines are joined twice.',
  }),
  'items-category': found('orphanKeys', {
    segments: everywhere,
    onset: hour('2026-11-12T07'),
    why: 'Lines name products above the highest one that products holds.',
  }),
  'sessions-twice': found('scatteredDuplicates', {
    segments: everywhere,
    onset: hour('2026-11-12T16'),
    why: '8 % of sessions are delivered twice, seconds to minutes apart.',
  }),
  'sessions-landing-page': found('columnDropped', {
    segments: everywhere,
    onset: hour('2026-11-13T11'),
    why: 'From 11:00 on landing_page is null in every session.',
  }),
  'sessions-fewer-rows': found('timeZoneShift', {
    segments: one('source', 'collector_a'),
    onset: day('2026-11-12'),
    why: 'collector_a writes times five hours ahead.',
  }),
}
