import { day, kept, type Business } from '../business.ts'
import { pick, releases, spread, u, values, plusDays } from '../sql.ts'

const depots = [
  ['0012', 'Köln', 'West'],
  ['0034', 'Düsseldorf', 'West'],
  ['0107', 'München', 'Süd'],
  ['0110', 'Nürnberg', 'Süd'],
  ['0205', 'Hamburg', 'Nord'],
  ['0220', 'Lübeck', 'Nord'],
  ['0301', 'Berlin', 'Ost'],
] as const

const depot = { ...kept('depot_code', 'depot'), values: depots.map(([code]) => code) }
const price = { ...kept('price_eur', 'price_ct'), scale: 'money', asText: true } as const
const cities = { ...kept('city', null), values: depots.map(([, city]) => city) }

export const parcels: Business = {
  name: 'parcels',
  zone: 'UTC',
  start: '2026-01-05',
  days: [56, 66],
  rows: [60_000, 80_000],
  rhythm: { week: [1.25, 1.1, 1.05, 1.05, 1.1, 0.5, 0.12], hours: day, trend: 0.12, noise: 0.04 },
  segments: depots.map(([code], index) => [code, 10 - index]),
  landing: 'raw.parcel_events',
  watched: 'mart.parcels',
  tables: first => [
    { name: 'ref.depots', sql: values(['depot_code', 'city', 'region'], depots) },
    {
      name: 'raw.parcel_events',
      sql: `SELECT 'PX' || lpad((840000 + i)::VARCHAR, 9, '0') AS parcel_no, seg AS depot,
        ${pick('service', [
          ['standard', 62],
          ['express', 22],
          ['same-day', 9],
          ['bulky goods', 7],
        ])} AS service, t AS handed_in, round(${spread('weight', 1400, 0.7)})::VARCHAR AS weight_g,
        round(${spread('price', 640, 0.35)})::VARCHAR AS price_ct,
        ${pick('status', [
          ['delivered', 71],
          ['neighbour', 9],
          ['parcel shop', 8],
          ['returned', 4],
          ['lost', 0.4],
          ['void', 8],
        ])} AS status, CASE WHEN ${u('phone?')} < 0.82 THEN '+49 ' || (150 + (${u('p1')} * 29)::INT) || ' ' || (1000000 + ${u('p2')} * 8999999)::INT END AS recipient_phone,
        ${pick('size', [
          ['S', 40],
          ['M', 36],
          ['L', 24],
        ])} AS size_class,
        CASE WHEN ${u('note?')} < 0.3 THEN 'Ablage ' || (${u('note')} * 900)::INT || ': ' || ${pick('note2', [
          ['Garage links vom Tor', 3],
          ['beim Nachbarn im Erdgeschoss', 2],
          ['Terrasse', 2],
        ])} END AS note, ${releases('fw', '4.1.0', [
          { version: '4.2.0', from: plusDays(first, 12), days: 9 },
          { version: '4.2.1', from: plusDays(first, 31), days: 6 },
        ])} AS scanner_fw, 'C' || lpad((pow(${u('customer')}, 1.6) * 2600)::INT::VARCHAR, 5, '0') AS customer_ref,
        t + to_seconds((900 * ${u('lag')})::BIGINT + 60) AS _loaded_at FROM grain`,
    },
    {
      name: 'mart.parcels',
      sql: `SELECT r.parcel_no, r.depot AS depot_code, d.city, d.region, r.service AS service_level, r.handed_in AS accepted_at,
        TRY_CAST(r.weight_g AS DOUBLE) / 1000 AS weight_kg, TRY_CAST(r.price_ct AS DOUBLE) / 100 AS price_eur, r.status,
        r.recipient_phone AS phone, r.size_class, r.note AS handling_note, r.scanner_fw AS scanner_version,
        r.customer_ref AS client_ref, r._loaded_at AS loaded_at
        FROM raw.parcel_events r LEFT JOIN ref.depots d ON d.depot_code = r.depot`,
      filter: `r.status <> 'void'`,
    },
    {
      name: 'mart.complaints',
      sql: `SELECT i AS complaint_id, 'PX' || lpad((840000 + i)::VARCHAR, 9, '0') AS parcel_no, t + INTERVAL 3 DAY AS filed_at,
        ${pick('reason', [
          ['late', 5],
          ['damaged', 3],
          ['lost', 1],
        ])} AS reason FROM grain WHERE ${u('complaint')} < 0.03`,
    },
  ],
  roles: {
    id: { ...kept('parcel_no', 'parcel_no'), sort: 'text' },
    time: { ...kept('accepted_at', 'handed_in'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: kept('loaded_at', '_loaded_at'),
    dims: [
      depot,
      { ...kept('service_level', 'service'), values: ['standard', 'express', 'same-day', 'bulky goods'] },
      { ...kept('size_class', 'size_class'), values: ['S', 'M', 'L'] },
      cities,
    ],
    version: { ...kept('scanner_version', 'scanner_fw'), values: ['4.1.0', '4.2.0', '4.2.1'] },
    who: kept('client_ref', 'customer_ref'),
    measures: [price, { ...kept('weight_kg', 'weight_g'), scale: 'weight', asText: true }],
    texts: [kept('handling_note', 'note')],
    optional: [kept('phone', 'recipient_phone')],
    code: depot,
    lookup: {
      table: 'ref.depots',
      key: depot,
      keyThere: 'depot_code',
      brings: [kept('city', null), kept('region', null)],
    },
    history: null,
    hidden: { column: kept('status', 'status'), value: 'void' },
    parts: null,
    currency: null,
    credits: null,
  },
}
