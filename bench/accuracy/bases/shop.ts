import type { Base, Roles } from '../base.ts'
import { dayMonth, made, scaled, sumOf } from './make.ts'
import { attributes, restored, shopStatements } from './shopSql.ts'

const promised = dayMonth('promised_text')

const roles: Roles = {
  fillings: [
    { column: 'rating', value: '0', where: 'true', metrics: sumOf('rating') },
    {
      column: 'quantity',
      value: '999',
      where: 'true',
      metrics: [
        { kind: 'average', column: 'quantity' },
        { kind: 'maximum', column: 'quantity' },
      ],
    },
    {
      column: 'coupon',
      value: "'N/A'",
      where: 'coupon IS NULL',
      metrics: [
        { kind: 'nullRate', column: 'coupon' },
        { kind: 'distinctCount', column: 'coupon' },
      ],
    },
    {
      column: 'loyalty_id',
      value: '-1',
      where: 'loyalty_id IS NULL',
      metrics: [{ kind: 'nullRate', column: 'loyalty_id' }],
    },
  ],
  recodings: [
    { column: 'status', from: 'returned', to: 'RMA' },
    { column: 'payment_method', from: 'invoice', to: 'pay_later' },
    { column: 'device', from: 'tablet', to: 'T' },
  ],
  newValues: [
    { column: 'country', value: 'IE' },
    { column: 'payment_method', value: 'crypto' },
    { column: 'status', value: 'preordered' },
    { column: 'source', value: 'kiosk' },
  ],
  words: ['city', 'country', 'status', 'payment_method', 'product_brand'],
  longTexts: [
    { column: 'product_title', length: 20 },
    { column: 'delivery_note', length: 20 },
  ],
  accented: ['city', 'last_name', 'first_name', 'product_title'],
  formats: [
    {
      column: 'promised_text',
      written: promised.written,
      parsed: { column: 'promised_on', sql: promised.parsed },
      metrics: [
        { kind: 'nullRate', column: 'promised_on' },
        { kind: 'distinctCount', column: 'promised_text' },
      ],
    },
    {
      column: 'postal_code',
      written: "ltrim(postal_code, '0')",
      parsed: null,
      metrics: [{ kind: 'distinctCount', column: 'postal_code' }],
    },
  ],
  swaps: [
    {
      columns: ['first_name', 'last_name'],
      metrics: [
        { kind: 'distinctCount', column: 'first_name' },
        { kind: 'share', where: { column: 'first_name', operator: '=', value: 'Anna' } },
      ],
    },
    {
      columns: ['payment_method', 'status'],
      metrics: [
        { kind: 'distinctCount', column: 'status' },
        { kind: 'share', where: { column: 'status', operator: '=', value: 'delivered' } },
      ],
    },
    { columns: ['net', 'tax'], metrics: [...sumOf('net'), ...sumOf('tax')] },
  ],
  units: [
    {
      set: scaled(['unit_price', 'net', 'tax', 'total', 'total_eur'], { column: 'total_text', of: 'total' }),
      factor: 100,
      metrics: [...sumOf('total'), { kind: 'average', column: 'unit_price' }],
    },
    { set: scaled(['product_weight']), factor: 1000, metrics: sumOf('product_weight') },
  ],
  numberText: { column: 'total', text: 'total_text' },
  signed: {
    set: { net: '-net', tax: '-tax', total: '-total', total_eur: '-total_eur', total_text: '(-total)::VARCHAR' },
    column: 'total',
    by: { column: 'kind', value: 'refund' },
  },
  precise: [
    {
      set: { rating: 'floor(rating)' },
      column: 'rating',
      metrics: [
        { kind: 'average', column: 'rating' },
        { kind: 'distinctCount', column: 'rating' },
      ],
    },
    {
      set: { unit_price: 'round(unit_price)' },
      column: 'unit_price',
      metrics: [{ kind: 'distinctCount', column: 'unit_price' }],
    },
  ],
  outliers: ['total', 'unit_price', 'rating'],
  definitions: [
    { set: { total: 'net', total_text: 'net::VARCHAR' }, column: 'total', metrics: sumOf('total') },
    { set: { net: 'net + tax' }, column: 'net', metrics: sumOf('net') },
  ],
  currency: {
    column: 'currency',
    converted: 'total_eur',
    paid: 'total',
    rates: { GBP: 1.17, PLN: 0.234, SEK: 0.0871 },
  },
  counted: null,
  testers: [
    {
      set: {
        first_name: "'QA'",
        last_name: "'Test'",
        email: "'qa@example.com'",
        customer_id: '7',
        unit_price: '1.23',
        quantity: '1',
        net: '1.23',
        tax: '0',
        total: '1.23',
        total_text: "'1.23'",
        total_eur: '1.23',
        kind: "'sale'",
      },
      marks: [
        { column: 'email', value: 'qa@example.com' },
        { column: 'first_name', value: 'QA' },
        { column: 'last_name', value: 'Test' },
      ],
    },
    {
      set: {
        first_name: "'Test'",
        last_name: "'Dummy'",
        email: "'test-' || order_id % 3 || '@test.local'",
        unit_price: '0',
        net: '0',
        tax: '0',
        total: '0',
        total_text: "'0'",
        total_eur: '0',
        kind: "'sale'",
      },
      marks: [
        { column: 'first_name', value: 'Test' },
        { column: 'last_name', value: 'Dummy' },
      ],
    },
  ],
  bots: null,
  filterable: ['customer_id', 'rating', 'loyalty_id', 'delivery_note'],
}

