import { calendar, choice, loadedAt, numbered, oneOf, release, uniform, type Rhythm } from './sql.ts'
import { companies, firstNames, lastNames } from './vocabulary.ts'

export const rhythm: Rhythm = {
  firstDay: '2024-09-02',
  days: 84,
  week: [0.52, 1.2, 1.22, 1.18, 1.16, 1.1, 0.6],
  growth: 0.2,
  spread: 0.03,
  quiet: { '2024-11-01': 0.55 },
}
const releases = [
  ['2.8.0', '2024-08-20'],
  ['2.9.0', '2024-09-17'],
  ['2.9.3', '2024-10-08'],
  ['2.10.0', '2024-11-05'],
] as const
export const regions = ['emea', 'amer', 'apac'] as const

/** Accounts by version: each changes its tier or owner now and then, and each version ends where the next begins. */
const accounts = `
CREATE TABLE account_versions AS
WITH v AS (SELECT a, n, u(a, 'versions') * 3 AS most, DATE '2023-06-01' + floor((n + u(a || '.' || n, 'from')) * 190)::INT AS valid_from
  FROM range(1, 2601) t(a), range(4) s(n) WHERE n <= u(a, 'versions') * 3),
w AS (SELECT *, lead(valid_from) OVER (PARTITION BY a ORDER BY n) AS next_from FROM v)
SELECT lpad((a * 17)::VARCHAR, 6, '0') AS account_code, ${oneOf('tier', ['starter', 'team', 'business', 'enterprise'], 'a || n')} AS tier,
  ${oneOf('owner', ['Anders', 'Beatriz', 'Chloé', 'Dmitri', 'Eun-ji', 'Farid'], 'a || (n // 2)')} AS owner,
    (5 + floor(u(a || n, 'seats') * 40) * 5)::INT AS seats,
  CASE WHEN n = 0 THEN DATE '2023-01-01' ELSE valid_from END AS valid_from, coalesce(next_from, DATE '9999-12-31') AS valid_to,
    next_from IS NULL AS is_current
FROM w`

const drawn = `
CREATE TABLE drawn AS
WITH a AS (SELECT id, day, moment, 1 + floor(u(id, 'account') * u(id, 'account2') * 2600)::INT AS account,
  ${choice('processor', [
    ['ravenpay', 0.42],
    ['adyton', 0.3],
    ['bankfile', 0.18],
    ['manual', 0.1],
  ])} AS processor,
    1 + floor(u(id, 'file') * 2)::INT AS shard,
  ${choice('kind', [
    ['charge', 0.93],
    ['credit', 0.07],
  ])} AS entry_type, ${choice('via', [
    ['portal', 0.44],
    ['api', 0.34],
    ['sales', 0.22],
  ])} AS via,
  ${choice('plan', [
    ['monthly', 0.55],
    ['annual', 0.2],
    ['metered', 0.25],
  ])} AS plan,
    ${choice('state', [
      ['paid', 0.72],
      ['open', 0.17],
      ['disputed', 0.06],
      ['written_off', 0.05],
    ])} AS state,
  1 + floor(u(id, 'units') * u(id, 'units2') * 40)::INT AS units, (6 + exp(.9 + 2.8 * u(id, 'fee')))::DECIMAL(12, 2) AS unit_fee,
    u(id, 'deleted') < .22 AS is_void
  FROM numbered WHERE u(id, 'thin') < .92 + .08 * u(day, 'thin')),
b AS (SELECT *, ${oneOf('region', regions, 'account')} AS region, CASE WHEN entry_type = 'credit' THEN -1 ELSE 1 END * units * unit_fee AS net FROM a)
SELECT *, CASE region WHEN 'emea' THEN (['EUR', 'CHF', 'SEK'])[1 + account % 3] WHEN 'apac' THEN (['AUD', 'HKD',
  'AUD'])[1 + account % 3] ELSE 'USD' END AS currency,
  (['AT','CH','NL','US','CA','BR','AU','SG','JP'])[CASE region WHEN 'emea' THEN 1 WHEN 'amer' THEN 4 ELSE 7 END + account % 3] AS country,
  round(net * CASE region WHEN 'emea' THEN .2 WHEN 'apac' THEN .1 ELSE .07 END, 2)::DECIMAL(12, 2) AS vat FROM b`

