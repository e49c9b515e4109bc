/** The eight weeks of the demo: Monday to Sunday. */
export const firstDay = '2026-09-21'
export const lastDay = '2026-11-15'
const seed = 'thistle'

const choice = (id: string, salt: string, shares: readonly (readonly [string, number])[]) => {
  let upTo = 0
  const arms = shares.map(
    ([value, share]) => `WHEN u(${id}, '${salt}') < ${(upTo += share).toFixed(3)} THEN '${value}'`,
  )
  return `CASE ${arms.join(' ')} ELSE '${shares.at(-1)?.[0] ?? ''}' END`
}
const oneOf = (id: string, salt: string, list: readonly string[]) =>
  `(${JSON.stringify(list).replaceAll('"', "'")})[1 + floor(u(${id}, '${salt}') * ${list.length})::INT]`

const cities = `CASE country WHEN 'DE' THEN ${oneOf('i', 'city', ['Berlin', 'Hamburg', 'Köln', 'Leipzig'])}
  WHEN 'FR' THEN ${oneOf('i', 'city', ['Paris', 'Lyon', 'Lille'])} WHEN 'GB' THEN ${oneOf('i', 'city', ['London', 'Leeds', 'Bristol'])}
  WHEN 'NL' THEN ${oneOf('i', 'city', ['Utrecht', 'Rotterdam'])} WHEN 'ES' THEN ${oneOf('i', 'city', ['Madrid', 'Sevilla', 'Bilbao'])}
  ELSE ${oneOf('i', 'city', ['Malmö', 'Uppsala'])} END`

/** Busy in the middle of the given hours, quiet at night. */
const timeOfDay = (id: string, salt: string, [from, to]: readonly [number, number] = [8, 24]) =>
  `to_seconds((CASE WHEN u(${id}, '${salt}a') < .15 THEN u(${id}, '${salt}b') * 86399
  ELSE ${from * 3600} + (u(${id}, '${salt}b') + u(${id}, '${salt}c')) / 2 * ${(to - from) * 3600 - 1} END)::INT)`

/** Loaded in hourly batches, a few minutes after the hour; one row in forty comes some hours late. */
const loadedAt = (time: string, id: string) => `date_trunc('hour', ${time}) + INTERVAL 1 HOUR
  + to_seconds(180 + (u(date_trunc('hour', ${time}), 'batch') * 240)::INT)
  + CASE WHEN u(${id}, 'late') < .025 THEN to_hours(1 + floor(u(${id}, 'lateBy') * 3)::INT) ELSE to_hours(0) END`

const appVersion = (time: string, id: string) => `CASE WHEN channel = 'app' THEN CASE
  WHEN ${time} >= '2026-10-27' AND u(${id}, 'v3') < 1 - exp(-date_diff('hour', TIMESTAMP '2026-10-27', ${time}) / 80.0) THEN '7.3.0'
  WHEN ${time} >= '2026-10-06' AND u(${id}, 'v2') < 1 - exp(-date_diff('hour', TIMESTAMP '2026-10-06', ${time}) / 80.0) THEN '7.2.0' ELSE '7.1.0' END END`

/** Rows per day: weekday rhythm, slow growth, noise; `busyDay` sells almost half as much again. */
const days = (perDay: number, salt: string, busyDay: string | null) => `SELECT day::DATE AS day,
  (${perDay} * ([.80, .98, .95, .97, 1.0, 1.08, .86])[1 + dayofweek(day)]
  * (1 + .0012 * date_diff('day', DATE '${firstDay}', day::DATE)) * (.97 + .06 * (u(day, '${salt}1') + u(day, '${salt}2')) / 2)
  ${busyDay === null ? '' : `* CASE WHEN day::DATE = DATE '${busyDay}' THEN 1.45 ELSE 1 END`})::INT AS n
  FROM generate_series(TIMESTAMP '${firstDay}', TIMESTAMP '${lastDay}', INTERVAL 1 DAY) t(day)`

const numbered = (
  perDay: number,
  salt: string,
  busyDay: string | null,
) => `numbered AS (SELECT day, row_number() OVER (ORDER BY day, k) AS i
  FROM (${days(perDay, salt, busyDay)}), LATERAL (SELECT unnest(range(n)) AS k))`

