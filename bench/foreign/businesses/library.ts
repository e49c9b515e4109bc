import { day, kept, same, type Business } from '../business.ts'
import { pick, releases, plusDays, spread, u, values } from '../sql.ts'

const branches = [
  ['001', 'Central', 'Centre', 34],
  ['007', 'Harbour', 'Docks', 20],
  ['012', 'Saint-André', 'West', 16],
  ['031', 'Old Mill', 'West', 12],
  ['044', 'Brücke', 'Docks', 10],
] as const
const branch = { ...kept('branch_code', 'br'), values: branches.map(([code]) => code) }

export const library: Business = {
  name: 'library',
  zone: 'UTC',
  start: '2026-01-12',
  days: [68, 80],
  rows: [46_000, 60_000],
  rhythm: { week: [0.8, 1, 1.05, 1, 1.1, 1.5, 0.35], hours: day, trend: -0.05, noise: 0.05 },
  segments: branches.map(([code, , , weight]) => [code, weight]),
  landing: 'src_loan',
  watched: 'f_loan',
  tables: first => [
    {
      name: 'd_branch',
      sql: values(
        ['branch_code', 'branch_name', 'quarter'],
        branches.map(([a, b, c]) => [a, b, c]),
      ),
    },
    {
      name: 'd_opening_hours',
      sql: `SELECT b.branch_code, wd AS weekday, CASE WHEN wd = 7 THEN 'reduced' ELSE 'regular' END AS hours FROM d_branch b, range(1, 8) r (wd)`,
    },
    {
      name: 'src_loan',
      sql: `SELECT 70000000 + i AS loan_no, strftime(t, '%Y-%m-%dT%H:%M:%S') AS lent, seg AS br,
        ${pick('media', [
          ['book', 58],
          ['DVD', 14],
          ['audiobook', 11],
          ['magazine', 9],
          ['board game', 8],
        ])} AS media,
        ${pick('group', [
          ['adult', 52],
          ['child', 28],
          ['student', 14],
          ['senior', 6],
        ])} AS reader_group,
        ${pick('desk', [
          ['self-service', 63],
          ['counter', 30],
          ['app', 7],
        ])} AS desk,
        ${pick('st', [
          ['returned', 62],
          ['on loan', 24],
          ['overdue', 5],
          ['reserved', 9],
        ])} AS st,
        'R' || lpad((pow(${u('reader')}, 1.3) * 7400)::INT::VARCHAR, 6, '0') AS reader_no,
        round(${spread('days', 19, 0.35)})::INTEGER AS days, round(${spread('fee', 0.9, 0.5)}, 2) AS fee,
        round(${spread('pages', 280, 0.5)})::INTEGER AS pages,
        'The ' || ${pick('t1', [
          ['long', 3],
          ['silent', 3],
          ['last', 2],
          ['hidden', 2],
        ])} || ' ' || ${pick('t2', [
          ['winter of the northern islands', 3],
          ['history of salt & bread', 2],
          ['garden behind the station', 2],
        ])} || ', vol. ' || (1 + ${u('vol')} * 60)::INT AS title,
        CASE WHEN ${u('shelf?')} < 0.93 THEN 'S' || lpad((${u('shelf')} * 80)::INT::VARCHAR, 3, '0') END AS shelf,
        ${releases('kiosk', 'k1.8', [
          { version: 'k1.9', from: plusDays(first, 18), days: 10 },
          { version: 'k2.0', from: plusDays(first, 44), days: 8 },
        ])} AS kiosk FROM grain`,
    },
    {
      name: 'f_loan',
      sql: `SELECT s.loan_no, s.lent AS loaned_on, s.br AS branch_code, b.branch_name, b.quarter, s.media AS media_type, s.reader_group, s.desk AS issue_point,
        s.st AS loan_state, s.reader_no, s.days AS loan_days, s.fee AS fee_eur, s.pages, s.title, s.shelf, s.kiosk AS kiosk_sw
        FROM src_loan s LEFT JOIN d_branch b ON b.branch_code = s.br`,
      filter: `s.st <> 'reserved'`,
    },
    {
      name: 'f_visit',
      sql: `SELECT day AS visit_day, seg AS branch_code, count(*) * 3 AS visitors FROM grain GROUP BY ALL`,
    },
  ],
  roles: {
    id: { ...same('loan_no'), sort: 'number' },
    time: { ...kept('loaned_on', 'lent'), kind: 'text', sourceKind: 'text' },
    loaded: null,
    dims: [
      branch,
      { ...kept('media_type', 'media'), values: ['book', 'DVD', 'audiobook', 'magazine', 'board game'] },
      { ...same('reader_group'), values: ['adult', 'child', 'student', 'senior'] },
      { ...kept('issue_point', 'desk'), values: ['self-service', 'counter', 'app'] },
      { ...kept('branch_name', null), values: branches.map(([, name]) => name) },
    ],
    version: { ...kept('kiosk_sw', 'kiosk'), values: ['k1.8', 'k1.9', 'k2.0'] },
    who: same('reader_no'),
    measures: [
      { ...kept('loan_days', 'days'), scale: 'duration' },
      { ...kept('fee_eur', 'fee'), scale: 'money' },
      { ...same('pages'), scale: 'count' },
    ],
    texts: [same('title')],
    optional: [same('shelf')],
    code: branch,
    lookup: {
      table: 'd_branch',
      key: branch,
      keyThere: 'branch_code',
      brings: [kept('branch_name', null), kept('quarter', null)],
    },
    history: null,
    hidden: { column: kept('loan_state', 'st'), value: 'reserved' },
    parts: null,
    currency: null,
    credits: null,
  },
}
