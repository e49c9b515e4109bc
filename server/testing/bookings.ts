import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evidence } from '../core/evidence/evidence.ts'
import type { Finding } from '../core/finding/finding.ts'
import type { Metric } from '../core/metric/metric.ts'
import { duckdbFile, type DuckdbFile } from './duckdbFile.ts'
import { investigate } from './investigate.ts'

// A table of bookings as tests of whole investigations want it: sixty days, a weekly rhythm, noise, dimensions, texts of many kinds.

export const bookingDay = '2026-06-08'
const firstDay = '2026-04-10'

const pick = (salt: string, values: readonly string[]) =>
  `([${values.map(value => `'${value.replaceAll("'", "''")}'`).join(', ')}])[1 + floor(u(i, '${salt}') * ${values.length})::INT % ${values.length}]`

const choice = (salt: string, shares: readonly (readonly [string, number])[]) => {
  let upTo = 0
  return `CASE ${shares.map(([value, share]) => `WHEN u(i, '${salt}') < ${(upTo += share).toFixed(3)} THEN '${value}'`).join(' ')} ELSE '${shares.at(-1)?.[0] ?? ''}' END`
}

const cities = [
  'Amsterdam',
  'Besançon',
  'Bielefeld',
  'Clermont-Ferrand',
  'Düsseldorf',
  'Eindhoven',
  'Frankfurt am Main',
  'Fürth',
  'Göttingen',
  'Halle an der Saale',
  'Köln',
  'Lüneburg',
  'Mönchengladbach',
  'Neustadt an der Weinstraße',
  'Nürnberg',
  'Orléans',
  'Rothenburg ob der Tauber',
  'Saarbrücken',
  'Saint-Étienne',
  'Würzburg',
]
const products = [
  'Apartment in the city',
  'Apartment by the sea',
  'Bungalow with a garden',
  'Cabin in the woods',
  'Castle with a moat',
  'Cottage by the river',
  'Farmhouse with horses',
  'Houseboat',
  'Penthouse with a terrace',
  'Tent',
  'Treehouse',
  'Villa with a pool',
]
const agents = ['Chrome/126', 'Chrome/125', 'Safari/17', 'Firefox/127', 'Edge/125', 'Opera/110']

const bookings = (perDay: number) => `CREATE TABLE bookings AS
WITH days AS (SELECT day, (${perDay} * ([.82, .97, .95, .98, 1.0, 1.07, .9])[1 + dayofweek(day)] * (.97 + .06 * u(epoch(day), 'level')))::INT AS n
  FROM generate_series(TIMESTAMP '${firstDay}', TIMESTAMP '${bookingDay}', INTERVAL 1 DAY) t(day)),
numbered AS (SELECT day, row_number() OVER (ORDER BY day, k) AS i FROM days, LATERAL (SELECT unnest(range(n)) AS k)),
drawn AS (SELECT i, day + to_seconds((3600 * 6 + 3600 * 17.9 * (u(i, 'h1') + u(i, 'h2')) / 2)::INT) AS booked_at,
  (day + to_days(3 + floor(u(i, 'ahead') * 40)::INT))::DATE AS arrives, (30 + 220 * u(i, 'amount') * u(i, 'amount2'))::DECIMAL(10, 2) AS amount FROM numbered)
SELECT i AS booking_id, booked_at, ${choice('source', [
  ['alpha', 0.42],
  ['beta', 0.33],
  ['gamma', 0.25],
])} AS source,
  ${choice('channel', [
    ['web', 0.5],
    ['app', 0.35],
    ['desk', 0.15],
  ])} AS channel, ${choice('country', [
    ['DE', 0.4],
    ['FR', 0.3],
    ['NL', 0.2],
    ['BE', 0.1],
  ])} AS country,
  ${choice('state', [
    ['confirmed', 0.7],
    ['pending', 0.2],
    ['no_show', 0.1],
  ])} AS state, ${pick('city', cities)} AS city, ${pick('product', products)} AS product,
  ${pick('agent', agents)} AS agent, CASE WHEN u(i, 'coupon') < .3 THEN ${pick('which', ['SPRING', 'WELCOME', 'FRIENDS'])} END AS coupon,
  CASE WHEN u(i, 'ref') >= .12 THEN 1 + floor(u(i, 'who') * 5000)::INT END AS referrer_id, 1 + floor(u(i, 'guest') * 9000)::INT AS guest_id,
  'guest' || floor(u(i, 'guest') * 9000)::INT || '@' || ${pick('mail', ['mail.com', 'post.org', 'web.net'])} AS guest_email,
  strftime(arrives, '%Y-%m-%d') AS arrives_text, arrives AS arrives_on, '0' || lpad((1000 + floor(u(i, 'post') * 8999)::INT)::VARCHAR, 4, '0') AS postcode,
  1 + floor(u(i, 'party') * 5)::INT AS party, 50 + 2 * u(i, 'lat') AS latitude, 4 + 9 * u(i, 'lon') AS longitude, amount, amount::VARCHAR AS amount_text,
  false AS is_deleted, NULL::TIMESTAMP AS deleted_at
FROM drawn ORDER BY booked_at`

export type Bookings = DuckdbFile & {
  /** The report on bookings and the same metric on a copy into which these statements put a fault. */
  readonly ask: (metric: Metric, faults: readonly string[]) => Promise<Answered>
}
/** `told`: the cause claimed, else the conclusion. `segments` as text. `scans` that read the table. */
export type Answered = {
  readonly told: string
  readonly segments: string
  readonly onset: string | null
  readonly finding: Finding | null
  readonly scans: readonly string[]
  readonly evidence: readonly Evidence[]
  readonly ranking: string
}

const placeText = (finding: Finding | null) =>
  (finding?.segments ?? [])
    .map(segment =>
      segment
        .map(({ column, value }) => `${column}=${value ?? 'null'}`)
        .toSorted()
        .join('&'),
    )
    .toSorted()
    .join('; ')

/** `perDay` rows on a usual day. */
export const makeBookings = async (perDay: number): Promise<Bookings> => {
  const file = await duckdbFile([
    'CREATE MACRO u(id, salt) AS (hash(id, salt) % 1000003) / 1000003.0',
    bookings(perDay),
    'ALTER TABLE bookings ADD PRIMARY KEY (booking_id)',
    "CREATE TABLE guests AS SELECT i AS guest_id, 'tier ' || i % 3 AS tier FROM range(1, 9001) t(i)",
  ])
  let copies = 0
  const ask: Bookings['ask'] = async (metric, faults) => {
    const path = join(file.folder, `case${copies++}.duckdb`)
    await copyFile(file.path, path)
    await file.run(faults, path)
    const { finding, failure, problems, queries, posterior, state } = await investigate({
      path,
      question: {
        table: { schema: 'main', name: 'bookings' },
        metric,
        day: bookingDay,
        timeColumn: 'booked_at',
        timeZone: 'UTC',
        wholeTable: false,
      },
    })
    if (failure !== null || problems.length > 0) throw new Error([failure, ...problems].join('; '))
    const claimed = finding?.conclusion === 'causeFound' ? finding.cause : null
    return {
      told: claimed ?? finding?.conclusion ?? '',
      segments: placeText(finding),
      onset: finding?.onset?.at ?? null,
      finding,
      scans: queries.filter(({ id, readsTable }) => readsTable && !id.endsWith('Rows')).map(({ id }) => id),
      evidence: state.evidence,
      ranking: posterior
        .slice(0, 4)
        .map(({ kind, probability, verdict }) => `${kind} ${probability.toFixed(2)} ${verdict}`)
        .join(', '),
    }
  }
  return { ...file, ask }
}
