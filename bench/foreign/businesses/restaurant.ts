import { evening, same, type Business } from '../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../sql.ts'

const houses = [
  ['0101', 'Bleecker St', 'Manhattan', 28],
  ['0102', 'Café Amélie', 'Manhattan', 22],
  ['0204', 'Court St', 'Brooklyn', 20],
  ['0207', 'Fifth Ave', 'Brooklyn', 16],
  ['0310', 'Jackson Hts', 'Queens', 14],
] as const
const sign = `CASE WHEN ${u('kind')} < 0.95 THEN 1 ELSE -1 END`
const net = `round(${sign} * ${spread('net', 38, 0.5)}, 2)`
const tax = `round(${net} * 0.08875, 2)`
const total = { ...same('total'), scale: 'money' } as const
const code = { ...same('store_code'), values: houses.map(([store]) => store) }

export const restaurant: Business = {
  name: 'restaurant',
  zone: 'America/New_York',
  start: '2026-04-06',
  days: [46, 54],
  rows: [44_000, 58_000],
  rhythm: { week: [0.8, 0.85, 0.92, 1, 1.3, 1.35, 0.95], hours: evening, trend: 0.07, noise: 0.05 },
  segments: houses.map(([store, , , weight]) => [store, weight]),
  landing: 'pos_receipt',
  watched: 'pos_receipt',
  tables: first => [
    {
      name: 'pos_store',
      sql: values(
        ['store_code', 'store', 'borough'],
        houses.map(([a, b, c]) => [a, b, c]),
      ),
    },
    {
      name: 'store_closing',
      sql: `SELECT '0310' AS store_code, DATE '${plusDays(first, 4)}' AS closed_on, 'maintenance' AS reason`,
    },
    {
      name: 'pos_receipt',
      sql: `SELECT 'T' || seg || '-' || lpad(i::VARCHAR, 7, '0') AS receipt_no, t AT TIME ZONE 'America/New_York' AS closed_at, seg AS store_code,
        CASE seg ${houses.map(([store, name]) => `WHEN '${store}' THEN '${name}'`).join(' ')} END AS store,
        CASE seg ${houses.map(([store, , borough]) => `WHEN '${store}' THEN '${borough}'`).join(' ')} END AS borough,
        ${pick('order', [
          ['dine-in', 55],
          ['takeout', 25],
          ['delivery', 17],
          ['catering', 3],
        ])} AS order_type,
        ${pick('pay', [
          ['card', 70],
          ['cash', 16],
          ['wallet', 12],
          ['gift card', 2],
        ])} AS tender,
        ${pick('shift', [
          ['AM', 34],
          ['PM', 66],
        ])} AS shift, CASE WHEN ${u('kind')} < 0.95 THEN 'sale' ELSE 'refund' END AS kind,
        'S' || lpad((${u('server')} * 90)::INT::VARCHAR, 3, '0') AS server_id, (1 + pow(${u('guests')}, 2) * 6)::INTEGER AS guests,
        (${net})::DECIMAL(12,2) AS net, (${tax})::DECIMAL(12,2) AS tax, (${net} + ${tax})::DECIMAL(12,2) AS total, CASE WHEN ${u('tip?')} < 0.72 THEN round(${spread('tip', 6, 0.5)}, 2) END AS tip,
        round(${spread('min', 46, 0.4)})::INTEGER AS table_min, ${releases('pos', '2026.1', [{ version: '2026.2', from: plusDays(first, 15), days: 9 }])} AS pos_version,
        ${pick('dish', [
          ['crème brûlée', 4],
          ['burger & fries', 6],
          ['jalapeño tacos', 4],
          ['Caesar salad', 3],
        ])} AS top_item,
        CASE WHEN ${u('nt?')} < 0.3 THEN 'guest ' || (${u('nt')} * 2000)::INT || ' asks: ' || ${pick('ntt', [
          ['no onions please', 3],
          ['dressing on the side', 2],
          ['birthday candle with the dessert', 1],
        ])} END AS kitchen_note,
        NULL::TIMESTAMP AS voided_at FROM grain`,
    },
    {
      name: 'labor_shift',
      sql: `SELECT day AS work_day, seg AS store_code, 4 + count(*) // 25 AS staff FROM grain GROUP BY ALL`,
    },
  ],
  roles: {
    id: { ...same('receipt_no'), sort: 'text' },
    time: { ...same('closed_at'), kind: 'timestamptz', sourceKind: 'timestamptz' },
    loaded: null,
    dims: [
      { ...same('store'), values: houses.map(([, name]) => name) },
      { ...same('order_type'), values: ['dine-in', 'takeout', 'delivery'] },
      { ...same('tender'), values: ['card', 'cash', 'wallet'] },
      { ...same('top_item'), values: ['crème brûlée', 'burger & fries', 'jalapeño tacos', 'Caesar salad'] },
    ],
    version: { ...same('pos_version'), values: ['2026.1', '2026.2'] },
    who: same('server_id'),
    measures: [total, { ...same('table_min'), scale: 'duration' }, { ...same('guests'), scale: 'count' }],
    texts: [same('kitchen_note')],
    optional: [same('tip')],
    code,
    lookup: null,
    history: null,
    hidden: { column: same('voided_at'), value: '' },
    parts: { total, net: { ...same('net'), scale: 'money' }, other: { ...same('tax'), scale: 'money' } },
    currency: null,
    credits: { column: { ...same('kind'), values: ['sale', 'refund'] }, value: 'refund', measure: total },
  },
}
