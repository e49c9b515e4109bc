import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { bookingDay, makeBookings, type Bookings } from '../testing/bookings.ts'
import { stopInvestigating } from '../testing/investigate.ts'

// Rows that do not belong, and rows that are kept out, through the whole engine: at two strengths, in a segment and everywhere, beside rivals.

let bookings: Bookings

beforeAll(async () => {
  bookings = await makeBookings(900)
}, 60_000)

afterAll(async () => {
  await bookings.remove()
  await stopInvestigating()
})

const today = `booked_at >= TIMESTAMP '${bookingDay} 00:00:00'`
const drop = (where: string) => [`DELETE FROM bookings WHERE ${where}`]
/** So many more rows, others by time and size, with these columns instead. */
const more = (share: number, where: string, columns: Readonly<Record<string, string>>) => [
  "INSERT INTO bookings SELECT * REPLACE (booking_id + 10000000 AS booking_id, booked_at + to_seconds((u(booking_id, 'second') * 3000)::INT) AS booked_at, party % 5 + 1 AS party" +
    `${Object.entries(columns)
      .map(([name, sql]) => `, ${sql} AS ${name}`)
      .join('')}) FROM bookings WHERE ${today} AND ${where} AND u(booking_id, 'more') < ${share}`,
]
const rowCount: Metric = { kind: 'rowCount' }
const sum: Metric = { kind: 'sum', column: 'amount' }
const average: Metric = { kind: 'average', column: 'amount' }
const distinct = (column: string): Metric => ({ kind: 'distinctCount', column })

type Row = readonly [title: string, metric: Metric, faults: readonly string[], told: string, segments: string]

const cases: readonly Row[] = [
  ['rows without a coupon dropped', rowCount, drop(`coupon IS NULL AND ${today}`), 'restrictiveFilter', 'coupon=null'],
  [
    'rows without a coupon dropped in one channel',
    sum,
    drop(`coupon IS NULL AND channel = 'web' AND ${today}`),
    'restrictiveFilter',
    'channel=web&coupon=null',
  ],
  [
    'rows without a referrer dropped',
    rowCount,
    drop(`referrer_id IS NULL AND ${today}`),
    'restrictiveFilter',
    'referrer_id=null',
  ],
  [
    'the null rate falls because rows do',
    { kind: 'nullRate', column: 'referrer_id' },
    drop(`referrer_id IS NULL AND ${today}`),
    'restrictiveFilter',
    'referrer_id=null',
  ],
  [
    'an inner join drops rows without a guest',
    rowCount,
    ['DELETE FROM guests WHERE guest_id % 7 = 0', ...drop(`guest_id % 7 = 0 AND ${today}`)],
    'restrictiveFilter',
    '',
  ],
  ['a feed that stopped', rowCount, drop(`source = 'beta' AND ${today}`), 'feedOutage', 'source=beta'],

  [
    'few test rows',
    rowCount,
    more(0.2, 'true', { guest_email: "'qa-' || booking_id % 5 || '@example.com'" }),
    'testData',
    '',
  ],
  [
    'dear test rows',
    average,
    more(0.15, 'true', { guest_email: "'test' || booking_id % 5 || '@example.com'", amount: '9999' }),
    'testData',
    '',
  ],
  [
    'test rows of one source',
    rowCount,
    more(0.7, "source = 'beta'", { guest_email: "'test-user-' || booking_id % 9" }),
    'testData',
    'source=beta',
  ],
  [
    'test rows by a source of their own',
    distinct('source'),
    more(0.1, 'true', { source: "'qa-loadtest'" }),
    'testData',
    '',
  ],

  ['many rows by seven guests', rowCount, more(0.3, 'true', { guest_id: 'booking_id % 7' }), 'bots', ''],
  [
    'fewer rows by five guests, for nothing',
    rowCount,
    more(0.18, 'true', { guest_id: 'booking_id % 5', amount: '0' }),
    'bots',
    '',
  ],
  [
    'rows for nothing by seven guests',
    average,
    more(0.3, 'true', { guest_id: 'booking_id % 7', amount: '0' }),
    'bots',
    '',
  ],
  [
    'a batch loaded twice',
    rowCount,
    [`INSERT INTO bookings SELECT * REPLACE (booking_id + 10000000 AS booking_id) FROM bookings WHERE ${today}`],
    'duplicatedLoad',
    '',
  ],

  ['rows flagged as deleted', rowCount, more(0.2, 'true', { is_deleted: 'true' }), 'deletesKept', 'is_deleted=true'],
  ['rows with a time of deletion', rowCount, more(0.25, 'true', { deleted_at: 'booked_at' }), 'deletesKept', ''],
  [
    'deleted rows of one channel',
    rowCount,
    more(0.5, "channel = 'web'", { state: "'deleted'" }),
    'deletesKept',
    'state=deleted',
  ],
  [
    'cancelled rows among the states',
    distinct('state'),
    more(0.2, 'true', { state: "'cancelled'" }),
    'deletesKept',
    'state=cancelled',
  ],

  ['a country more', rowCount, more(0.2, 'true', { country: "'AT'" }), 'newCategory', 'country=AT'],
  [
    'a country more from one source',
    rowCount,
    more(0.6, "source = 'beta'", { country: "'AT'" }),
    'newCategory',
    'country=AT',
  ],
  ['a product more', distinct('product'), more(0.08, 'true', { product: "'Igloo'" }), 'newCategory', 'product=Igloo'],
  [
    'a state renamed',
    distinct('state'),
    [`UPDATE bookings SET state = 'absent' WHERE state = 'no_show' AND source <> 'gamma' AND ${today}`],
    'valueRecoded',
    'source=alpha; source=beta',
  ],
]

const asked = cases.map(([title, metric, faults, told, segments]) => ({
  title,
  metric,
  faults,
  right: { told, segments, day: bookingDay },
}))

test.each(asked)('$title', async ({ metric, faults, right }) => {
  const answer = await bookings.ask(metric, faults)
  expect({ told: answer.told, segments: answer.segments, day: answer.onset?.slice(0, 10) }).toEqual(right)
  expect(answer.scans.length).toBeLessThanOrEqual(6)
})

test('growth by everybody is blamed on nobody', async () => {
  const { told } = await bookings.ask(
    rowCount,
    more(0.3, 'true', {
      guest_id: '1 + booking_id * 7919 % 9000',
      guest_email: "left(guest_email, 5) || booking_id || '@mail.com'",
    }),
  )
  expect(told).toMatch(/^(causeNotFound|expectedChange|externalCause)$/)
})

test('nothing is claimed of an ordinary day', async () => {
  for (const metric of [rowCount, sum, average, distinct('state')])
    expect([metric, (await bookings.ask(metric, [])).told]).toEqual([metric, 'noAnomaly'])
})
