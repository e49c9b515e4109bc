import { join } from 'node:path'
import { choice, release, uniform } from './sql.ts'

// Real columns: departed_at (minute grain, seconds added by hash), delay, distance, origin, destination, and what follows from them.
// Everything else is derived from the flight's number by seeded hashes, so that it carries no anomaly of its own.

const data = join(import.meta.dirname, '../../../node_modules/vega-datasets/data')
const flightsFile = join(data, 'flights-3m.parquet')
const airportsFile = join(data, 'airports.csv')

const airports = `
CREATE TABLE airports AS
SELECT lpad((row_number() OVER (ORDER BY iata))::VARCHAR, 5, '0') AS airport_id, iata, name, city, state,
  CASE WHEN state IN ('CA','OR','WA','NV','AZ','UT','ID','MT','WY','CO','NM','AK','HI') THEN 'West'
    WHEN state IN ('TX','OK','AR','LA','MS','AL','GA','FL','SC','NC','TN','KY','VA','WV','MD','DE','DC') THEN 'South'
    WHEN state IN ('IL','MO','MI','MN','OH','IN','WI','NE','IA','KS','ND','SD') THEN 'Midwest'
    WHEN state IN ('NY','PA','MA','NJ','CT','RI','NH','ME','VT') THEN 'Northeast' ELSE 'Islands' END AS region,
  latitude, longitude
FROM read_csv('${airportsFile}')`

const aircraft = `
CREATE TABLE aircraft AS
SELECT lpad(i::VARCHAR, 7, '0') AS aircraft_id,
  (['A319','A320','A321','B737','B738','B752','B763','CRJ2','DC95','E145','F100','MD80'])[1 + (u(i, 'model') * 12)::INT % 12] AS model,
  (['Aria','Borealis','Cobalt','Delphi','Ember','Falcon','Gale','Harbor'])[1 + (u(i, 'operator') * 8)::INT % 8] AS operator,
  40 + 10 * (u(i, 'seats') * 24)::INT AS seats,
  DATE '2001-01-01' + greatest(i - 6000, -3650)::INT // 8 AS registered_on
FROM range(1, 6000 + 8 * 181) t(i)`

const flightsSource = (rows: number) => `
CREATE TABLE numbered AS
SELECT row_number() OVER (ORDER BY date, origin, destination, delay, distance) AS id, *
FROM (SELECT * FROM '${flightsFile}' WHERE date < DATE '2001-07-01')
${rows >= 3_000_000 ? '' : `QUALIFY hash(id) % 3000000 < ${rows}`}`

const releases = [
  ['4.1.0', '2000-12-20'],
  ['4.2.0', '2001-01-23'],
  ['4.2.1', '2001-02-13'],
  ['4.3.0', '2001-03-20'],
  ['4.4.0', '2001-04-24'],
  ['4.5.0', '2001-05-31'],
] as const

const flights = `
CREATE TABLE flights AS
WITH drawn AS (
  SELECT id, date, delay, distance, origin, destination,
    date + to_seconds((u(id, 'second') * 59)::INT) AS departed_at,
    ${choice('source', [
      ['amadeus', 0.38],
      ['sabre', 0.29],
      ['direct', 0.21],
      ['partner', 0.12],
    ])} AS source,
    1 + (u(id, 'file') * 3)::INT % 3 AS shard,
    ${choice('channel', [
      ['web', 0.34],
      ['mobile', 0.31],
      ['agency', 0.2],
      ['counter', 0.15],
    ])} AS channel,
    ${choice('payment', [
      ['card', 0.58],
      ['wallet', 0.22],
      ['invoice', 0.12],
      ['voucher', 0.08],
    ])} AS payment_method,
    ${choice('status', [
      ['confirmed', 0.74],
      ['changed', 0.14],
      ['cancelled', 0.08],
      ['waitlisted', 0.04],
    ])} AS status,
    ${choice('cabin', [
      ['economy', 0.78],
      ['premium', 0.13],
      ['business', 0.09],
    ])} AS cabin,
    CASE WHEN u(id, 'kind') < .06 THEN 'refund' ELSE 'fare' END AS kind,
    (35 + distance * .12 * (.6 + .8 * u(id, 'price')))::DECIMAL(12, 2) AS price,
    1 + floor(u(id, 'aircraft') * (6000 + 8 * date_diff('day', DATE '2001-01-01', date)))::INT AS aircraft_number
  FROM numbered
)
SELECT id AS flight_id, id * 7919 + 100003 AS record_no, departed_at,
  date_trunc('hour', departed_at) + INTERVAL 1 HOUR + to_seconds(240 + (u(date_trunc('hour', departed_at), 'batch' || source) * 300)::INT)
    + CASE WHEN u(id, 'late') < .03 THEN to_hours(1 + (u(id, 'lateBy') * 4)::INT) ELSE to_hours(0) END AS loaded_at,
  source, source || '_' || shard || '.csv' AS source_file, o.airport_id, origin, o.state AS origin_state, o.region AS origin_region, destination,
  CASE WHEN distance < 500 THEN 'short' WHEN distance < 1200 THEN 'medium' ELSE 'long' END AS haul,
  channel, CASE WHEN channel = 'mobile' THEN ${release(releases, 'date')} END AS app_version, payment_method, status, cabin, kind,
  CASE WHEN delay < 15 THEN 'on_time' WHEN delay < 60 THEN 'late' ELSE 'very_late' END AS punctuality,
  CASE WHEN u(id, 'passenger') >= .025 THEN 1 + (u(id, 'who') * 400000)::INT END AS passenger_id,
  CASE WHEN u(id, 'loyalty') >= .42 THEN 1 + (u(id, 'member') * 90000)::INT END AS loyalty_id,
  CASE WHEN u(id, 'meal') >= .11 THEN (['standard','vegetarian','vegan','halal','kosher'])[1 + (u(id, 'dish') * u(id,
    'dish') * 5)::INT % 5] END AS meal,
  1 + (u(id, 'party') * u(id, 'party') * 6)::INT AS party_size,
  delay, distance, CASE WHEN kind = 'refund' THEN -price ELSE price END AS amount,
    CASE WHEN kind = 'refund' THEN -price ELSE price END::VARCHAR AS amount_text,
  lpad(aircraft_number::VARCHAR, 7, '0') AS aircraft_id, a.model AS aircraft_model, a.operator AS aircraft_operator, a.seats AS aircraft_seats
FROM drawn JOIN airports o ON o.iata = origin LEFT JOIN aircraft a ON a.aircraft_id = lpad(aircraft_number::VARCHAR, 7, '0')
ORDER BY departed_at, id`

/** Statements for `flights` (at most `rows` of the 3,000,000, thinned evenly), `aircraft` and `airports`. */
export const flightsStatements = ({ seed, rows }: { seed: string; rows: number }): readonly string[] => [
  uniform(seed),
  airports,
  aircraft,
  flightsSource(rows),
  flights,
  'DROP TABLE numbered',
  'DROP MACRO u',
]
