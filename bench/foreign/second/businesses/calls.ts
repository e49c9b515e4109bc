import { kept, office, same, type Business } from '../../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../../sql.ts'
import { drawn, mix } from './mix.ts'

const queues = [
  ['017', 'Billing', 'Cork'],
  ['021', 'Moving home', 'Cork'],
  ['034', 'Faults', 'Leeds'],
  ['040', 'Sales', 'Leeds'],
  ['055', 'Complaints', 'Tunis'],
  ['068', 'Retention', 'Tunis'],
] as const
const skill = { ...kept('skill_code', 'skill'), values: queues.map(([code]) => code) }
const language = mix(kept('caller_language', 'lang'), [
  ['English', 55],
  ['Français', 17],
  ['Español', 14],
  ['Türkçe', 8],
  ['Português', 6],
])
const reason = mix(kept('contact_reason', 'reason'), [
  ['bill & payment', 36],
  ['no service', 25],
  ['change of plan', 22],
  ['"where is my order"', 11],
  ['other', 6],
])
const line = mix(kept('line_type', 'line'), [
  ['mobile', 64],
  ['landline', 25],
  ['web call', 11],
])
const ending = mix(kept('ending', 'end_cd'), [
  ['handled', 76],
  ['abandoned', 11],
  ['transferred', 8],
  ['in IVR', 5],
])
const cost = { ...kept('cost_gbp', 'cost'), scale: 'money', asText: true } as const

export const calls: Business = {
  name: 'calls',
  zone: 'UTC',
  start: '2026-02-09',
  days: [76, 90],
  rows: [105_000, 125_000],
  rhythm: { week: [1.35, 1.15, 1.05, 1, 0.95, 0.15, 0], hours: office, trend: 0.08, noise: 0.045 },
  segments: queues.map(([code], index) => [code, [30, 12, 24, 16, 10, 8][index] ?? 8]),
  landing: 'landing.call_leg',
  watched: 'cc.calls',
  tables: first => [
    { name: 'cc.queue_dim', sql: values(['skill', 'queue', 'site'], queues) },
    {
      name: 'cc.rate_card',
      sql: `SELECT line, rate_group, since::DATE AS since, until::DATE AS until FROM (${values(
        ['line', 'rate_group', 'since', 'until'],
        line.values.flatMap((one, index) => [
          [one, `R${index + 1} old`, plusDays(first, -300), plusDays(first, -8)],
          [one, `R${index + 1}`, plusDays(first, -7), '9999-12-31'],
        ]),
      )})`,
    },
    {
      name: 'landing.call_leg',
      sql: `SELECT 600000 + i AS leg_no, t AS ring_ts, seg AS skill, ${drawn(language)}, ${drawn(reason)}, ${drawn(line)}, ${drawn(ending)},
        round(${spread('wait', 64, 0.9)})::INTEGER AS wait_s, round(${spread('talk', 310, 0.7)})::INTEGER AS talk_s,
        round(0.4 + ${spread('talk', 310, 0.7)} * 0.011, 2)::VARCHAR AS cost, 'AG-' || (200 + ${u('agent')} * 90)::INT AS agent_no,
        CASE WHEN ${u('ctr?')} < 0.8 THEN 'K' || lpad((${u('ctr')} * 40000)::INT::VARCHAR, 7, '0') END AS contract_no,
        CASE WHEN ${u('note?')} < 0.45 THEN ${pick('note', [
          ['Customer asks for a call back after ', 4],
          ['Explained the bill line by line, case ', 4],
          ['Router restarted twice, ticket ', 3],
        ])} || (${u('noten')} * 9000)::INT END AS wrap_note,
        ${releases('dial', 'cti 12', [{ version: 'cti 13', from: plusDays(first, 24), days: 80 }])} AS cti,
        t + to_seconds((300 * ${u('ld')})::BIGINT + ${spread('talk', 310, 0.7)}::BIGINT) AS stored_ts FROM grain`,
    },
    {
      name: 'cc.calls',
      sql: `SELECT r.leg_no AS call_no, r.ring_ts AS rang_at, r.skill AS skill_code, q.queue, q.site, r.lang AS caller_language, r.reason AS contact_reason,
        r.line AS line_type, c.rate_group, r.end_cd AS ending, r.wait_s, r.talk_s, TRY_CAST(r.cost AS DECIMAL(12, 2))::DOUBLE AS cost_gbp,
        r.agent_no, r.contract_no, r.wrap_note, r.cti AS cti_release, r.stored_ts AS stored_at FROM landing.call_leg r
        LEFT JOIN cc.queue_dim q ON q.skill = r.skill LEFT JOIN cc.rate_card c ON c.line = r.line AND r.ring_ts::DATE BETWEEN c.since AND c.until`,
      filter: `r.end_cd <> 'in IVR'`,
    },
  ],
  roles: {
    id: { ...kept('call_no', 'leg_no'), sort: 'number' },
    time: { ...kept('rang_at', 'ring_ts'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: kept('stored_at', 'stored_ts'),
    dims: [skill, language, reason, line],
    version: { ...kept('cti_release', 'cti'), values: ['cti 12', 'cti 13'] },
    who: same('agent_no'),
    measures: [{ ...same('talk_s'), scale: 'duration' }, { ...same('wait_s'), scale: 'duration' }, cost],
    texts: [same('wrap_note')],
    optional: [same('contract_no')],
    code: skill,
    lookup: {
      table: 'cc.queue_dim',
      key: skill,
      keyThere: 'skill',
      brings: [kept('queue', null), kept('site', null)],
    },
    history: {
      table: 'cc.rate_card',
      key: line,
      keyThere: 'line',
      from: 'since',
      to: 'until',
      brings: [kept('rate_group', null)],
      strict: false,
    },
    hidden: { column: kept('ending', 'end_cd'), value: 'in IVR' },
    parts: null,
    currency: null,
    credits: null,
  },
}
