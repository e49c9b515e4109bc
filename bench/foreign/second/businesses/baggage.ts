import { same, type Business } from '../../business.ts'
import { pick, plusDays, releases, spread, u } from '../../sql.ts'
import { dayText, drawn, longTail, mix } from './mix.ts'

const airports = ['DOH', 'AUH', 'MCT', 'KWI', 'BAH', 'SLL', 'RUH'] as const
const event = mix(same('evt_cd'), [
  ['CHKIN', 24],
  ['SCRN', 22],
  ['SORT', 21],
  ['LOAD', 17],
  ['ARR', 10],
  ['CLAIM', 6],
])
const airline = mix(
  same('al_cd'),
  longTail(['QR', 'EY', 'GF', 'WY', 'SV', 'EK', 'KU', 'TK', 'LH', 'BA', 'AI', '6E', 'PC', 'J9', 'XY', 'FZ'], 0.45),
)
const belt = mix(
  same('blt_no'),
  longTail(
    Array.from({ length: 24 }, (_, index) => `B${String(index + 1).padStart(3, '0')}`),
    0.1,
  ),
)
const status = mix(same('bag_sts'), [
  ['ok', 93],
  ['rush', 4],
  ['oversize', 3],
])

export const baggage: Business = {
  name: 'baggage',
  zone: 'UTC',
  start: '2026-08-03',
  days: [38, 48],
  rows: [215_000, 250_000],
  rhythm: {
    week: [0.95, 0.9, 0.92, 1.15, 1.15, 1, 0.98],
    hours: [6.5, 7, 7.5, 6.5, 5, 3.5, 3, 4, 4.6, 4.2, 3.4, 2.8, 2.4, 2.4, 2.8, 3.4, 3.6, 3.8, 4, 4.2, 4.6, 5, 5.6, 6],
    trend: 0.04,
    noise: 0.03,
  },
  segments: airports.map((airport, index) => [airport, 24 / (1 + index * 0.45)]),
  landing: 'bhs.bag_evt',
  watched: 'bhs.bag_evt',
  tables: first => [
    {
      name: 'bhs.bag_evt',
      sql: `SELECT 'BE' || lpad(i::VARCHAR, 10, '0') AS evt_id, strftime(t, '%Y-%m-%dT%H:%M:%S') AS evt_ts, seg AS arpt_cd, ${drawn(event)},
        ${drawn(airline)}, ${drawn(belt)}, ${drawn(status)}, 'SCN' || lpad((${u('scn')} * 420)::INT::VARCHAR, 4, '0') AS scn_id,
        round(${spread('wgt', 17.4, 0.32)}, 1) AS wgt_kg, round(${spread('trns', 412, 0.7)})::INTEGER AS trns_s, (${u('pcs')} * 3 + 1)::INTEGER AS pcs,
        CASE WHEN ${u('exc?')} < 0.07 THEN 'EX' || (10 + ${u('exc')} * 30)::INT END AS exc_cd,
        CASE WHEN ${u('rmk?')} < 0.16 THEN ${pick('rmk', [
          ['tag torn, re-printed at transfer desk ', 4],
          ['heavy, two handlers ', 3],
          ['customs hold ', 1],
        ])} || (${u('rmkn')} * 4000)::INT END AS rmk, ${dayText('fl', 95, 3)} AS flt_dt, ${releases('fw', 'fw2.6', [
          { version: 'fw2.7', from: plusDays(first, 15), days: 45 },
        ])} AS scn_fw, t + to_seconds((1500 * pow(${u('ld')}, 2))::BIGINT + 2) AS ld_ts FROM grain`,
    },
    {
      name: 'bhs.flt_sched',
      sql: `SELECT day AS flt_dt, seg AS arpt_cd, count(*) // 130 AS dep_cnt FROM grain GROUP BY ALL`,
    },
  ],
  roles: {
    id: { ...same('evt_id'), sort: 'text' },
    time: { ...same('evt_ts'), kind: 'text', sourceKind: 'text' },
    loaded: same('ld_ts'),
    dims: [{ ...same('arpt_cd'), values: airports }, event, airline, belt, status],
    version: { ...same('scn_fw'), values: ['fw2.6', 'fw2.7'] },
    who: same('scn_id'),
    measures: [
      { ...same('wgt_kg'), scale: 'weight' },
      { ...same('trns_s'), scale: 'duration' },
    ],
    texts: [same('rmk')],
    optional: [same('exc_cd')],
    dates: [same('flt_dt')],
    code: belt,
    lookup: null,
    history: null,
    hidden: null,
    parts: null,
    currency: null,
    credits: null,
  },
}
