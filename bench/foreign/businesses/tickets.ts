import { office, same, type Business } from '../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../sql.ts'

const countries = ['DE', 'AT', 'CH', 'FR', 'ES', 'NL'] as const
const topics = ['Zugang gesperrt', 'Rechnung prüfen', 'Störung gemeldet', 'Kündigung', 'Überweisung fehlt'] as const

export const tickets: Business = {
  name: 'tickets',
  zone: 'Europe/Berlin',
  start: '2026-05-18',
  days: [50, 60],
  rows: [34_000, 44_000],
  rhythm: { week: [1.5, 1.25, 1.15, 1.1, 1, 0.3, 0.22], hours: office, trend: 0.1, noise: 0.06 },
  segments: countries.map((country, index) => [country, [40, 14, 12, 14, 11, 9][index] ?? 9]),
  landing: 'support.tickets',
  watched: 'support.tickets',
  tables: first => [
    {
      name: 'support.agents',
      sql: values(
        ['agent_id', 'name', 'team'],
        Array.from({ length: 60 }, (_, index) => [
          index + 101,
          `Agent ${index + 1}`,
          ['Nord', 'Mitte', 'Partner'][index % 3] ?? '',
        ]),
      ),
      key: 'agent_id',
    },
    {
      name: 'support.tickets',
      sql: `SELECT 900000 + i AS ticket_id, t AT TIME ZONE 'Europe/Berlin' AS opened_at, seg AS country,
        ${pick('channel', [
          ['email', 42],
          ['chat', 28],
          ['phone', 22],
          ['web form', 8],
        ])} AS channel,
        ${pick('priority', [
          ['P3', 60],
          ['P2', 28],
          ['P1', 9],
          ['P4', 3],
        ])} AS priority,
        ${pick('product', [
          ['Cloud Drive', 40],
          ['Mail', 35],
          ['Domains', 15],
          ['Büro-Paket', 10],
        ])} AS product,
        ${pick(
          'topic',
          topics.map((topic, index) => [topic, 9 - index]),
        )} AS topic,
        ${pick('state', [
          ['solved', 70],
          ['closed', 16],
          ['waiting for customer', 6],
          ['open', 8],
        ])} AS state,
        (101 + ${u('agent')} * 59)::INTEGER AS agent_id, 'K-' || lpad((pow(${u('cust')}, 1.4) * 5200)::INT::VARCHAR, 6, '0') AS customer_no,
        round(${spread('reply', 34, 0.8)}, 1) AS first_reply_min, round(${spread('handle', 17, 0.5)}, 1) AS handling_min,
        CASE WHEN ${u('csat?')} < 0.38 THEN 1 + (pow(${u('csat')}, 0.5) * 4)::INTEGER END AS csat, round(${spread('cost', 6.4, 0.3)}, 2) AS cost_eur,
        '[' || ${pick('prod', [
          ['CD', 40],
          ['ML', 35],
        ])} || '] ' || ${pick(
          'topic',
          topics.map((topic, index) => [topic, 9 - index]),
        )} || ' seit ' || (1 + ${u('since')} * 400)::INT || ' Tagen, bitte um Rückruf' AS subject,
        ${releases('app', '11.0', [
          { version: '11.1', from: plusDays(first, 10), days: 5 },
          { version: '11.2', from: plusDays(first, 26), days: 7 },
        ])} AS client_version,
        ${u('esc')} < 0.07 AS escalated, NULL::TIMESTAMP AS deleted_at FROM grain`,
      key: 'ticket_id',
    },
    {
      name: 'support.calls',
      sql: `SELECT i AS call_id, t AT TIME ZONE 'Europe/Berlin' AS called_at, seg AS country, round(${spread('call', 240, 0.6)}) AS seconds FROM grain WHERE ${u('calls')} < 0.25`,
    },
  ],
  roles: {
    id: { ...same('ticket_id'), sort: 'number' },
    time: { ...same('opened_at'), kind: 'timestamptz', sourceKind: 'timestamptz' },
    loaded: null,
    dims: [
      { ...same('country'), values: countries },
      { ...same('channel'), values: ['email', 'chat', 'phone', 'web form'] },
      { ...same('priority'), values: ['P3', 'P2', 'P1', 'P4'] },
      { ...same('product'), values: ['Cloud Drive', 'Mail', 'Domains', 'Büro-Paket'] },
      { ...same('topic'), values: topics },
    ],
    version: { ...same('client_version'), values: ['11.0', '11.1', '11.2'] },
    who: same('customer_no'),
    measures: [
      { ...same('first_reply_min'), scale: 'duration' },
      { ...same('handling_min'), scale: 'duration' },
      { ...same('cost_eur'), scale: 'money' },
    ],
    texts: [same('subject')],
    optional: [same('csat'), same('agent_id')],
    code: null,
    lookup: null,
    history: null,
    hidden: { column: same('deleted_at'), value: '' },
    parts: null,
    currency: null,
    credits: null,
  },
}
