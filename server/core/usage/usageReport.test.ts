import { expect, test } from 'vitest'
import { moneyText, parseMoney } from './money.ts'
import { levelsReached, usedUp } from './budget.ts'
import { forecastMonth, groupUsage, sumUsage, type UsageGrouping, type UsageLine } from './usageReport.ts'

const line = (over: Partial<UsageLine> = {}): UsageLine => ({
  investigationId: 'a',
  kind: 'model',
  resource: 'strong',
  dataSourceId: 's',
  trigger: 'person',
  actorId: 'p',
  personId: 'p',
  teamId: null,
  priced: true,
  inputTokens: 1n,
  outputTokens: 1n,
  cachedTokens: 0n,
  rows: 0n,
  bytes: 0n,
  ms: 0n,
  cost: 1_234_567n,
  at: new Date('2026-11-10T12:00:00Z'),
  ...over,
})

test('amounts are printed and read without a loss', () => {
  expect([0n, 5n, 10_000n, 1_234_567n, 12_500_000n, -1_500_000n].map(moneyText)).toEqual([
    '0.00',
    '0.000005',
    '0.01',
    '1.234567',
    '12.50',
    '-1.50',
  ])
  expect(['0', '1.5', '12.000001', '999999999.999999'].map(parseMoney)).toEqual([
    0n,
    1_500_000n,
    12_000_001n,
    999_999_999_999_999n,
  ])
  expect(['', '-1', '1.', '.5', '1e3', '1.0000001', '12,5', 'x'].map(parseMoney)).toEqual(Array(8).fill(null))
})

test.each<UsageGrouping>([
  'model',
  'dataSource',
  'team',
  'person',
  'key',
  'trigger',
  'notification',
  'investigation',
  'day',
])('groups by %s add up to the whole', by => {
  const lines = Array.from({ length: 200 }, (_, i) =>
    line({
      investigationId: `i${i % 7}`,
      kind: i % 10 === 9 ? 'notification' : i % 3 === 0 ? 'query' : 'model',
      resource: `m${i % 4}`,
      dataSourceId: `s${i % 2}`,
      trigger: i % 5 === 0 ? 'key' : 'person',
      actorId: i % 6 === 0 ? null : `p${i % 3}`,
      personId: i % 6 === 0 ? null : `p${i % 2}`,
      teamId: i % 4 === 0 ? null : `t${i % 2}`,
      cost: BigInt(i * 7919 + 3),
      at: new Date(Date.UTC(2026, 10, 1 + (i % 20))),
    }),
  )
  const groups = groupUsage(lines, by)
  expect(groups.reduce((sum, group) => sum + group.sum.cost, 0n)).toBe(sumUsage(lines).cost)
  expect(groups.reduce((sum, group) => sum + group.sum.notifications, 0)).toBe(20)
  expect(groups.length).toBeGreaterThan(1)
})

test('a month goes on as its last full days went', () => {
  const lines = Array.from({ length: 10 }, (_, i) =>
    line({ cost: 1_000_000n, at: new Date(Date.UTC(2026, 10, 1 + i)) }),
  )
  const found = forecastMonth(lines, new Date('2026-11-11T09:00:00Z'))
  expect(found).toMatchObject({ cost: 30_000_000n, days: 10 })
  expect(found?.ahead.map(({ day }) => day)).toEqual(Array.from({ length: 20 }, (_, i) => `2026-11-${11 + i}`))
  expect(
    forecastMonth(
      [...lines, line({ cost: 50_000_000n, at: new Date('2026-11-11T08:00:00Z') })],
      new Date('2026-11-11T09:00:00Z'),
    ),
  ).toMatchObject({ cost: 79_000_000n, days: 10 })
  expect(forecastMonth(lines.slice(0, 2), new Date('2026-11-03T09:00:00Z'))).toBeNull()
  expect(forecastMonth([], new Date())).toBeNull()
})

test('what was spent and the days ahead add up to the forecast, to the millionth', () => {
  const now = new Date('2026-11-18T09:00:00Z')
  const lines = Array.from({ length: 18 }, (_, i) =>
    line({ cost: i === 17 ? 400_000n : BigInt(1_000_003 + i * 7_919), at: new Date(Date.UTC(2026, 10, 1 + i, 5)) }),
  )
  const found = forecastMonth(lines, now)
  expect(found?.ahead.length).toBe(13)
  expect((found?.ahead ?? []).reduce((sum, { cost }) => sum + cost, sumUsage(lines).cost)).toBe(found?.cost)
  // Today has come to some of its usual day already.
  expect(found?.ahead[0]?.cost).toBe(sumUsage(lines.slice(3, 17)).cost / 14n - 400_000n)
})

test('a budget speaks up at a half, at four fifths and when it is used up', () => {
  expect([0n, 49n, 50n, 79n, 80n, 99n, 100n, 130n].map(spent => levelsReached({ limit: 100n, spent }))).toEqual([
    [],
    [],
    [50],
    [50],
    [50, 80],
    [50, 80],
    [50, 80, 100],
    [50, 80, 100],
  ])
})

test('what is on its way counts against the limit', () => {
  const standing = { scope: 't', of: 'tenant', period: 'month', span: '2026-11', limit: 100n } as const
  expect(usedUp([{ ...standing, spent: 60n, committed: 39n }])).toBeNull()
  expect(usedUp([{ ...standing, spent: 60n, committed: 40n }])).toMatchObject({ limit: 100n })
})
