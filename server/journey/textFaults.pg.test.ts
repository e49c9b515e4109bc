import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { bookingDay, makeBookings, type Bookings } from '../testing/bookings.ts'
import { stopInvestigating } from '../testing/investigate.ts'

// What happens to texts, through the whole engine: at two strengths, in a segment and everywhere, beside the nearest rivals.

let bookings: Bookings

beforeAll(async () => {
  bookings = await makeBookings(900)
}, 60_000)

afterAll(async () => {
  await bookings.remove()
  await stopInvestigating()
})

const since = (hour: number) => `booked_at >= TIMESTAMP '${bookingDay} ${String(hour).padStart(2, '0')}:00:00'`
const some = (share: number) => `u(booking_id, 'hit') < ${share}`
const set = (what: string, where: string) => [`UPDATE bookings SET ${what} WHERE ${where}`]
const distinct = (column: string): Metric => ({ kind: 'distinctCount', column })
const shareOf = (column: string, value: string): Metric => ({ kind: 'share', where: { column, operator: '=', value } })
const nulls = (column: string): Metric => ({ kind: 'nullRate', column })
const averageLatitude: Metric = { kind: 'average', column: 'latitude' }
const mojibake = [
  ['ü', 'Ã¼'],
  ['ö', 'Ã¶'],
  ['é', 'Ã©'],
  ['ç', 'Ã§'],
  ['ß', 'ÃŸ'],
].reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, 'city')
const dayFirst = (where: string) => set("arrives_text = strftime(arrives_on, '%d/%m/%Y'), arrives_on = NULL", where)

type Row = readonly [title: string, metric: Metric, faults: readonly string[], told: string, segments: string]

const rows: readonly Row[] = [
  [
    'some values in capitals',
    distinct('city'),
    set('city = upper(city)', `${since(0)} AND ${some(0.25)}`),
    'caseDrift',
    '',
  ],
  [
    'all values in small letters',
    shareOf('country', 'DE'),
    set('country = lower(country)', since(12)),
    'caseDrift',
    '',
  ],
  [
    'a space before the values of one source',
    distinct('state'),
    set("state = ' ' || state", `source = 'beta' AND ${since(0)} AND ${some(0.6)}`),
    'caseDrift',
    'source=beta',
  ],
  [
    'accents lost in one source',
    distinct('city'),
    set('city = strip_accents(city)', `source = 'gamma' AND ${since(0)}`),
    'caseDrift',
    'source=gamma',
  ],
  [
    'a value renamed',
    shareOf('state', 'no_show'),
    set("state = 'absent'", `state = 'no_show' AND ${since(0)}`),
    'valueRecoded',
    '',
  ],

  [
    'UTF-8 read as Latin-1 in some rows',
    distinct('city'),
    set(`city = ${mojibake}`, `${since(0)} AND ${some(0.4)}`),
    'encodingDamage',
    '',
  ],
  [
    'question marks for letters in one source',
    distinct('city'),
    set("city = regexp_replace(city, '[^ -~]', '?', 'g')", `source = 'beta' AND ${since(0)}`),
    'encodingDamage',
    'source=beta',
  ],
  [
    'replacement characters everywhere',
    shareOf('city', 'Köln'),
    set("city = regexp_replace(city, '[^ -~]', chr(65533), 'g')", since(10)),
    'encodingDamage',
    '',
  ],

  [
    'cut at ten characters in some rows',
    distinct('city'),
    set('city = left(city, 10)', `${since(0)} AND ${some(0.3)}`),
    'truncatedText',
    '',
  ],
  [
    'cut at ten characters in one source',
    distinct('product'),
    set('product = left(product, 10)', `source = 'alpha' AND ${since(0)}`),
    'truncatedText',
    'source=alpha',
  ],
  [
    'addresses cut at eight characters',
    distinct('guest_email'),
    set('guest_email = left(guest_email, 8)', since(0)),
    'truncatedText',
    '',
  ],

  [
    'day before month in one source, and no longer read',
    nulls('arrives_on'),
    dayFirst(`source = 'beta' AND ${since(0)}`),
    'formatDrift',
    'source=beta',
  ],
  ['day before month in some rows', nulls('arrives_on'), dayFirst(`${since(0)} AND ${some(0.2)}`), 'formatDrift', ''],
  [
    'day before month on the web',
    distinct('arrives_text'),
    set("arrives_text = strftime(arrives_on, '%d/%m/%Y')", `channel = 'web' AND ${since(0)}`),
    'formatDrift',
    'channel=web',
  ],
  [
    'amounts with a sign, and no longer read',
    nulls('amount'),
    set("amount_text = '$' || amount_text, amount = NULL", `source = 'beta' AND ${since(0)}`),
    'typeChange',
    'source=beta',
  ],

  [
    'two columns exchanged in some rows',
    distinct('channel'),
    set('channel = source, source = channel', `${since(0)} AND ${some(0.3)}`),
    'columnSwap',
    '',
  ],
  [
    'two columns exchanged in one country',
    distinct('state'),
    set('state = agent, agent = state', `country = 'FR' AND ${since(0)}`),
    'columnSwap',
    'country=FR',
  ],
  [
    'three columns shifted',
    distinct('product'),
    set('product = city, city = state, state = NULL', `${since(0)} AND ${some(0.1)}`),
    'columnSwap',
    '',
  ],
  [
    'latitude and longitude exchanged',
    averageLatitude,
    set('latitude = longitude, longitude = latitude', `${since(0)} AND ${some(0.2)}`),
    'columnSwap',
    '',
  ],
  [
    'latitude and longitude exchanged in one source',
    averageLatitude,
    set('latitude = longitude, longitude = latitude', `source = 'alpha' AND ${since(0)}`),
    'columnSwap',
    'source=alpha',
  ],
  [
    'latitude in hundredths',
    averageLatitude,
    set('latitude = latitude * 100', `source = 'alpha' AND ${since(0)}`),
    'unitChange',
    'source=alpha',
  ],
]

const asked = rows.map(([title, metric, faults, told, segments]) => ({
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

test('the hour is told, of values that changed as of a share that fell', async () => {
  expect((await bookings.ask(distinct('city'), set('city = lower(city)', `${since(12)} AND ${some(0.5)}`))).onset).toBe(
    `${bookingDay}T12`,
  )
  expect((await bookings.ask(shareOf('country', 'DE'), set('country = lower(country)', since(12)))).onset).toBe(
    `${bookingDay}T12`,
  )
})

test('nothing is claimed of an ordinary day', async () => {
  for (const metric of [
    distinct('city'),
    distinct('product'),
    distinct('guest_email'),
    shareOf('state', 'no_show'),
    nulls('arrives_on'),
  ]) {
    expect([metric, (await bookings.ask(metric, [])).told]).toEqual([metric, 'noAnomaly'])
  }
})