const customers = `CREATE TABLE customers AS
WITH drawn AS (
  SELECT i, ${choice('i', 'country', [
    ['DE', 0.3],
    ['FR', 0.2],
    ['GB', 0.18],
    ['NL', 0.12],
    ['ES', 0.12],
    ['SE', 0.08],
  ])} AS country FROM range(1, 12001) t(i))
SELECT lpad(i::VARCHAR, 8, '0') AS customer_id, TIMESTAMP '2023-01-01' + to_seconds((i / 12000 * 117000000)::BIGINT) AS created_at,
  country, ${cities} AS city,
  ${choice('i', 'tier', [
    ['bronze', 0.6],
    ['silver', 0.28],
    ['gold', 0.12],
  ])} AS tier,
  CASE WHEN u(i, 'birth?') > .12 THEN 1950 + floor(u(i, 'birth') * 55)::INT END AS birth_year
FROM drawn ORDER BY i`

const products = `CREATE TABLE products AS
SELECT i::INTEGER AS product_id, ${oneOf('i', 'category', ['books', 'games', 'garden', 'kitchen', 'shoes', 'toys'])} AS category,
  'brand ' || chr(65 + floor(u(i, 'brand') * 20)::INT) AS brand, (4 + 90 * u(i, 'price') * u(i, 'price2'))::DECIMAL(10, 2) AS list_price,
  CASE WHEN u(i, 'weight?') > .03 THEN 50 + floor(u(i, 'weight') * 4000)::INT END AS weight_g, DATE '2024-01-01' + (i / 3)::INT AS added_on
FROM range(1, 3001) t(i)`

const orders = (busyDay: string | null) => `CREATE TABLE orders AS
WITH ${numbered(1000, 'orders', busyDay)},
drawn AS (SELECT i, day + ${timeOfDay('i', 'time')} AS ordered_at, 1 + floor(u(i, 'customer') * 12000)::INT AS customer,
  ${choice('i', 'channel', [
    ['web', 0.5],
    ['app', 0.36],
    ['marketplace', 0.14],
  ])} AS channel FROM numbered)
SELECT i AS order_id, lpad(customer::VARCHAR, 8, '0') AS customer_id, ordered_at, ${loadedAt('ordered_at', 'i')} AS loaded_at,
  'orders_' || (1 + floor(u(i, 'file') * 4))::INT || '.csv' AS source_file, c.country, c.city, channel, ${appVersion('ordered_at', 'i')} AS app_version,
  CASE WHEN u(i, 'guest') >= .04 THEN 500000 + customer * 7 END AS user_id,
  ${choice('i', 'status', [
    ['delivered', 0.62],
    ['shipped', 0.17],
    ['cancelled', 0.11],
    ['returned', 0.1],
  ])} AS status,
  ${choice('i', 'payment', [
    ['card', 0.55],
    ['wallet', 0.27],
    ['invoice', 0.18],
  ])} AS payment_method,
  CASE WHEN u(i, 'coupon?') < .22 THEN ${oneOf('i', 'coupon', ['WELCOME', 'AUTUMN', 'FRIENDS'])} END AS coupon,
  CASE WHEN u(i, 'ship?') >= .02 THEN 1 + floor(u(i, 'ship') * u(i, 'ship2') * 7)::INT END AS shipping_days,
  (9 + 110 * u(i, 'amount') * (.4 + .6 * u(i, 'amount2')))::DECIMAL(10, 2) AS amount, c.tier AS customer_tier, year(c.created_at)::INT AS customer_since
FROM drawn JOIN customers c ON c.customer_id = lpad(customer::VARCHAR, 8, '0') ORDER BY ordered_at, i`

const orderItems = `CREATE TABLE order_items AS
WITH lines AS (SELECT o.*, k, order_id * 4 + k AS i FROM orders o, LATERAL (SELECT unnest(range(1 + floor(u(o.order_id, 'lines') * 2.8)::INT)) AS k)),
drawn AS (SELECT *, 1 + floor(u(i, 'product') * 3000)::INT AS product, 1 + floor(u(i, 'quantity') * u(i, 'quantity2') * 4)::INT AS quantity FROM lines)
SELECT i AS item_id, order_id, product AS product_id, ordered_at, loaded_at, country, channel, p.category, p.brand, quantity,
  p.list_price AS unit_price, (p.list_price * quantity)::DECIMAL(10, 2) AS line_total
FROM drawn JOIN products p ON p.product_id = product ORDER BY ordered_at, i`

