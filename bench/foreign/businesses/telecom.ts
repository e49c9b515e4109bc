import { clock, kept, same, type Business } from '../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../sql.ts'

const cells = [
  ['BCN', 'Catalunya', 9],
  ['MAD', 'Madrid', 10],
  ['VLC', 'València', 5],
  ['SVQ', 'Andalucía', 4],
  ['BIO', 'País Vasco', 3],
] as const
const tariffs = { ...kept('tariff_code', 'tariff'), values: ['PRE10', 'FLAT20', 'FLAT40', 'BIZ'] }
const zones = { ...kept('zone', 'zn'), values: cells.map(([zone]) => zone) }
const charge = { ...kept('charge_eur', 'chg'), scale: 'money' } as const

export const telecom: Business = {
  name: 'telecom',
  zone: 'UTC',
  start: '2026-05-04',
  days: [27, 29],
  rows: [78_000, 88_000],
  rhythm: { week: [1, 1, 1.02, 1.03, 1.12, 0.95, 0.88], hours: clock, trend: 0.05, noise: 0.03 },
  segments: cells.map(([zone, , weight]) => [zone, weight]),
  landing: 'landing.cdr',
  watched: 'dwh.calls',
  tables: first => [
    {
      name: 'dwh.zones',
      sql: values(
        ['zone', 'community'],
        cells.map(([zone, name]) => [zone, name]),
      ),
    },
    {
      name: 'dwh.tariff_history',
      sql: `SELECT tariff, plan_group, minute_price, valid_from::DATE AS valid_from, valid_to::DATE AS valid_to FROM (${values(
        ['tariff', 'plan_group', 'minute_price', 'valid_from', 'valid_to'],
        [
          ['PRE10', 'prepaid', 0.11, plusDays(first, -300), plusDays(first, -61)],
          ['PRE10', 'prepaid', 0.1, plusDays(first, -60), '9999-12-31'],
          ['FLAT20', 'consumer', 0.04, plusDays(first, -300), '9999-12-31'],
          ['FLAT40', 'consumer', 0.02, plusDays(first, -300), '9999-12-31'],
          ['BIZ', 'business', 0.03, plusDays(first, -300), '9999-12-31'],
        ],
      )})`,
    },
    {
      name: 'landing.cdr',
      sql: `SELECT uuid_of.id AS rec_id, t AS st, seg AS zn, ${pick('type', [
        ['on-net', 44],
        ['off-net', 38],
        ['international', 6],
        ['voicemail', 12],
      ])} AS ctype,
        ${pick('tariff', [
          ['PRE10', 30],
          ['FLAT20', 36],
          ['FLAT40', 22],
          ['BIZ', 12],
        ])} AS tariff,
        round(${spread('dur', 95, 0.9)}, 0)::INTEGER AS dur, round(${spread('dur', 95, 0.9)} / 60 * (0.03 + 0.05 * ${u('rate')}), 4) AS chg,
        '+34 6' || lpad((pow(${u('a')}, 2) * 9000)::INT::VARCHAR, 8, '0') AS a_nr, ${pick('net', [
          ['4G', 58],
          ['5G', 30],
          ['3G', 12],
        ])} AS net,
        CASE WHEN ${u('imei?')} < 0.9 THEN '35' || lpad((${u('imei')} * 99999999)::INT::VARCHAR, 13, '0') END AS imei,
        ${pick('end', [
          ['normal', 88],
          ['busy', 7],
          ['dropped', 3],
          ['test', 1],
          ['no answer', 4],
        ])} AS cause_txt,
        ${releases('sw', 'R18', [{ version: 'R19', from: plusDays(first, 9), days: 6 }])} AS msc_sw,
        t + to_seconds((240 * ${u('lag')})::BIGINT + 20) AS ins_ts
        FROM grain, LATERAL (SELECT (substr(md5(g::VARCHAR), 1, 32))::UUID AS id) AS uuid_of`,
    },
    {
      name: 'dwh.calls',
      sql: `SELECT c.rec_id AS call_id, c.st AS started_at, c.zn AS zone, z.community, c.ctype AS call_type, c.tariff AS tariff_code,
        h.plan_group, c.dur AS duration_s, c.chg AS charge_eur, c.a_nr AS caller, c.net AS network, c.imei, c.cause_txt AS end_cause,
        c.msc_sw AS switch_release, c.ins_ts AS loaded_at FROM landing.cdr c LEFT JOIN dwh.zones z ON z.zone = c.zn
        JOIN dwh.tariff_history h ON h.tariff = c.tariff AND c.st::DATE BETWEEN h.valid_from AND h.valid_to`,
      filter: `c.cause_txt <> 'no answer'`,
    },
    {
      name: 'dwh.sms',
      sql: `SELECT i AS sms_id, t AS sent_at, seg AS zone, '+34 6' || lpad((pow(${u('b')}, 2) * 9000)::INT::VARCHAR, 8, '0') AS sender
        FROM grain WHERE ${u('sms')} < 0.4`,
    },
  ],
  roles: {
    id: { ...kept('call_id', 'rec_id'), sort: 'uuid' },
    time: { ...kept('started_at', 'st'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: kept('loaded_at', 'ins_ts'),
    dims: [
      zones,
      { ...kept('call_type', 'ctype'), values: ['on-net', 'off-net', 'international', 'voicemail'] },
      tariffs,
      { ...kept('network', 'net'), values: ['4G', '5G', '3G'] },
      { ...kept('community', null), values: cells.map(([, name]) => name) },
    ],
    version: { ...kept('switch_release', 'msc_sw'), values: ['R18', 'R19'] },
    who: kept('caller', 'a_nr'),
    measures: [{ ...kept('duration_s', 'dur'), scale: 'duration' }, charge],
    texts: [],
    optional: [same('imei')],
    code: null,
    lookup: { table: 'dwh.zones', key: zones, keyThere: 'zone', brings: [kept('community', null)] },
    history: {
      table: 'dwh.tariff_history',
      key: tariffs,
      keyThere: 'tariff',
      from: 'valid_from',
      to: 'valid_to',
      brings: [kept('plan_group', null)],
      strict: true,
    },
    hidden: { column: kept('end_cause', 'cause_txt'), value: 'no answer' },
    parts: null,
    currency: null,
    credits: null,
  },
}
