import { clock, kept, same, type Business } from '../../business.ts'
import { plusDays, spread, u, values } from '../../sql.ts'
import { drawn, longTail, mix } from './mix.ts'

const countries = ['US', 'DE', 'BR', 'IN', 'JP', 'FR', 'MX', 'SE'] as const
const placement = mix(
  kept('placement', 'plc'),
  longTail(
    Array.from({ length: 60 }, (_, index) => `pl-${index * 13 + 104}`),
    0.3,
  ),
)
const format = mix(kept('ad_format', 'fmt'), [
  ['banner', 57],
  ['native', 21],
  ['video', 17],
  ['rewarded', 5],
])
const system = mix(kept('os_name', 'os'), [
  ['Android', 58],
  ['iOS', 33],
  ['Web', 9],
])
const sdk = mix(kept('sdk_version', 'sdk'), [
  ['7.3', 44],
  ['7.4', 39],
  ['6.9', 17],
])

export const ads: Business = {
  name: 'ads',
  zone: 'UTC',
  start: '2026-06-15',
  days: [35, 38],
  rows: [380_000, 420_000],
  rhythm: { week: [0.95, 0.95, 0.95, 1, 1.05, 1.1, 1.1], hours: clock, trend: 0.05, noise: 0.03 },
  segments: countries.map((country, index) => [country, 30 / (1 + index * 0.5)]),
  landing: 'ads_raw.imp_log',
  watched: 'ads.v_impressions',
  tables: first => [
    {
      name: 'ads.price_floor',
      sql: `SELECT fmt, floor_group, from_day::DATE AS from_day, to_day::DATE AS to_day FROM (${values(
        ['fmt', 'floor_group', 'from_day', 'to_day'],
        format.values.flatMap((one, index) => [
          [one, `F${index}a`, plusDays(first, -200), plusDays(first, -21)],
          [one, `F${index}b`, plusDays(first, -20), '9999-12-31'],
        ]),
      )})`,
    },
    {
      name: 'ads_raw.imp_log',
      sql: `SELECT md5(concat('imp', g)) AS imp_id, t AS ts, seg AS ctry, ${drawn(placement)}, ${drawn(format)}, ${drawn(system)}, ${drawn(sdk)},
        'a' || lpad((pow(${u('dev')}, 1.6) * 60000)::INT::VARCHAR, 6, '0') AS dev, round(${spread('view', 2100, 0.8)})::INTEGER AS view_ms,
        round(${spread('cost', 0.0019, 0.9)}, 6) AS cost,
        CASE WHEN ${u('deal?')} < 0.27 THEN 'deal-' || (${u('deal')} * 300)::INT END AS deal,
        '{"slot": ' || (${u('slot')} * 4)::INT || ', "ref": "' || substr(md5(concat(g, 'ref')), 1, 8) || '", "consent": ' ||
          (${u('cons')} < 0.8) || '}' AS ctx, CASE WHEN ${u('ivt')} < 0.06 THEN 'Y' ELSE 'N' END AS ivt FROM grain`,
    },
    {
      name: 'ads.v_impressions',
      sql: `SELECT r.imp_id, r.ts AS shown_at, r.ctry AS country, r.plc AS placement, r.fmt AS ad_format, p.floor_group, r.os AS os_name,
        r.sdk AS sdk_version, r.dev AS device, r.view_ms, r.cost AS cost_usd, r.deal AS deal_id, r.ctx AS context, r.ivt AS invalid_traffic
        FROM ads_raw.imp_log r LEFT JOIN ads.price_floor p ON p.fmt = r.fmt AND r.ts::DATE BETWEEN p.from_day AND p.to_day`,
      filter: `r.ivt = 'N'`,
      view: true,
    },
  ],
  roles: {
    id: { ...same('imp_id'), sort: 'text' },
    time: { ...kept('shown_at', 'ts'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: null,
    dims: [{ ...kept('country', 'ctry'), values: countries }, format, system, placement],
    version: sdk,
    who: kept('device', 'dev'),
    measures: [
      { ...same('view_ms'), scale: 'duration' },
      { ...kept('cost_usd', 'cost'), scale: 'money' },
    ],
    texts: [kept('context', 'ctx')],
    optional: [kept('deal_id', 'deal')],
    code: null,
    lookup: null,
    history: {
      table: 'ads.price_floor',
      key: format,
      keyThere: 'fmt',
      from: 'from_day',
      to: 'to_day',
      brings: [kept('floor_group', null)],
      strict: false,
    },
    hidden: { column: kept('invalid_traffic', 'ivt'), value: 'Y' },
    parts: null,
    currency: null,
    credits: null,
  },
}
