import type { Base, Roles } from '../base.ts'
import { attributes, billingStatements, restored } from './billingSql.ts'
import { dayMonth, made, scaled, sumOf } from './make.ts'

const due = dayMonth('due_text')

const roles: Roles = {
  fillings: [
    {
      column: 'units',
      value: '-1',
      where: 'true',
      metrics: [
        { kind: 'average', column: 'units' },
        { kind: 'minimum', column: 'units' },
      ],
    },
    { column: 'cpu_hours', value: '0', where: 'true', metrics: sumOf('cpu_hours') },
    {
      column: 'purchase_order',
      value: "'none'",
      where: 'purchase_order IS NULL',
      metrics: [{ kind: 'nullRate', column: 'purchase_order' }],
    },
    {
      column: 'discount_kind',
      value: "'unknown'",
      where: 'discount_kind IS NULL',
      metrics: [
        { kind: 'nullRate', column: 'discount_kind' },
        { kind: 'distinctCount', column: 'discount_kind' },
      ],
    },
  ],
  recodings: [
    { column: 'state', from: 'open', to: 'OUTSTANDING' },
    { column: 'plan', from: 'annual', to: 'P12M' },
    { column: 'cost_centre', from: 'CC-310', to: 'CC-311' },
  ],
  newValues: [
    { column: 'plan', value: 'lifetime' },
    { column: 'processor', value: 'quikpay' },
    { column: 'state', value: 'in_escrow' },
    { column: 'country', value: 'MX' },
  ],
  words: ['plan', 'state', 'country', 'account_tier', 'cost_centre'],
  longTexts: [
    { column: 'company_name', length: 20 },
    { column: 'company_name', length: 32 },
  ],
  accented: ['contact_family', 'contact_given', 'account_owner', 'company_name'],
  formats: [
    {
      column: 'due_text',
      written: due.written,
      parsed: { column: 'due_on', sql: due.parsed },
      metrics: [
        { kind: 'nullRate', column: 'due_on' },
        { kind: 'distinctCount', column: 'due_text' },
      ],
    },
    {
      column: 'cost_centre',
      written: "replace(cost_centre, '-', '')",
      parsed: null,
      list: true,
      metrics: [{ kind: 'share', where: { column: 'cost_centre', operator: '=', value: 'CC-100' } }],
    },
  ],
  swaps: [
    {
      columns: ['contact_given', 'contact_family'],
      metrics: [
        { kind: 'distinctCount', column: 'contact_given' },
        { kind: 'share', where: { column: 'contact_given', operator: '=', value: 'Anna' } },
      ],
    },
    {
      columns: ['plan', 'state', 'entry_type'],
      metrics: [
        { kind: 'distinctCount', column: 'plan' },
        { kind: 'share', where: { column: 'plan', operator: '=', value: 'monthly' } },
      ],
    },
    { columns: ['net', 'vat'], metrics: [...sumOf('net'), ...sumOf('vat')] },
  ],
  units: [
    {
      factor: 100,
      metrics: [...sumOf('gross'), ...sumOf('unit_fee')],
      set: scaled(['unit_fee', 'net', 'vat', 'gross', 'gross_usd'], { column: 'gross_text', of: 'gross' }),
    },
    { factor: 60, metrics: sumOf('cpu_hours'), set: scaled(['cpu_hours']) },
  ],
  numberText: { column: 'gross', text: 'gross_text' },
  signed: {
    set: { net: '-net', vat: '-vat', gross: '-gross', gross_usd: '-gross_usd', gross_text: '(-gross)::VARCHAR' },
    column: 'gross',
    by: { column: 'entry_type', value: 'credit' },
  },
  precise: [
    {
      set: { cpu_hours: 'floor(cpu_hours)' },
      column: 'cpu_hours',
      metrics: [
        { kind: 'average', column: 'cpu_hours' },
        { kind: 'distinctCount', column: 'cpu_hours' },
      ],
    },
    {
      set: { charge_ref: '(charge_ref // 16) * 16' },
      column: 'charge_ref',
      metrics: [
        { kind: 'duplicateRate', columns: ['charge_ref'] },
        { kind: 'distinctCount', column: 'charge_ref' },
      ],
    },
  ],
  outliers: ['gross', 'unit_fee', 'cpu_hours'],
  definitions: [
    { set: { gross: 'net', gross_text: 'net::VARCHAR' }, column: 'gross', metrics: sumOf('gross') },
    { set: { net: 'net + vat' }, column: 'net', metrics: sumOf('net') },
  ],
  currency: {
    column: 'currency',
    converted: 'gross_usd',
    paid: 'gross',
    rates: { CHF: 1.13, EUR: 1.08, AUD: 0.66, SEK: 0.094, HKD: 0.128 },
  },
  counted: { entity: 'meter', column: 'used_units' },
  testers: [
    {
      set: {
        company_name: "'QA Sandbox'",
        contact_given: "'Test'",
        contact_family: "'User'",
        contact_email: "'qa@example.com'",
        account_code: "'000017'",
        units: '1',
        unit_fee: '1',
        net: '1',
        vat: '0',
        gross: '1',
        gross_text: "'1.00'",
        gross_usd: '1',
        entry_type: "'charge'",
      },
      marks: [
        { column: 'company_name', value: 'QA Sandbox' },
        { column: 'contact_email', value: 'qa@example.com' },
        { column: 'contact_given', value: 'Test' },
        { column: 'contact_family', value: 'User' },
      ],
    },
  ],
  bots: null,
  filterable: ['purchase_order', 'agent_no', 'discount_kind'],
}

