import { clock, kept, same, type Business } from '../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../sql.ts'

const stores = [
  ['US', 'USD', 1, 34],
  ['JP', 'JPY', 152, 16],
  ['GB', 'GBP', 0.79, 12],
  ['BR', 'BRL', 5.4, 14],
  ['SE', 'SEK', 10.6, 8],
] as const
const money = { ...kept('amount_usd', 'amt_usd'), scale: 'money' } as const
const local = { ...kept('amount_local', 'amt_local'), scale: 'money' } as const
const currency = { ...kept('currency', 'ccy'), values: stores.map(([, code]) => code) }
const kinds = { ...kept('kind', 'typ'), values: ['purchase', 'refund'] }
const usd = `(CASE WHEN ${u('typ')} < 0.93 THEN 1 ELSE -1 END * (${pick('tier', [
  ['0.99', 40],
  ['4.99', 32],
  ['9.99', 18],
  ['24.99', 7],
  ['99.99', 3],
])})::DOUBLE)`

export const games: Business = {
  name: 'games',
  zone: 'UTC',
  start: '2026-06-01',
  days: [26, 29],
  rows: [52_000, 68_000],
  rhythm: { week: [0.92, 0.9, 0.92, 0.95, 1.1, 1.25, 1.2], hours: clock, trend: 0.06, noise: 0.04 },
  segments: stores.map(([country, , , weight]) => [country, weight]),
  landing: 'raw_store_receipts',
  watched: 'purchases',
  tables: first => [
    {
      name: 'fx_rates',
      sql: values(
        ['ccy', 'per_usd'],
        stores.map(([, code, rate]) => [code, rate]),
      ),
    },
    {
      name: 'raw_store_receipts',
      sql: `SELECT 'GPA.' || upper(substr(md5(concat('r', g)), 1, 16)) AS receipt, t AS paid_at, seg AS cc,
        CASE seg ${stores.map(([country, code]) => `WHEN '${country}' THEN '${code}'`).join(' ')} END AS ccy,
        CASE WHEN ${u('typ')} < 0.93 THEN 'purchase' ELSE 'refund' END AS typ,
        ${pick('item', [
          ['gems small', 40],
          ['gems large', 22],
          ['season pass', 20],
          ['skin: Æther', 10],
          ['starter kit', 8],
        ])} AS item,
        ${pick('os', [
          ['ios', 46],
          ['android', 48],
          ['web', 6],
        ])} AS os, ${releases('build', '3.40', [
          { version: '3.41', from: plusDays(first, 6), days: 4 },
          { version: '3.42', from: plusDays(first, 15), days: 5 },
        ])} AS build,
        'P' || (100000 + (pow(${u('player')}, 1.8) * 9000)::INT) AS player, (${usd})::DECIMAL(14,2) AS amt_usd,
        round(${usd} * CASE seg ${stores.map(([country, , rate]) => `WHEN '${country}' THEN ${rate}`).join(' ')} END, 2) AS amt_local,
        round(${spread('lvl', 24, 0.6)})::INTEGER AS lvl, CASE WHEN ${u('camp?')} < 0.34 THEN ${pick('camp', [
          ['summer', 5],
          ['winback', 3],
          ['friends', 2],
        ])} END AS campaign,
        'receipt for ' || ${pick('nm', [
          ['René', 3],
          ['Søren', 2],
          ['João', 3],
          ['Alice', 4],
        ])} || ' no ' || (${u('nm2')} * 2000)::INT AS memo,
        t + to_seconds((20 + 300 * ${u('lag')})::BIGINT) AS ingested_at FROM grain`,
    },
    {
      name: 'purchases',
      sql: `SELECT receipt AS purchase_id, paid_at AS purchased_at, cc AS country, ccy AS currency, typ AS kind, item AS product, os AS platform,
        build AS game_build, player AS player_id, amt_local AS amount_local, amt_usd AS amount_usd, lvl AS player_level, campaign, memo, ingested_at FROM raw_store_receipts`,
      view: true,
    },
    {
      name: 'sessions',
      sql: `SELECT i AS session_id, t AS begun_at, seg AS country, round(${spread('ses', 14, 0.5)}, 1) AS minutes FROM grain WHERE ${u('ses?')} < 0.5`,
    },
  ],
  roles: {
    id: { ...kept('purchase_id', 'receipt'), sort: 'text' },
    time: { ...kept('purchased_at', 'paid_at'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: same('ingested_at'),
    dims: [
      { ...kept('country', 'cc'), values: stores.map(([country]) => country) },
      { ...kept('product', 'item'), values: ['gems small', 'gems large', 'season pass', 'skin: Æther', 'starter kit'] },
      { ...kept('platform', 'os'), values: ['ios', 'android'] },
    ],
    version: { ...kept('game_build', 'build'), values: ['3.40', '3.41', '3.42'] },
    who: kept('player_id', 'player'),
    measures: [money, { ...kept('player_level', 'lvl'), scale: 'count' }, local],
    texts: [same('memo')],
    optional: [same('campaign')],
    code: null,
    lookup: null,
    history: null,
    hidden: null,
    parts: null,
    currency: { column: currency, converted: money, local },
    credits: { column: kinds, value: 'refund', measure: money },
  },
}
