import type { Base, Roles } from '../base.ts'
import { attributes, eventsStatements } from './eventsSql.ts'
import { dayMonth, made, scaled, sumOf } from './make.ts'

const booked = dayMonth('booked_text')

const roles: Roles = {
  fillings: [
    {
      column: 'latency_ms',
      value: '9999',
      where: 'true',
      metrics: [
        { kind: 'average', column: 'latency_ms' },
        { kind: 'maximum', column: 'latency_ms' },
      ],
    },
    { column: 'dwell_s', value: '0', where: 'true', metrics: sumOf('dwell_s') },
    {
      column: 'referrer',
      value: "'null'",
      where: 'referrer IS NULL',
      metrics: [
        { kind: 'nullRate', column: 'referrer' },
        { kind: 'distinctCount', column: 'referrer' },
      ],
    },
    {
      column: 'audience_no',
      value: '0',
      where: 'audience_no IS NULL',
      metrics: [{ kind: 'nullRate', column: 'audience_no' }],
    },
  ],
  recodings: [
    { column: 'outcome', from: 'skipped', to: 'SKP' },
    { column: 'placement', from: 'sidebar', to: 'rail' },
    { column: 'platform', from: 'web', to: 'browser' },
  ],
  newValues: [
    { column: 'placement', value: 'rewarded' },
    { column: 'country', value: 'PT' },
    { column: 'outcome', value: 'replayed' },
    { column: 'gateway', value: 'gw-east' },
  ],
  words: ['city', 'placement', 'outcome', 'creative_format', 'creative_advertiser'],
  longTexts: [{ column: 'user_agent', length: 20 }],
  accented: ['city', 'creative_advertiser'],
  formats: [
    {
      column: 'booked_text',
      written: booked.written,
      parsed: { column: 'booked_on', sql: booked.parsed },
      metrics: [
        { kind: 'nullRate', column: 'booked_on' },
        { kind: 'distinctCount', column: 'booked_text' },
      ],
    },
    {
      column: 'panel',
      written: "replace(panel, 'panel-', 'P')",
      parsed: null,
      list: true,
      metrics: [
        { kind: 'distinctCount', column: 'panel' },
        { kind: 'share', where: { column: 'panel', operator: '=', value: 'panel-05' } },
      ],
    },
  ],
  swaps: [
    {
      columns: ['latitude', 'longitude'],
      metrics: [
        { kind: 'average', column: 'latitude' },
        { kind: 'average', column: 'longitude' },
        { kind: 'minimum', column: 'latitude' },
      ],
    },
    {
      columns: ['placement', 'platform', 'outcome'],
      metrics: [
        { kind: 'distinctCount', column: 'placement' },
        { kind: 'share', where: { column: 'outcome', operator: '=', value: 'viewed' } },
      ],
    },
  ],
  units: [
    { factor: 1000, metrics: sumOf('dwell_s'), set: scaled(['dwell_s']) },
    {
      factor: 100,
      metrics: sumOf('billed'),
      set: scaled(['slot_price', 'media_cost', 'agency_fee', 'billed', 'billed_eur'], {
        column: 'billed_text',
        of: 'billed',
      }),
    },
  ],
  numberText: { column: 'billed', text: 'billed_text' },
  signed: {
    set: {
      media_cost: '-media_cost',
      agency_fee: '-agency_fee',
      billed: '-billed',
      billed_eur: '-billed_eur',
      billed_text: '(-billed)::VARCHAR',
    },
    column: 'billed',
    by: { column: 'entry', value: 'reversal' },
  },
  precise: [
    {
      set: { dwell_s: 'floor(dwell_s)' },
      column: 'dwell_s',
      metrics: [
        { kind: 'average', column: 'dwell_s' },
        { kind: 'distinctCount', column: 'dwell_s' },
      ],
    },
    {
      set: { latency_ms: 'least(latency_ms, 127)' },
      column: 'latency_ms',
      metrics: [
        { kind: 'maximum', column: 'latency_ms' },
        { kind: 'average', column: 'latency_ms' },
      ],
    },
    {
      set: { event_key: '(event_key::FLOAT)::BIGINT' },
      column: 'event_key',
      metrics: [
        { kind: 'duplicateRate', columns: ['event_key'] },
        { kind: 'distinctCount', column: 'event_key' },
      ],
    },
  ],
  outliers: ['dwell_s', 'billed', 'latency_ms'],
  definitions: [
    { set: { billed: 'media_cost', billed_text: 'media_cost::VARCHAR' }, column: 'billed', metrics: sumOf('billed') },
    { set: { media_cost: 'media_cost + agency_fee' }, column: 'media_cost', metrics: sumOf('media_cost') },
  ],
  currency: {
    column: 'currency',
    converted: 'billed_eur',
    paid: 'billed',
    rates: { GBP: 1.16, SEK: 0.089, PLN: 0.235 },
  },
  counted: { entity: 'panel', column: 'watched_s' },
  testers: [
    {
      set: {
        user_agent: "'qa-suite/1.0'",
        visitor_id: "'qa-0' || event_id % 3",
        client_ip: "'127.0.0.1'",
        converted: '0',
        slots: '1',
        slot_price: '0',
        media_cost: '0',
        agency_fee: '0',
        billed: '0',
        billed_text: "'0'",
        billed_eur: '0',
        entry: "'spend'",
      },
      marks: [
        { column: 'user_agent', value: 'qa-suite/1.0' },
        { column: 'client_ip', value: '127.0.0.1' },
      ],
    },
  ],
  bots: {
    set: {
      user_agent: "'python-requests/2.31'",
      client_ip: "'185.220.101.' || event_id % 4",
      converted: '0',
      outcome: "'clicked'",
      slots: '1',
      slot_price: '0',
      media_cost: '0',
      agency_fee: '0',
      billed: '0',
      billed_text: "'0'",
      billed_eur: '0',
      entry: "'spend'",
      dwell_s: '0.2',
    },
    who: 'visitor_id',
    named: number => `'v9' || lpad((${number})::VARCHAR, 5, '0')`,
    name: number => `v9${String(number).padStart(5, '0')}`,
    marks: [{ column: 'user_agent', value: 'python-requests/2.31' }],
    metrics: [
      { kind: 'rowCount' },
      { kind: 'average', column: 'dwell_s' },
      { kind: 'share', where: { column: 'outcome', operator: '=', value: 'clicked' } },
    ],
  },
  filterable: ['consent', 'referrer', 'audience_no'],
}

