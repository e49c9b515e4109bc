import { calendar, choice, loadedAt, numbered, oneOf, release, uniform, type Rhythm } from './sql.ts'
import { cityOf, places } from './vocabulary.ts'

export const rhythm: Rhythm = {
  firstDay: '2025-07-01',
  days: 70,
  week: [1.08, 0.97, 0.96, 0.98, 1, 1.04, 1.1],
  growth: -0.1,
  spread: 0.03,
  quiet: { '2025-08-15': 0.75 },
}
const releases = [
  ['12.1', '2025-06-24'],
  ['12.2', '2025-07-22'],
  ['12.3', '2025-08-12'],
  ['12.4', '2025-08-26'],
] as const
const entities = Array.from({ length: 24 }, (_, index) => `panel-${String(index + 1).padStart(2, '0')}`)

const creatives = `
CREATE TABLE creatives AS
SELECT lpad((i * 53)::VARCHAR, 8, '0') AS creative_code, ${oneOf('format', ['banner', 'video', 'native', 'audio'], 'i')} AS format,
  ${oneOf(
    'advertiser',
    ['Alpenmilch', 'Bordeaux Tours', 'Café Lindström', 'Delfín Bank', 'Évian Mobil', 'Fjord Energy', 'Gdańsk Air'],
    'i',
  )} AS advertiser,
  (5 + floor(u(i, 'length') * 12) * 5)::INT AS seconds, DATE '2025-01-01' + (i % 150)::INT AS approved_on
FROM range(1, 801) t(i)`

const drawn = `
CREATE TABLE drawn AS
WITH a AS (SELECT id, day, moment, ${choice('gateway', [
  ['gw-north', 0.36],
  ['gw-south', 0.29],
  ['gw-west', 0.22],
  ['gw-lab', 0.13],
])} AS gateway,
    1 + floor(u(id, 'file') * 4)::INT AS shard,
  ${choice('country', [
    ['DE', 0.28],
    ['FR', 0.22],
    ['ES', 0.14],
    ['PL', 0.13],
    ['GB', 0.15],
    ['SE', 0.08],
  ])} AS country,
  ${choice('placement', [
    ['feed', 0.41],
    ['story', 0.27],
    ['search', 0.2],
    ['sidebar', 0.12],
  ])} AS placement,
  ${choice('platform', [
    ['android', 0.44],
    ['ios', 0.33],
    ['web', 0.23],
  ])} AS platform,
    ${choice('outcome', [
      ['viewed', 0.62],
      ['clicked', 0.2],
      ['skipped', 0.14],
      ['muted', 0.04],
    ])} AS outcome,
  CASE WHEN u(id, 'reversal') < .06 THEN 'reversal' ELSE 'spend' END AS entry,
  lpad((53 * (1 + floor(u(id, 'creative') * u(id, 'creative2') * 800)::INT))::VARCHAR, 8, '0') AS creative_code,
  floor(u(id, 'visitor') * u(id, 'visitor2') * 40000)::INT AS visitor, 1 + floor(u(id, 'n') * u(id, 'n2') * 9)::INT AS slots,
    (.8 + exp(1.1 * u(id, 'bid') + u(id,
    'bid2')))::DECIMAL(12, 2) AS slot_price
  FROM numbered WHERE u(id, 'thin') < .9 + .1 * u(day, 'thin' || gateway))
SELECT *, CASE WHEN entry = 'reversal' THEN -1 ELSE 1 END * slots * slot_price AS media_cost,
  CASE country WHEN 'GB' THEN 'GBP' WHEN 'SE' THEN 'SEK' WHEN 'PL' THEN 'PLN' ELSE 'EUR' END AS currency FROM a`

const agents = [
  'Mozilla/5.0 (Android 14)',
  'Mozilla/5.0 (iPhone; iOS 17)',
  'Mozilla/5.0 (Windows NT 10)',
  'Mozilla/5.0 (Macintosh)',
  'AdSDK/12 (Android)',
  'AdSDK/12 (iOS)',
]
const rates = "CASE currency WHEN 'GBP' THEN 1.16 WHEN 'SEK' THEN .089 WHEN 'PLN' THEN .235 ELSE 1 END"