const rates =
  "CASE currency WHEN 'CHF' THEN 1.13 WHEN 'EUR' THEN 1.08 WHEN 'AUD' THEN .66 WHEN 'SEK' THEN .094 WHEN 'HKD' THEN .128 ELSE 1 END"

const wide = `
CREATE TABLE wide AS
SELECT id AS line_id, 9007199254740992 + id * 3 + (hash(id) % 3)::BIGINT AS charge_ref, moment AS billed_at,
  ${loadedAt('moment', 'processor')} AS ingested_at,
  processor, processor || '-' || shard || '.json' AS batch_name, region, country, via,
    CASE WHEN via = 'api' THEN ${release(releases, 'moment')} END AS sdk_release,
  plan, state, entry_type, lpad((account * 17)::VARCHAR, 6, '0') AS account_code, v.tier AS account_tier, v.owner AS account_owner,
    v.seats AS account_seats,
  ${oneOf('company', companies, 'account')} || ' ' || account AS company_name, ${oneOf('contact', firstNames, 'account')} AS contact_given,
    ${oneOf('contact2', lastNames, 'account')} AS contact_family,
  'billing' || account || '@' || ${oneOf('mail', ['corp.example', 'firm.example'], 'account')} AS contact_email,
  CASE WHEN u(id, 'po') >= .34 THEN lpad(floor(u(id, 'po2') * 90000)::INT::VARCHAR, 8, '0') END AS purchase_order,
    CASE WHEN u(id, 'promo') < .15 THEN ${oneOf('promo2', ['partner', 'startup', 'renewal'])} END AS discount_kind,
  CASE WHEN u(id, 'agent') >= .06 THEN 1 + floor(u(id, 'agent2') * 90)::INT END AS agent_no,
    ${choice('cost', [
      ['CC-100', 0.4],
      ['CC-200', 0.35],
      ['CC-310', 0.25],
    ])} AS cost_centre,
  units, unit_fee, net, vat, net + vat AS gross, (net + vat)::VARCHAR AS gross_text, currency, ((net + vat) * ${rates})::DECIMAL(12, 2) AS gross_usd,
  ${oneOf(
    'meter',
    Array.from({ length: 30 }, (_, index) => `m-${String(index + 1).padStart(3, '0')}`),
    'account',
  )} AS meter,
    20 + floor(u(id, 'used') * 180)::BIGINT AS used_units,
  round(.4 + 1.2 * u(id, 'load') + u(id, 'load2'), 3)::DOUBLE AS cpu_hours,
  strftime(day + (14 + floor(u(id, 'due') * 17))::INT, '%Y-%m-%d') AS due_text, (day + (14 + floor(u(id, 'due') * 17))::INT)::DATE AS due_on, is_void
FROM drawn d LEFT JOIN account_versions v ON v.account_code = lpad((account * 17)::VARCHAR, 6, '0') AND d.day >= v.valid_from AND d.day < v.valid_to
ORDER BY moment, id`

export const attributes = ['account_tier', 'account_owner', 'account_seats'] as const
export const restored = `SELECT r.*, v.tier AS account_tier, v.owner AS account_owner, v.seats AS account_seats FROM raw_charges r
  LEFT JOIN account_versions v ON v.account_code = r.account_code AND r.billed_at >= v.valid_from AND r.billed_at < v.valid_to`

export const billingStatements = ({ seed, rows }: { seed: string; rows: number }): readonly string[] => [
  uniform(seed),
  calendar(rhythm, rows * 1.34),
  numbered(
    "CASE WHEN u(id, 'night') < .3 THEN 2 + 2 * u(id, 'h') WHEN u(id, 'night') < .42 THEN 24 * u(id, 'h') ELSE 7.5 + 11 * (u(id, 'h1') + u(id, 'h2')) / 2 END",
  ),
  accounts,
  drawn,
  wide,
  'CREATE TABLE charges AS SELECT * FROM wide WHERE NOT is_void ORDER BY billed_at, line_id',
  `CREATE TABLE raw_charges AS SELECT * EXCLUDE (${attributes.join(', ')}) FROM wide ORDER BY billed_at, line_id`,
  'CREATE TABLE sign_ins AS SELECT id * 5 AS sign_in_no, moment AS happened_at, via AS surface, region AS territory FROM drawn WHERE id % 6 = 0 ORDER BY moment',
  'DROP TABLE wide',
  'DROP TABLE drawn',
  'DROP TABLE numbered',
  'DROP TABLE calendar',
  'DROP MACRO u',
]
