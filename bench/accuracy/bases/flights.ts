import type { Base, Roles } from '../base.ts'
import { flightsStatements } from './flightsSql.ts'
import { made, sumOf } from './make.ts'

const roles: Roles = {
  fillings: [
    { column: 'amount', value: '0', where: 'true', metrics: sumOf('amount') },
    { column: 'party_size', value: '999', where: 'true',
      metrics: [{ kind: 'average', column: 'party_size' }, { kind: 'maximum', column: 'party_size' }] },
    { column: 'party_size', value: '-1', where: 'true', metrics: [{ kind: 'average', column: 'party_size' },
      { kind: 'minimum', column: 'party_size' }] },
    { column: 'meal', value: '\'N/A\'', where: 'true', metrics: [{ kind: 'distinctCount', column: 'meal' }, { kind: 'nullRate', column: 'meal' }] },
    { column: 'meal', value: '\'unknown\'', where: 'meal IS NULL', metrics: [{ kind: 'nullRate', column: 'meal' }] },
    { column: 'loyalty_id', value: '0', where: 'loyalty_id IS NULL', metrics: [{ kind: 'nullRate', column: 'loyalty_id' }] },
  ],
  recodings: [
    { column: 'status', from: 'changed', to: 'REBOOKED' }, { column: 'status', from: 'cancelled', to: 'VOIDED' },
      { column: 'meal', from: 'vegetarian', to: 'VGML' },
    { column: 'meal', from: 'vegan', to: 'plant_based' }, { column: 'punctuality', from: 'on_time', to: 'OT' },
      { column: 'kind', from: 'refund', to: 'credit_note' },
  ],
  newValues: [{ column: 'status', value: 'standby' }, { column: 'payment_method', value: 'miles' }, { column: 'source', value: 'galileo' }],
  words: ['status', 'meal', 'payment_method', 'origin_state'],
  longTexts: [], accented: [], swaps: [], formats: [], precise: [], definitions: [], testers: [],
  units: [
    { factor: 1.609344, metrics: sumOf('distance'), set: factor => ({ distance: `round(distance * ${factor})::BIGINT` }) },
    { factor: 100, metrics: [...sumOf('amount'), { kind: 'maximum', column: 'amount' }], set: factor => ({ amount: `amount * ${factor}`,
      amount_text: `(amount * ${factor})::DECIMAL(12, 2)::VARCHAR` }) },
  ],
  numberText: { column: 'amount', text: 'amount_text' },
  signed: { set: { amount: '-amount', amount_text: '(-amount)::VARCHAR' }, column: 'amount', by: { column: 'kind', value: 'refund' } },
  outliers: ['amount'],
  currency: null, counted: null, bots: null, filterable: [],
}

export const flights: Base = {
  name: 'flights', table: 'flights', time: 'departed_at', loaded: 'loaded_at', id: 'flight_id', key: 'record_no',
  fresh: step => `record_no + ${step}00000000000`, idStep: 10_000_000,
  firstDay: '2001-02-14', days: 135, end: '2001-07-01', amount: 'amount',
  holidays: ['2001-01-01', '2001-01-15', '2001-02-19', '2001-04-13', '2001-04-15', '2001-05-26', '2001-05-27', '2001-05-28'],
  dimensions: {
    source: ['amadeus', 'sabre', 'direct', 'partner'], channel: ['web', 'mobile', 'agency', 'counter'],
      origin_region: ['South', 'West', 'Midwest', 'Northeast'],
    payment_method: ['card', 'wallet', 'invoice', 'voucher'], cabin: ['economy', 'premium', 'business'], haul: ['short', 'medium', 'long'],
  },
  feeds: ['source', 'channel', 'origin_region'],
  file: { column: 'source_file', values: ['amadeus', 'sabre', 'direct',
    'partner'].flatMap(source => [1, 2, 3].map(shard => `${source}_${shard}.csv`)) },
  client: { column: 'app_version', holds: { column: 'channel', value: 'mobile' }, versions: ['4.5.9', '4.6.0', '4.7.0', '5.0.0'],
    fields: ['passenger_id', 'loyalty_id', 'meal'] },
  gaps: ['meal', 'passenger_id', 'loyalty_id', 'party_size'],
  lookup: {
    key: 'aircraft_id', table: 'aircraft', tableKey: 'aircraft_id', beyond: 'lpad((9000 + hash(aircraft_id) % 2500)::VARCHAR, 7, \'0\')',
    attributes: ['aircraft_model', 'aircraft_operator', 'aircraft_seats'],
    group: { column: 'aircraft_operator', tableColumn: 'operator',
      values: ['Aria', 'Borealis', 'Cobalt', 'Delphi', 'Ember', 'Falcon', 'Gale', 'Harbor'] },
    twin: { column: 'aircraft_seats', tableColumn: 'seats', other: seats => `(40 + (${seats} - 10) % 250)`, since: 'registered_on' },
  },
  versions: null, raw: null, siblings: [],
  roles,
  controls: [
    { kind: 'rowCount' }, { kind: 'sum', column: 'amount' }, { kind: 'nullRate', column: 'passenger_id' }, { kind: 'average', column: 'amount' },
      { kind: 'distinctCount', column: 'aircraft_id' },
    { kind: 'duplicateRate', columns: ['record_no'] }, { kind: 'freshness' }, { kind: 'nullRate', column: 'meal' },
      { kind: 'share', where: { column: 'status', operator: '=',
      value: 'changed' } }, { kind: 'maximum', column: 'amount' },
  ],
  make: made(flightsStatements),
}
