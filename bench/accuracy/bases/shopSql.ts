import { calendar, choice, loadedAt, numbered, oneOf, release, uniform, type Rhythm } from './sql.ts'
import { cityOf, firstNames, lastNames, notes, productNames } from './vocabulary.ts'

export const rhythm: Rhythm = {
  firstDay: '2025-03-01',
  days: 90,
  week: [1.12, 0.98, 0.94, 0.95, 0.97, 1.03, 1.16],
  growth: 0.12,
  spread: 0.035,
  quiet: { '2025-04-21': 0.6 },
}
const releases = [
  ['7.0.2', '2025-02-20'],
  ['7.1.0', '2025-03-18'],
  ['7.1.1', '2025-04-08'],
  ['7.2.0', '2025-05-06'],
] as const

const products = `
CREATE TABLE products AS
SELECT lpad((i * 37)::VARCHAR, 7, '0') AS product_code, ${oneOf('name', productNames, 'i')} || ' ' || (1 + i % 3) AS title,
  ${oneOf('brand', ['Borealis', 'Cobalt', 'Émeraude', 'Harbor', 'Ember', 'Gale'], 'i')} AS brand,
    (200 + floor(u(i, 'weight') * 40) * 50)::INT AS weight_g,
    DATE '2024-06-01' + (i % 200)::INT AS listed_on
FROM range(1, 1201) t(i)`

const drawn = `
CREATE TABLE drawn AS
WITH a AS (SELECT id, day, moment, ${choice('source', [
  ['storefront', 0.46],
  ['marketplace', 0.27],
  ['partner', 0.17],
  ['pos', 0.1],
])} AS source,
    1 + floor(u(id, 'file') * 3)::INT AS shard,
  ${choice('country', [
    ['DE', 0.31],
    ['FR', 0.2],
    ['ES', 0.15],
    ['PL', 0.12],
    ['GB', 0.14],
    ['SE', 0.08],
  ])} AS country,
  CASE WHEN u(id, 'weekend') < .15 AND dayofweek(day) IN (0,
    6) THEN 'app' ELSE ${choice('channel', [
      ['web', 0.48],
      ['app', 0.35],
      ['phone', 0.17],
    ])} END AS channel,
  ${choice('payment', [
    ['card', 0.52],
    ['paypal', 0.24],
    ['invoice', 0.15],
    ['voucher', 0.09],
  ])} AS payment_method,
  ${choice('status', [
    ['delivered', 0.66],
    ['shipped', 0.17],
    ['returned', 0.11],
    ['on_hold', 0.06],
  ])} AS status,
  CASE WHEN u(id, 'kind') < .07 THEN 'refund' ELSE 'sale' END AS kind,
  1 + floor(u(id, 'q') * u(id, 'q2') * 6)::INT AS quantity, (4 + exp(1.2 + 2.6 * (u(id, 'p') + u(id, 'p2')) / 2))::DECIMAL(12, 2) AS unit_price,
  lpad((37 * (1 + floor(u(id, 'product') * u(id, 'product2') * 1200)::INT))::VARCHAR, 7, '0') AS product_code,
  1 + floor(u(id, 'customer') * 60000)::INT AS customer_number, u(id, 'deleted') < .24 AS is_deleted
  FROM numbered WHERE u(id, 'thin') < .9 + .1 * u(day, 'thin' || country)),
b AS (SELECT *, CASE WHEN kind = 'refund' THEN -quantity ELSE quantity END * unit_price AS net,
  CASE country WHEN 'GB' THEN 'GBP' WHEN 'PL' THEN 'PLN' WHEN 'SE' THEN 'SEK' ELSE 'EUR' END AS currency,
  CASE country WHEN 'GB' THEN 1.17 WHEN 'PL' THEN .234 WHEN 'SE' THEN .0871 ELSE 1 END AS rate FROM a)
SELECT *, (net * CASE country WHEN 'DE' THEN .19 WHEN 'FR' THEN .2 WHEN 'ES' THEN .21 WHEN 'PL' THEN .23 WHEN 'GB' THEN .2 ELSE .25 END)::DECIMAL(12, 2) AS tax FROM b`

