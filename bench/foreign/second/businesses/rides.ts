import { same, type Business } from '../../business.ts'
import { pick, plusDays, releases, spread, u } from '../../sql.ts'
import { dayText, drawn, mix } from './mix.ts'

const cities = ['SAO', 'RIO', 'BHZ', 'CWB', 'POA', 'REC', 'SSA', 'FOR'] as const
const service = mix(same('svc_typ'), [
  ['X', 61],
  ['MOTO', 22],
  ['COMFORT', 13],
  ['BLACK', 4],
])
const payment = mix(same('pay_mth'), [
  ['pix', 44],
  ['card', 37],
  ['cash', 14],
  ['voucher', 5],
])
const status = mix(same('sts_cd'), [
  ['DONE', 88],
  ['CNCL_RDR', 8],
  ['CNCL_DRV', 4],
])
const zone = mix(
  same('pu_zn'),
  Array.from({ length: 36 }, (_, index) => [`Z${String(index + 1).padStart(2, '0')}`, 40 / (2 + index)]),
)
const total = { ...same('tot_c'), scale: 'money' } as const

export const rides: Business = {
  name: 'rides',
  zone: 'America/Sao_Paulo',
  start: '2026-03-09',
  days: [46, 56],
  rows: [165_000, 190_000],
  rhythm: {
    week: [0.8, 0.8, 0.85, 0.95, 1.3, 1.5, 1.1],
    hours: [7, 6, 4.5, 3, 1.6, 1.2, 1.8, 3, 3.4, 2.6, 2.2, 2.2, 2.8, 2.8, 2.4, 2.4, 2.8, 4, 5, 5.4, 5.6, 6.4, 7.4, 7.6],
    trend: 0.1,
    noise: 0.04,
  },
  segments: cities.map((city, index) => [city, 20 / (1 + index * 0.6)]),
  landing: 'ops.trp_fct',
  watched: 'ops.trp_fct',
  tables: first => [
    {
      name: 'ops.trp_fct',
      sql: `SELECT *, amt_c + tip_c AS tot_c FROM (SELECT md5(concat('trp', g))::UUID AS trp_id, t AT TIME ZONE 'America/Sao_Paulo' AS req_ts,
        seg AS cty_cd, ${drawn(service)}, ${drawn(payment)}, ${drawn(status)}, ${drawn(zone)},
        'D' || lpad((pow(${u('drv')}, 1.4) * 4300)::INT::VARCHAR, 5, '0') AS drv_id, round(${spread('dist', 6.2, 0.7)}, 2) AS dist_km,
        round(${spread('dist', 6.2, 0.7)} * (110 + 60 * ${u('jam')}))::INTEGER AS dur_s,
        (420 + ${spread('dist', 6.2, 0.7)} * (190 + 40 * ${u('surge')}))::INTEGER AS amt_c,
        CASE WHEN ${u('tip?')} < 0.3 THEN (${spread('tip', 350, 0.6)})::INTEGER ELSE 0 END AS tip_c,
        CASE WHEN ${u('promo?')} < 0.22 THEN 'PR' || (${u('promo')} * 60)::INT END AS prm_cd,
        CASE WHEN ${u('cmt?')} < 0.15 THEN ${pick('cmt', [
          ['motorista educado, carro limpo', 5],
          ['demorou para chegar', 3],
          ['não ligou o ar-condicionado', 2],
        ])} || ' #' || (${u('cmtn')} * 5000)::INT END AS rdr_cmt,
        ${dayText('ins', 92, 400)} AS ins_exp_dt, ${releases('app', '9.14.0', [
          { version: '9.15.0', from: plusDays(first, 12), days: 22 },
          { version: '9.16.0', from: plusDays(first, 33), days: 40 },
        ])} AS app_ver, t + to_seconds((900 * pow(${u('ld')}, 3))::BIGINT + 5) AS ld_ts FROM grain)`,
    },
    {
      name: 'ops.drv_shf',
      sql: `SELECT day AS shf_dt, seg AS cty_cd, count(*) // 11 AS drv_cnt FROM grain GROUP BY ALL`,
    },
  ],
  roles: {
    id: { ...same('trp_id'), sort: 'uuid' },
    time: { ...same('req_ts'), kind: 'timestamptz', sourceKind: 'timestamptz' },
    loaded: same('ld_ts'),
    dims: [{ ...same('cty_cd'), values: cities }, service, payment, status, zone],
    version: { ...same('app_ver'), values: ['9.14.0', '9.15.0', '9.16.0'] },
    who: same('drv_id'),
    measures: [total, { ...same('dist_km'), scale: 'length' }, { ...same('dur_s'), scale: 'duration' }],
    texts: [same('rdr_cmt')],
    optional: [same('prm_cd')],
    dates: [same('ins_exp_dt')],
    code: null,
    lookup: null,
    history: null,
    hidden: { column: same('sts_cd'), value: 'VOID' },
    parts: { total, net: { ...same('amt_c'), scale: 'money' }, other: { ...same('tip_c'), scale: 'money' } },
    currency: null,
    credits: null,
  },
}