export const billing: Base = {
  name: 'billing',
  table: 'charges',
  time: 'billed_at',
  loaded: 'ingested_at',
  id: 'line_id',
  key: 'charge_ref',
  fresh: step => `charge_ref + ${step}000000003`,
  idStep: 10_000_000,
  firstDay: '2024-10-14',
  days: 36,
  end: '2024-11-25',
  holidays: ['2024-11-01'],
  amount: 'gross',
  dimensions: {
    processor: ['ravenpay', 'adyton', 'bankfile', 'manual'],
    region: ['emea', 'amer', 'apac'],
    via: ['portal', 'api', 'sales'],
    plan: ['monthly', 'annual', 'metered'],
    account_tier: ['starter', 'team', 'business', 'enterprise'],
    cost_centre: ['CC-100', 'CC-200', 'CC-310'],
  },
  feeds: ['processor', 'region', 'via'],
  file: {
    column: 'batch_name',
    values: ['ravenpay', 'adyton', 'bankfile'].flatMap(processor => [1, 2].map(shard => `${processor}-${shard}.json`)),
  },
  client: {
    column: 'sdk_release',
    holds: { column: 'via', value: 'api' },
    versions: ['2.10.4', '2.11.0', '3.0.0'],
    fields: ['purchase_order', 'agent_no', 'discount_kind'],
  },
  gaps: ['purchase_order', 'agent_no', 'discount_kind'],
  lookup: {
    key: 'account_code',
    table: 'account_versions',
    tableKey: 'account_code',
    beyond: "lpad((44500 + hash(account_code) % 9000)::VARCHAR, 6, '0')",
    attributes,
    group: { column: 'account_tier', tableColumn: 'tier', values: ['starter', 'team', 'business', 'enterprise'] },
    twin: null,
  },
  versions: {
    table: 'account_versions',
    key: 'account_code',
    from: 'valid_from',
    to: 'valid_to',
    current: 'is_current',
    attributes: { account_tier: 'tier', account_owner: 'owner', account_seats: 'seats' },
  },
  raw: { table: 'raw_charges', deleted: 'is_void', restored },
  siblings: [{ table: 'sign_ins', time: 'happened_at' }],
  roles,
  controls: [
    { kind: 'rowCount' },
    { kind: 'sum', column: 'gross' },
    { kind: 'nullRate', column: 'purchase_order' },
    { kind: 'average', column: 'cpu_hours' },
    { kind: 'distinctCount', column: 'account_code' },
    { kind: 'duplicateRate', columns: ['charge_ref'] },
    { kind: 'freshness' },
    { kind: 'share', where: { column: 'state', operator: '=', value: 'open' } },
    { kind: 'maximum', column: 'gross' },
  ],
  make: made(billingStatements),
}
