import { expect, test } from 'vitest'
import { fitsMetric, missingParts, startInput, timeOptions, type StartForm } from './startForm.ts'

const form: StartForm = {
  dataSourceId: 'ds',
  table: 'shop.orders',
  kind: 'NULL_RATE',
  columns: ['user_id'],
  where: { column: 'status', operator: 'EQUAL', values: ['paid'] },
  day: '2026-06-16',
  timeColumn: '',
  timeZone: '',
  wholeTable: false,
  teamId: '',
}

test('asks the question as it was typed, and leaves to the server what was left open', () => {
  expect(startInput(form, 'c')).toEqual({
    clientId: 'c',
    dataSourceId: 'ds',
    schema: 'shop',
    table: 'orders',
    day: '2026-06-16',
    wholeTable: false,
    metric: { kind: 'NULL_RATE', columns: ['user_id'] },
    timeColumn: null,
    timeZone: null,
    teamId: null,
  })
})

test('sends only what the metric speaks of, whatever was typed for another', () => {
  expect(startInput({ ...form, kind: 'ROW_COUNT' }, 'c').metric).toEqual({ kind: 'ROW_COUNT' })
  expect(startInput({ ...form, kind: 'SHARE' }, 'c').metric).toEqual({ kind: 'SHARE', where: form.where })
})

test('names the first part that is missing', () => {
  expect(missingParts(form)).toEqual({})
  expect(missingParts({ ...form, table: '' })).toEqual({ table: 'Choose a table.' })
  expect(missingParts({ ...form, columns: [] })).toEqual({ columns: 'Choose the column.' })
  expect(missingParts({ ...form, kind: 'DUPLICATE_RATE', columns: [] })).toEqual({})
  expect(missingParts({ ...form, kind: 'SHARE', where: { ...form.where, values: [''] } })).toEqual({
    where: 'Say which value.',
  })
  expect(missingParts({ ...form, day: '' })).toEqual({ day: 'Choose the day.' })
})

test('offers for a sum the columns that can be added up', () => {
  expect([fitsMetric('SUM', 'DECIMAL'), fitsMetric('SUM', 'TEXT')]).toEqual([true, false])
  expect([fitsMetric('NULL_RATE', 'TEXT'), fitsMetric('MINIMUM', 'TIMESTAMP')]).toEqual([true, true])
})

test('offers for the time what is one, then numbers and texts that may tell one, texts named like a time first', () => {
  const columns = [
    { name: 'country', kind: 'TEXT' },
    { name: 'region', kind: 'TEXT' },
    { name: 'served_at', kind: 'TEXT' },
    { name: 'order_id', kind: 'INTEGER' },
    { name: 'amount', kind: 'DECIMAL' },
    { name: 'loaded', kind: 'TIMESTAMP' },
    { name: 'createdAt', kind: 'TEXT' },
  ] as const
  expect(timeOptions(columns)).toEqual([
    { value: 'loaded', label: 'loaded' },
    { value: 'order_id', label: 'order_id (counts time since 1970)' },
    { value: 'served_at', label: 'served_at (text like 2026-06-10 12:34:56)' },
    { value: 'createdAt', label: 'createdAt (text like 2026-06-10 12:34:56)' },
    { value: 'country', label: 'country (text like 2026-06-10 12:34:56)' },
    { value: 'region', label: 'region (text like 2026-06-10 12:34:56)' },
  ])
})