const wide = `
CREATE TABLE wide AS
SELECT id AS event_id, id * 104729 + 7 AS event_key, moment AS happened_at, ${loadedAt('moment', 'gateway')} AS received_at, gateway,
  gateway || '.part' || shard AS chunk,
  country, ${cityOf('city')} AS city, placement, platform, CASE WHEN platform = 'ios' THEN ${release(releases, 'moment')} END AS app_build,
    outcome, entry,
  d.creative_code, c.format AS creative_format, c.advertiser AS creative_advertiser, c.seconds AS creative_seconds,
  'v' || lpad(visitor::VARCHAR, 6, '0') AS visitor_id, '10.' || visitor % 200 || '.' || visitor % 97 || '.' || visitor % 251 AS client_ip,
    ${oneOf('agent', agents, 'visitor')} AS user_agent,
  ${oneOf('panel', entities)} AS panel, CASE WHEN u(id, 'consent') >= .09 THEN ${oneOf('c2', ['full', 'basic'])} END AS consent, CASE WHEN u(id,
    'referrer') >= .3 THEN ${oneOf('r2', ['search', 'social', 'mail', 'direct'])} END AS referrer,
  CASE WHEN u(id, 'audience') >= .24 THEN 1 + floor(u(id, 'a2') * 300)::INT END AS audience_no,
  CASE country ${Object.keys(places)
    .map((country, index) => `WHEN '${country}' THEN ${[51.2, 47.1, 40.2, 52.3, 52.9, 59.4][index]}`)
    .join(' ')} END + round(2 * u(id, 'lat') - 1, 4) AS latitude,
  CASE country ${Object.keys(places)
    .map((country, index) => `WHEN '${country}' THEN ${[10.1, 2.9, -3.9, 19.4, -1.2, 16.2][index]}`)
    .join(' ')} END + round(2 * u(id, 'lon') - 1, 4) AS longitude,
  slots, slot_price, media_cost, (media_cost * .15)::DECIMAL(12, 2) AS agency_fee, media_cost + (media_cost * .15)::DECIMAL(12, 2) AS billed,
    (media_cost + (media_cost * .15)::DECIMAL(12, 2))::VARCHAR AS billed_text,
  currency, ((media_cost + (media_cost * .15)::DECIMAL(12, 2)) * ${rates})::DECIMAL(12, 2) AS billed_eur,
  CASE WHEN u(id, 'bought') < .06 THEN 1 ELSE 0 END AS converted, round(40 + 300 * u(id, 'latency') * u(id, 'latency2'), 1) AS latency_ms,
    round(.2 + 2.4 * u(id,
    'dwell') + u(id, 'dwell2'), 3) AS dwell_s, 3 + floor(u(id, 'watched') * 50)::BIGINT AS watched_s,
  strftime(day - floor(u(id, 'flight') * 20)::INT, '%Y-%m-%d') AS booked_text, (day - floor(u(id, 'flight') * 20)::INT)::DATE AS booked_on
FROM drawn d JOIN creatives c USING (creative_code) ORDER BY moment, id`

export const attributes = ['creative_format', 'creative_advertiser', 'creative_seconds'] as const

export const eventsStatements = ({ seed, rows }: { seed: string; rows: number }): readonly string[] => [
  uniform(seed),
  calendar(rhythm, rows * 1.05),
  numbered("CASE WHEN u(id, 'flat') < .35 THEN 24 * u(id, 'h') ELSE 5 + 18 * (u(id, 'h1') + u(id, 'h2')) / 2 END"),
  creatives,
  drawn,
  wide,
  'CREATE TABLE ad_events AS SELECT * FROM wide ORDER BY happened_at, event_id',
  `CREATE TABLE raw_events AS SELECT * EXCLUDE (${attributes.join(', ')}) FROM wide ORDER BY happened_at, event_id`,
  'CREATE TABLE heartbeats AS SELECT id * 2 AS beat_no, moment AS beat_at, gateway AS relay FROM drawn WHERE id % 8 = 0 ORDER BY moment',
  'DROP TABLE wide',
  'DROP TABLE drawn',
  'DROP TABLE numbered',
  'DROP TABLE calendar',
  'DROP MACRO u',
]