const wide = `
CREATE TABLE wide AS
SELECT id AS order_id, lpad((id * 613 + 40009)::VARCHAR, 10, '0') AS order_no, moment AS ordered_at, ${loadedAt('moment', 'source')} AS loaded_at,
  source, source || '_' || shard || '.csv' AS source_file, country, ${cityOf('city')} AS city,
    lpad((floor(u(id, 'zip') * 9000) + 100)::INT::VARCHAR, 5, '0') AS postal_code,
  channel, CASE WHEN channel = 'app' THEN ${release(releases, 'moment')} END AS app_version,
    ${choice('device', [
      ['phone', 0.55],
      ['tablet', 0.15],
      ['desktop', 0.3],
    ])} AS device,
  payment_method, status, kind, d.product_code, p.title AS product_title, p.brand AS product_brand, p.weight_g AS product_weight,
  CASE WHEN u(id, 'anonymous') >= .03 THEN customer_number END AS customer_id, ${oneOf('first', firstNames, 'customer_number')} AS first_name,
    ${oneOf('last', lastNames, 'customer_number')} AS last_name,
  'c' || customer_number || '@' || ${oneOf('mail', ['mail.example', 'post.example', 'inbox.example'], 'customer_number')} AS email,
  CASE WHEN u(id, 'coupon') < .2 THEN ${oneOf('code', ['SPRING5', 'WELCOME', 'VIP10', 'BUNDLE'])} END AS coupon,
  CASE WHEN u(id, 'loyalty') >= .38 THEN 1 + floor(u(id, 'member') * 20000)::INT END AS loyalty_id,
    CASE WHEN u(id, 'note') >= .55 THEN ${oneOf('text', notes)} END AS delivery_note,
  quantity, unit_price, net, tax, net + tax AS total, (net + tax)::VARCHAR AS total_text, currency, ((net + tax) * rate)::DECIMAL(12, 2) AS total_eur,
  strftime(day + (2 + floor(u(id, 'eta') * 9))::INT, '%Y-%m-%d') AS promised_text, (day + (2 + floor(u(id, 'eta') * 9))::INT)::DATE AS promised_on,
  CASE WHEN u(id, 'rated') >= .3 THEN round(2.2 + 2.79 * (u(id, 'r1') + u(id, 'r2') + u(id, 'r3')) / 3, 2) END AS rating, is_deleted
FROM drawn d JOIN products p USING (product_code) ORDER BY moment, id`

export const attributes = ['product_title', 'product_brand', 'product_weight'] as const
export const restored =
  'SELECT r.*, p.title AS product_title, p.brand AS product_brand, p.weight_g AS product_weight FROM raw_orders r LEFT JOIN products p USING (product_code)'

export const shopStatements = ({ seed, rows }: { seed: string; rows: number }): readonly string[] => [
  uniform(seed),
  calendar(rhythm, rows * 1.38),
  numbered("CASE WHEN u(id, 'flat') < .1 THEN 24 * u(id, 'h') ELSE 7 + 16 * (u(id, 'h1') + u(id, 'h2')) / 2 END"),
  products,
  drawn,
  wide,
  `CREATE TABLE orders AS SELECT * FROM wide WHERE NOT is_deleted ORDER BY ordered_at, order_id`,
  `CREATE TABLE raw_orders AS SELECT * EXCLUDE (${attributes.join(', ')}) FROM wide ORDER BY ordered_at, order_id`,
  `CREATE TABLE sessions AS SELECT id * 3 AS session_no, moment AS started_at, channel AS entry, country AS market FROM drawn
    WHERE id % 7 = 0 ORDER BY moment`,
  'DROP TABLE wide',
  'DROP TABLE drawn',
  'DROP TABLE numbered',
  'DROP TABLE calendar',
  'DROP MACRO u',
]
