import { clock, same, type Business } from '../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../sql.ts'

const yards = [
  ['80012', 'Basel RB', 'CHF', 24],
  ['80340', 'Mannheim', 'EUR', 26],
  ['51107', 'Poznań', 'PLN', 14],
  ['87205', 'Sète', 'EUR', 12],
  ['81301', 'Linz Süd', 'EUR', 14],
] as const
const currency = { ...same('billing_currency'), values: ['CHF', 'EUR', 'PLN'] }
const rate = `CASE seg WHEN '80012' THEN 0.94 WHEN '51107' THEN 4.3 ELSE 1 END`
const sign = `CASE WHEN ${u('doc')} < 0.94 THEN 1 ELSE -1 END`
const freight = `(${sign} * ${spread('rev', 880, 0.4)})`
const revenue = { ...same('revenue_eur'), scale: 'money' } as const
const freightCharge = { ...same('freight_charge'), scale: 'money' } as const
const code = { ...same('yard_code'), values: yards.map(([yard]) => yard) }

export const rail: Business = {
  name: 'rail',
  zone: 'UTC',
  start: '2026-01-19',
  days: [66, 76],
  rows: [34_000, 46_000],
  rhythm: { week: [1.1, 1.1, 1.05, 1.05, 1.1, 0.7, 0.5], hours: clock, trend: 0.06, noise: 0.05, monthEnd: 1.35 },
  segments: yards.map(([yard, , , weight]) => [yard, weight]),
  landing: 'rail.consignment',
  watched: 'rail.consignment',
  tables: first => [
    {
      name: 'rail.yard',
      sql: values(
        ['yard_code', 'yard', 'currency'],
        yards.map(([a, b, c]) => [a, b, c]),
      ),
      key: 'yard_code',
    },
    {
      name: 'rail.holiday_calendar',
      sql: values(
        ['holiday', 'country', 'name'],
        [
          [plusDays(first, -18), 'CH', 'New Year'],
          [plusDays(first, 74), 'DE', 'Good Friday'],
        ],
      ),
    },
    {
      name: 'rail.consignment',
      sql: `SELECT 9007199254740993 + i * 3 AS consignment_id, t AS departed_at, seg AS yard_code,
        CASE seg ${yards.map(([yard, name]) => `WHEN '${yard}' THEN '${name}'`).join(' ')} END AS yard,
        CASE seg ${yards.map(([yard, , ccy]) => `WHEN '${yard}' THEN '${ccy}'`).join(' ')} END AS billing_currency,
        ${pick('cargo', [
          ['containers', 40],
          ['steel coils', 18],
          ['chemicals', 16],
          ['grain', 14],
          ['timber', 12],
        ])} AS cargo,
        ${pick('wagon', [
          ['Sgns', 42],
          ['Shimmns', 20],
          ['Zacns', 20],
          ['Tads', 18],
        ])} AS wagon_type,
        ${pick('svc', [
          ['block train', 48],
          ['single wagon', 40],
          ['shuttle', 12],
        ])} AS service,
        CASE WHEN ${u('doc')} < 0.94 THEN 'waybill' ELSE 'credit note' END AS document,
        'RU' || lpad((pow(${u('shipper')}, 1.5) * 340)::INT::VARCHAR, 4, '0') AS shipper_no, round(${spread('load', 52, 0.25)}, 1) AS load_t,
        round(${spread('dist', 480, 0.5)})::INTEGER AS distance_km, round(${freight}, 2) AS freight_charge, round(0.11 * ${freight}, 2) AS energy_charge,
        round(${freight}, 2) + round(0.11 * ${freight}, 2) AS revenue_eur, round((round(${freight}, 2) + round(0.11 * ${freight}, 2)) * ${rate}, 2) AS amount_billed,
        CASE WHEN ${u('seal?')} < 0.88 THEN 'SE' || (100000 + ${u('seal')} * 899999)::INT END AS seal_no,
        ${releases('tel', 'T-1.4', [{ version: 'T-1.5', from: plusDays(first, 22), days: 14 }])} AS telematics,
        ${pick('in', [
          ['handle with care: ', 2],
          ['Empfänger vorab anrufen: ', 3],
          ['wagon sealed at origin: ', 3],
        ])} || (${u('instr')} * 3000)::INT AS instruction FROM grain`,
    },
    {
      name: 'rail.train_run',
      sql: `SELECT day AS run_day, seg AS yard_code, count(*) // 9 AS trains FROM grain GROUP BY ALL`,
    },
  ],
  roles: {
    id: { ...same('consignment_id'), sort: 'number' },
    time: { ...same('departed_at'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: null,
    dims: [
      { ...same('yard'), values: yards.map(([, name]) => name) },
      { ...same('cargo'), values: ['containers', 'steel coils', 'chemicals', 'grain', 'timber'] },
      { ...same('wagon_type'), values: ['Sgns', 'Shimmns', 'Zacns', 'Tads'] },
      { ...same('service'), values: ['block train', 'single wagon', 'shuttle'] },
    ],
    version: { ...same('telematics'), values: ['T-1.4', 'T-1.5'] },
    who: same('shipper_no'),
    measures: [{ ...same('load_t'), scale: 'weight' }, { ...same('distance_km'), scale: 'count' }, revenue],
    texts: [same('instruction')],
    optional: [same('seal_no')],
    code,
    lookup: null,
    history: null,
    hidden: null,
    parts: { total: revenue, net: freightCharge, other: { ...same('energy_charge'), scale: 'money' } },
    currency: { column: currency, converted: revenue, local: { ...same('amount_billed'), scale: 'money' } },
    credits: {
      column: { ...same('document'), values: ['waybill', 'credit note'] },
      value: 'credit note',
      measure: revenue,
    },
  },
}