const payments = `CREATE TABLE payments AS
WITH booked AS (
  SELECT order_id * 2 AS i, *, 'charge' AS kind, ordered_at + to_seconds(20 + (u(order_id, 'pay') * 400)::INT) AS paid_at FROM orders
  UNION ALL
  SELECT order_id * 2 + 1, *, 'refund', ordered_at + to_seconds((60 + u(order_id, 'back') * 86400)::INT) FROM orders WHERE u(order_id, 'refund') < .13)
SELECT i AS payment_id, (i * 7919 + 40013) AS payment_ref, order_id, paid_at, ${loadedAt('paid_at', 'i')} AS loaded_at, kind, payment_method AS method,
  ${choice('order_id', 'provider', [
    ['paywell', 0.48],
    ['cardia', 0.33],
    ['nordpay', 0.19],
  ])} AS provider, country,
  CASE kind WHEN 'refund' THEN -amount ELSE amount END AS amount, (CASE kind WHEN 'refund' THEN -amount ELSE amount END)::VARCHAR AS amount_text,
  (amount * .014 + .1)::DECIMAL(8, 2) AS fee
FROM booked WHERE paid_at < DATE '${lastDay}' + 1 ORDER BY paid_at, i`

const sessions = (busyDay: string | null) => `CREATE TABLE sessions AS
WITH ${numbered(1080, 'sessions', busyDay)},
drawn AS (SELECT i, day + ${timeOfDay('i', 'session', [10, 24])} AS started_at, ${choice('i', 'sChannel', [
  ['web', 0.6],
  ['app', 0.4],
])} AS channel,
  1 + floor(u(i, 'sCustomer') * 12000)::INT AS customer FROM numbered)
SELECT i AS session_id, i * 6007 + 15013 AS session_token, CASE WHEN u(i, 'known') < .55 THEN lpad(customer::VARCHAR, 8, '0') END AS customer_id,
  started_at, ${loadedAt('started_at', 'i')} AS loaded_at,
  ${choice('i', 'collector', [
    ['collector_a', 0.7],
    ['collector_b', 0.3],
  ])} AS source, c.country, channel,
  CASE WHEN channel = 'app' THEN 'phone' ELSE ${choice('i', 'device', [
    ['desktop', 0.62],
    ['phone', 0.3],
    ['tablet', 0.08],
  ])} END AS device,
  ${appVersion('started_at', 'i')} AS app_version,
  CASE WHEN u(i, 'landing?') >= .03 THEN ${oneOf('i', 'landing', ['home', 'sale', 'search', 'product', 'blog'])} END AS landing_page,
  5 + floor(u(i, 'seconds') * u(i, 'seconds2') * 1800)::INT AS duration_s, 1 + floor(u(i, 'pages') * 12)::INT AS page_views, u(i, 'bought') < .2 AS converted
FROM drawn JOIN customers c ON c.customer_id = lpad(customer::VARCHAR, 8, '0') ORDER BY started_at, i`

/** Statements that make the six tables in the current schema; deterministic. */
export const shopTables = (busyDay: string | null = null): readonly string[] => [
  `CREATE OR REPLACE MACRO u(id, salt) AS (hash(id, salt || '${seed}') % 1000003) / 1000003.0`,
  customers,
  products,
  orders(busyDay),
  orderItems,
  payments,
  sessions(busyDay),
]

export type ShopTable = 'customers' | 'products' | 'orders' | 'order_items' | 'payments' | 'sessions'

/** Parents first. */
export const shopKeys: Readonly<
  Record<ShopTable, { primaryKey: string; foreignKeys: readonly (readonly [column: string, parent: ShopTable])[] }>
> = {
  customers: { primaryKey: 'customer_id', foreignKeys: [] },
  products: { primaryKey: 'product_id', foreignKeys: [] },
  orders: { primaryKey: 'order_id', foreignKeys: [['customer_id', 'customers']] },
  order_items: {
    primaryKey: 'item_id',
    foreignKeys: [
      ['order_id', 'orders'],
      ['product_id', 'products'],
    ],
  },
  payments: { primaryKey: 'payment_id', foreignKeys: [['order_id', 'orders']] },
  sessions: { primaryKey: 'session_id', foreignKeys: [['customer_id', 'customers']] },
}