export const shop: Base = {
  name: 'shop',
  table: 'orders',
  time: 'ordered_at',
  loaded: 'loaded_at',
  id: 'order_id',
  key: 'order_no',
  fresh: step => `lpad((order_id * 613 + ${step}000000009)::VARCHAR, 10, '0')`,
  idStep: 10_000_000,
  firstDay: '2025-04-12',
  days: 43,
  end: '2025-05-30',
  holidays: ['2025-04-21'],
  amount: 'total',
  dimensions: {
    source: ['storefront', 'marketplace', 'partner', 'pos'],
    country: ['DE', 'FR', 'ES', 'PL', 'GB', 'SE'],
    channel: ['web', 'app', 'phone'],
    payment_method: ['card', 'paypal', 'invoice', 'voucher'],
    device: ['phone', 'tablet', 'desktop'],
    product_brand: ['Borealis', 'Cobalt', 'Harbor', 'Ember', 'Gale'],
  },
  feeds: ['source', 'country', 'channel'],
  file: {
    column: 'source_file',
    values: ['storefront', 'marketplace', 'partner'].flatMap(source =>
      [1, 2, 3].map(shard => `${source}_${shard}.csv`),
    ),
  },
  client: {
    column: 'app_version',
    holds: { column: 'channel', value: 'app' },
    versions: ['7.2.9', '7.3.0', '8.0.0'],
    fields: ['loyalty_id', 'delivery_note', 'customer_id', 'rating'],
  },
  gaps: ['loyalty_id', 'delivery_note', 'customer_id', 'rating', 'coupon'],
  lookup: {
    key: 'product_code',
    table: 'products',
    tableKey: 'product_code',
    beyond: "lpad((44500 + hash(product_code) % 9000)::VARCHAR, 7, '0')",
    attributes,
    group: { column: 'product_brand', tableColumn: 'brand', values: ['Borealis', 'Cobalt', 'Harbor', 'Ember', 'Gale'] },
    twin: {
      column: 'product_weight',
      tableColumn: 'weight_g',
      other: weight => `(200 + (${weight} + 150) % 2000)`,
      since: 'listed_on',
    },
  },
  versions: null,
  raw: { table: 'raw_orders', deleted: 'is_deleted', restored },
  siblings: [{ table: 'sessions', time: 'started_at' }],
  roles,
  controls: [
    { kind: 'rowCount' },
    { kind: 'sum', column: 'total' },
    { kind: 'nullRate', column: 'loyalty_id' },
    { kind: 'average', column: 'rating' },
    { kind: 'distinctCount', column: 'city' },
    { kind: 'duplicateRate', columns: ['order_no'] },
    { kind: 'freshness' },
    { kind: 'share', where: { column: 'status', operator: '=', value: 'returned' } },
    { kind: 'maximum', column: 'total' },
  ],
  make: made(shopStatements),
}
