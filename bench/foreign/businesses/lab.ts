import { kept, office, same, type Business } from '../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../sql.ts'

const tests = [
  ['GLU', 'Glucose', 'Chemistry', 26],
  ['CRP', 'C-reactive protein', 'Chemistry', 20],
  ['HGB', 'Haemoglobin', 'Haematology', 22],
  ['TSH', 'Thyrotropin', 'Hormones', 12],
  ['VITD', 'Vitamin D (25-OH)', 'Hormones', 9],
] as const
const test = { ...kept('analyte_code', 'ana'), values: tests.map(([code]) => code) }

export const lab: Business = {
  name: 'lab',
  zone: 'UTC',
  start: '2026-03-02',
  days: [50, 58],
  rows: [40_000, 55_000],
  rhythm: { week: [1.2, 1.15, 1.1, 1.1, 1.05, 0.35, 0.2], hours: office, trend: 0.04, noise: 0.035 },
  segments: tests.map(([code, , , weight]) => [code, weight]),
  landing: 'lims.result_in',
  watched: 'dm.results',
  tables: first => [
    {
      name: 'dm.analyte',
      sql: values(
        ['analyte_code', 'analyte', 'department'],
        tests.map(([a, b, c]) => [a, b, c]),
      ),
    },
    {
      name: 'dm.sites_register',
      sql: values(
        ['site', 'opened_on', 'closed_on'],
        ['Porto', 'Braga', 'Évora', 'Faro'].map(site => [site, plusDays(first, -900), null]),
      ),
    },
    {
      name: 'lims.result_in',
      sql: `SELECT 3100000 + i AS res_id, t AS val_ts, seg AS ana, 'L' || lpad((i % 90000)::VARCHAR, 6, '0') AS sample_no,
        ${pick('site', [
          ['Porto', 38],
          ['Braga', 26],
          ['Évora', 20],
          ['Faro', 16],
        ])} AS site,
        ${pick('instr', [
          ['AU-01', 30],
          ['AU-02', 28],
          ['CO-11', 24],
          ['CO-12', 18],
        ])} AS instr,
        ${pick('prio', [
          ['routine', 82],
          ['urgent', 14],
          ['stat', 4],
        ])} AS prio,
        ${pick('rst', [
          ['final', 86],
          ['preliminary', 5],
          ['cancelled', 9],
        ])} AS rst,
        CASE WHEN ${u('val?')} < 0.985 THEN round(${spread('val', 14, 0.3)}, 2) END AS val, round(${spread('tat', 96, 0.4)})::INTEGER AS tat_min,
        round(${spread('fee', 11, 0.25)} * 0.81, 2) AS net_fee, round(${spread('fee', 11, 0.25)} * 0.19, 2) AS vat_fee,
        round(${spread('fee', 11, 0.25)} * 0.81, 2) + round(${spread('fee', 11, 0.25)} * 0.19, 2) AS total_fee,
        'MD' || lpad((${u('doc')} * 420)::INT::VARCHAR, 4, '0') AS physician,
        ${releases('fw', 'fw5', [{ version: 'fw6', from: plusDays(first, 17), days: 7 }])} AS fw,
        CASE WHEN ${u('cm?')} < 0.25 THEN ${pick('cm', [
          ['amostra hemolisada, repetição não necessária', 3],
          ['confirmed by second run', 3],
          ['doente em jejum', 2],
        ])} || ' / ' || (${u('cmn')} * 700)::INT END AS comment,
        CASE WHEN ${u('ward?')} < 0.8 THEN 'W' || (${u('ward')} * 30)::INT END AS ward, t + to_seconds((60 + 600 * ${u('lag')})::BIGINT) AS load_ts FROM grain`,
    },
    {
      name: 'dm.results',
      sql: `SELECT r.res_id AS result_id, r.val_ts AS validated_at, r.ana AS analyte_code, a.analyte, a.department, r.sample_no, r.site, r.instr AS instrument,
        r.prio AS urgency, r.rst AS result_state, r.val AS result_value, r.tat_min AS turnaround_min, r.net_fee, r.vat_fee AS vat, r.total_fee,
        r.physician AS ordering_physician, r.fw AS firmware, r.comment AS remark, r.ward, r.load_ts AS loaded_at
        FROM lims.result_in r LEFT JOIN dm.analyte a ON a.analyte_code = r.ana`,
      filter: `r.rst <> 'cancelled'`,
    },
  ],
  roles: {
    id: { ...kept('result_id', 'res_id'), sort: 'number' },
    time: { ...kept('validated_at', 'val_ts'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: kept('loaded_at', 'load_ts'),
    dims: [
      test,
      { ...same('site'), values: ['Porto', 'Braga', 'Évora', 'Faro'] },
      { ...kept('instrument', 'instr'), values: ['AU-01', 'AU-02', 'CO-11', 'CO-12'] },
      { ...kept('urgency', 'prio'), values: ['routine', 'urgent'] },
      { ...kept('department', null), values: ['Chemistry', 'Haematology', 'Hormones'] },
    ],
    version: { ...kept('firmware', 'fw'), values: ['fw5', 'fw6'] },
    who: kept('ordering_physician', 'physician'),
    measures: [
      { ...kept('result_value', 'val'), scale: 'weight' },
      { ...kept('turnaround_min', 'tat_min'), scale: 'duration' },
      { ...same('total_fee'), scale: 'money' },
    ],
    texts: [kept('remark', 'comment')],
    optional: [same('ward'), kept('result_value', 'val')],
    code: null,
    lookup: {
      table: 'dm.analyte',
      key: test,
      keyThere: 'analyte_code',
      brings: [kept('analyte', null), kept('department', null)],
    },
    history: null,
    hidden: { column: kept('result_state', 'rst'), value: 'cancelled' },
    parts: {
      total: { ...same('total_fee'), scale: 'money' },
      net: { ...same('net_fee'), scale: 'money' },
      other: { ...kept('vat', 'vat_fee'), scale: 'money' },
    },
    currency: null,
    credits: null,
  },
}