export const events: Base = {
  name: 'events',
  table: 'ad_events',
  time: 'happened_at',
  loaded: 'received_at',
  id: 'event_id',
  key: 'event_key',
  fresh: step => `event_key + ${step}00000000000`,
  idStep: 10_000_000,
  firstDay: '2025-08-12',
  days: 24,
  end: '2025-09-09',
  holidays: ['2025-08-15'],
  amount: 'billed',
  dimensions: {
    gateway: ['gw-north', 'gw-south', 'gw-west', 'gw-lab'],
    country: ['DE', 'FR', 'ES', 'PL', 'GB', 'SE'],
    placement: ['feed', 'story', 'search', 'sidebar'],
    platform: ['android', 'ios', 'web'],
    creative_format: ['banner', 'video', 'native', 'audio'],
  },
  feeds: ['gateway', 'country', 'platform'],
  file: {
    column: 'chunk',
    values: ['gw-north', 'gw-south', 'gw-west'].flatMap(gateway =>
      [1, 2, 3, 4].map(shard => `${gateway}.part${shard}`),
    ),
  },
  client: {
    column: 'app_build',
    holds: { column: 'platform', value: 'ios' },
    versions: ['12.5', '12.6-rc2', '13.0'],
    fields: ['consent', 'referrer', 'audience_no'],
  },
  gaps: ['consent', 'referrer', 'audience_no'],
  lookup: {
    key: 'creative_code',
    table: 'creatives',
    tableKey: 'creative_code',
    beyond: "lpad((42500 + hash(creative_code) % 9000)::VARCHAR, 8, '0')",
    attributes,
    group: { column: 'creative_format', tableColumn: 'format', values: ['banner', 'video', 'native', 'audio'] },
    twin: {
      column: 'creative_seconds',
      tableColumn: 'seconds',
      other: seconds => `(5 + (${seconds} + 15) % 60)`,
      since: 'approved_on',
    },
  },
  versions: null,
  raw: { table: 'raw_events', deleted: 'false', restored: null },
  siblings: [{ table: 'heartbeats', time: 'beat_at' }],
  roles,
  controls: [
    { kind: 'rowCount' },
    { kind: 'sum', column: 'billed' },
    { kind: 'nullRate', column: 'referrer' },
    { kind: 'average', column: 'dwell_s' },
    { kind: 'distinctCount', column: 'creative_code' },
    { kind: 'duplicateRate', columns: ['event_key'] },
    { kind: 'freshness' },
    { kind: 'share', where: { column: 'outcome', operator: '=', value: 'skipped' } },
    { kind: 'maximum', column: 'latency_ms' },
  ],
  make: made(eventsStatements),
}
